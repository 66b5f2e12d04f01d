//! Why a file is no practice pack.

use crate::answers::AnswersError;
use l10n::{Explain, Lang, Message, message, visible};
use std::fmt;

/// Why a file is no practice pack.
#[derive(Clone, Debug, PartialEq)]
pub enum PackError {
    /// The archive or an array in it cannot be read.
    Archive(AnswersError),
    /// There is no `pack.json`, or it says something else.
    Sheet {
        /// What is wrong.
        detail: String,
    },
    /// A version that this program does not know.
    Format {
        /// The version.
        found: u32,
    },
    /// A name that cannot be one.
    Name {
        /// The name.
        name: String,
    },
    /// Numbers of another kind than there are.
    Dtype {
        /// The kind.
        dtype: String,
    },
    /// An array that is not there.
    Missing {
        /// Its name.
        member: String,
    },
    /// An array whose shape or kind is not what the sheet says.
    Misfit {
        /// Its name.
        member: String,
    },
}

impl From<AnswersError> for PackError {
    fn from(error: AnswersError) -> Self {
        Self::Archive(error)
    }
}

impl Explain for PackError {
    fn message(&self) -> Message {
        let cut = |text: &str| visible::cut(text, 80).into_owned();
        match self {
            Self::Archive(error) => message!("pack-archive", what = error.message()),
            Self::Sheet { detail } => message!("pack-sheet", detail = cut(detail)),
            Self::Format { found } => message!("pack-format", found = *found),
            Self::Name { name } => message!("pack-name", name = cut(name)),
            Self::Dtype { dtype } => message!("pack-dtype", dtype = cut(dtype)),
            Self::Missing { member } => message!("pack-missing", member = cut(member)),
            Self::Misfit { member } => message!("pack-misfit", member = cut(member)),
        }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for PackError {}
