//! The verdict on a task.

use crate::comparison::Verdict;
use l10n::{Message, message};
use serde::{Deserialize, Serialize};

/// The verdict on a task: the gravest of its outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskVerdict {
    /// Every output is right.
    Correct,
    /// Some output is off.
    Wrong,
    /// Some output is NaN or infinite.
    NotFinite,
    /// Some output has another shape.
    WrongShape,
    /// Some output has another kind of number.
    WrongDtype,
    /// Some output is not there.
    Missing,
    /// The grader itself failed. It costs neither points nor an attempt.
    GraderFault,
}

impl TaskVerdict {
    /// The word of JSON, templates and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Wrong => "wrong",
            Self::NotFinite => "not_finite",
            Self::WrongShape => "wrong_shape",
            Self::WrongDtype => "wrong_dtype",
            Self::Missing => "missing",
            Self::GraderFault => "grader_fault",
        }
    }

    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Correct,
        Self::Wrong,
        Self::NotFinite,
        Self::WrongShape,
        Self::WrongDtype,
        Self::Missing,
        Self::GraderFault,
    ];

    /// The word for people.
    pub fn message(self) -> Message {
        match self {
            Self::Correct => message!("verdict-correct"),
            Self::Wrong => message!("verdict-wrong"),
            Self::NotFinite => message!("verdict-not-finite"),
            Self::WrongShape => message!("verdict-wrong-shape"),
            Self::WrongDtype => message!("verdict-wrong-dtype"),
            Self::Missing => message!("verdict-missing"),
            Self::GraderFault => message!("verdict-grader-fault"),
        }
    }

    /// The sign shown beside the word, so that no state is told by colour alone.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Correct => "✓",
            Self::Wrong => "✗",
            Self::NotFinite => "∞",
            Self::WrongShape | Self::WrongDtype => "⌗",
            Self::Missing => "◌",
            Self::GraderFault => "⚠",
        }
    }
}

impl From<Verdict> for TaskVerdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Correct => Self::Correct,
            Verdict::Wrong => Self::Wrong,
            Verdict::NotFinite => Self::NotFinite,
            Verdict::WrongShape => Self::WrongShape,
            Verdict::WrongDtype => Self::WrongDtype,
            Verdict::Missing => Self::Missing,
        }
    }
}
