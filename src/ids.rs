//! The numbers of rows, each with a type of its own: that of a submission is not taken for that of a student.
//!
//! They are written and read as the bare number: in the databases, in JSON, in addresses and on pages. Nothing is reckoned with them;
//! they are ordered, since a later row has a larger number.

use l10n::Arg;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

macro_rules! ids {
    (($d:tt) $($(#[doc = $what:literal])+ $id:ident;)+) => {$(
        $(#[doc = $what])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $id(i64);

        impl $id {
            /// The number of no row: databases count from 1.
            pub const NONE: Self = Self(0);
            /// A number beyond those of all rows.
            pub const BEYOND: Self = Self(i64::MAX);

            /// The bare number.
            pub const fn number(self) -> i64 {
                self.0
            }
        }

        /// Of a number that comes from outside; one that the program has is of its type already.
        impl From<i64> for $id {
            fn from(number: i64) -> Self {
                Self(number)
            }
        }

        impl FromStr for $id {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, ParseIntError> {
                text.parse().map(Self)
            }
        }

        impl From<$id> for Arg {
            fn from(id: $id) -> Self {
                id.0.into()
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+

        /// Hands all of these types to a macro.
        macro_rules! each_id {
            ($d callback:ident) => {
                $d callback! { $($id)+ }
            };
        }
        pub(crate) use each_id;
    };
}

ids! {
    ($)
    /// Somebody.
    UserId;
    /// A submission.
    SubmissionId;
    /// A version of the course.
    VersionId;
    /// A version of an answer that a person grades.
    AnswerId;
    /// An entry of the audit.
    EntryId;
    /// A job that grades again.
    JobId;
    /// A request of a student.
    RequestId;
    /// A comment that the graders of an item use again.
    CommentId;
    /// A session of a browser.
    SessionId;
    /// A token of a program.
    TokenId;
    /// A letter.
    LetterId;
    /// A learning platform.
    PlatformId;
    /// A course of a learning platform.
    PlatformCourseId;
    /// A column in the gradebook of such a course.
    ColumnId;
}
