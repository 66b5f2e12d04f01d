//! One thing that was looked at, and how it is.

use crate::l10n::{Args as Values, Lang, say_with};

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Ok,
    Warn,
    Fail,
}

impl State {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One thing that was looked at: its messages are `doctor-NAME-STATE` with what was found and, but where all is right, what to do.
#[derive(Debug)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) state: State,
    id: String,
    values: Values,
}

impl Check {
    /// A check whose message is `doctor-NAME-ending`.
    pub(super) fn new(name: &'static str, state: State, ending: &str, values: Values) -> Self {
        Self {
            name,
            state,
            id: format!("doctor-{name}-{ending}"),
            values,
        }
    }

    pub(super) fn said(&self, lang: Lang) -> String {
        say_with(lang, &self.id, &self.values)
    }
}
