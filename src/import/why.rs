//! Why a row is refused.

use crate::store::Role;
use judge::points::{Points, PointsError};
use l10n::{Explain, Message, message};

/// A row that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its line in the file.
    pub line: u64,
    /// The login, or what stands in its place.
    pub login: String,
    /// Why.
    pub why: Why,
}

/// Why a row is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No login and no e-mail address.
    NoLogin,
    /// A quote that is not closed.
    Quote,
    /// Its keys are those of two people.
    TwoPeople(String, String),
    /// A key that several people have.
    Several(String),
    /// Somebody there who is not in the list by any key has the same name.
    Namesake(String),
    /// Something that is no login.
    BadLogin,
    /// The login that somebody new would get leads to somebody there.
    LoginTaken {
        /// What the row's login would be.
        login: String,
        /// That of the person.
        by: String,
    },
    /// The login that somebody new would get is that of an earlier line.
    LoginGiven {
        /// What the row's login would be.
        login: String,
        /// The line of the other.
        line: u64,
    },
    /// The same login on an earlier line.
    Twice(u64),
    /// A name that is too long.
    LongName,
    /// An address, a number or a group that is too long.
    LongDetail,
    /// A number that a spreadsheet has rounded.
    RoundedNumber(String),
    /// Not one of the roles.
    UnknownRole(String),
    /// Only an owner gives this role, or takes it.
    OwnersRole(Role),
    /// There is no such student.
    NoStudent,
    /// Not a number of points, and why.
    NoPoints(String, PointsError),
    /// A day where points should be.
    Date(String),
    /// Fewer than none or more than the most.
    Range {
        /// The points.
        points: Points,
        /// The most.
        most: Points,
    },
}

impl Explain for Why {
    fn message(&self) -> Message {
        let short = |text: &str| text.chars().take(40).collect::<String>();
        match self {
            Self::NoLogin => message!("refused-no-login"),
            Self::Quote => message!("refused-quote"),
            Self::TwoPeople(one, other) => message!(
                "refused-two-people",
                one = one.as_str(),
                other = other.as_str()
            ),
            Self::Several(key) => message!("refused-several", key = short(key)),
            Self::Namesake(login) => message!("refused-namesake", login = login.as_str()),
            Self::BadLogin => message!("refused-bad-login"),
            Self::LoginTaken { login, by } => message!(
                "refused-login-taken",
                login = login.as_str(),
                by = by.as_str()
            ),
            Self::LoginGiven { login, line } => {
                message!("refused-login-given", login = login.as_str(), line = *line)
            }
            Self::Twice(line) => message!("refused-twice", line = *line),
            Self::LongName => message!("refused-long-name"),
            Self::LongDetail => message!("refused-long-detail"),
            Self::RoundedNumber(number) => {
                message!("refused-rounded-number", number = short(number))
            }
            Self::UnknownRole(role) => message!("refused-role", role = short(role)),
            Self::OwnersRole(role) => message!("refused-owners-role", role = role.name()),
            Self::NoStudent => message!("refused-no-student"),
            Self::NoPoints(text, why) => {
                message!("refused-no-points", text = short(text), why = why.message())
            }
            Self::Date(text) => message!("refused-date", text = short(text)),
            Self::Range { points, most } => {
                message!("refused-range", points = *points, most = *most)
            }
        }
    }
}
