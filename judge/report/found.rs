//! What a file has for one output, before anything is judged.

use super::TaskVerdict;
use l10n::{Message, message};
use serde::Serialize;

/// What a file has for one output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Numbers of the right shape and kind.
    Fits,
    /// The right shape, with NaN or infinity where numbers are asked for.
    NotFinite,
    /// Another shape.
    WrongShape,
    /// Another kind of number.
    WrongDtype,
    /// Nothing.
    Missing,
    /// It cannot be told: the grader itself failed.
    #[serde(rename = "grader_fault")]
    Untold,
}

impl Found {
    /// The word of templates and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fits => "fits",
            Self::NotFinite => "not_finite",
            Self::WrongShape => "wrong_shape",
            Self::WrongDtype => "wrong_dtype",
            Self::Missing => "missing",
            Self::Untold => "grader_fault",
        }
    }

    /// The word for people.
    pub fn message(self) -> Message {
        match self {
            Self::Fits => message!("found-fits"),
            Self::NotFinite => message!("found-not-finite"),
            Self::WrongShape => message!("found-wrong-shape"),
            Self::WrongDtype => message!("found-wrong-dtype"),
            Self::Missing => message!("found-missing"),
            Self::Untold => message!("found-grader-fault"),
        }
    }

    /// The sign shown beside the word.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Fits => "✓",
            Self::NotFinite => "∞",
            Self::WrongShape | Self::WrongDtype => "⌗",
            Self::Missing => "◌",
            Self::Untold => "⚠",
        }
    }
}

impl From<TaskVerdict> for Found {
    fn from(verdict: TaskVerdict) -> Self {
        match verdict {
            TaskVerdict::Correct | TaskVerdict::Wrong => Self::Fits,
            TaskVerdict::NotFinite => Self::NotFinite,
            TaskVerdict::WrongShape => Self::WrongShape,
            TaskVerdict::WrongDtype => Self::WrongDtype,
            TaskVerdict::Missing => Self::Missing,
            TaskVerdict::GraderFault => Self::Untold,
        }
    }
}
