//! What is logged, as the operator writes it.

use l10n::{Explain, Lang, Message, message};
use std::fmt;
use std::str::FromStr;
use tracing_subscriber::filter::{LevelFilter, Targets};

/// `info`, or `dgm_grader=debug,warn`: how much is logged, of everything or of one part.
#[derive(Clone, Debug, PartialEq)]
pub struct LogFilter(Box<Targets>);

/// A text that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFilter(String);

impl Explain for NoFilter {
    fn message(&self) -> Message {
        message!("log-no-filter", filter = self.0.as_str())
    }
}

impl fmt::Display for NoFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for NoFilter {}

impl FromStr for LogFilter {
    type Err = NoFilter;

    fn from_str(text: &str) -> Result<Self, NoFilter> {
        let read = text.parse().map(Box::new).map(Self);
        read.map_err(|_| NoFilter(text.to_owned()))
    }
}

impl Default for LogFilter {
    fn default() -> Self {
        Self(Box::new(Targets::new().with_default(LevelFilter::INFO)))
    }
}

impl LogFilter {
    /// What lets through what is to be logged.
    pub fn targets(self) -> Targets {
        *self.0
    }
}
