//! Why a row is refused.

use crate::store::Role;
use judge::points::Points;
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
    /// The same login on an earlier line.
    Twice(u64),
    /// A name that is too long.
    LongName,
    /// An address, a number or a group that is too long.
    LongDetail,
    /// Not one of the roles.
    UnknownRole(String),
    /// Only an owner gives this role, or takes it.
    OwnersRole(Role),
    /// There is no such student.
    NoStudent,
    /// Not a number of points.
    NoPoints(String),
    /// Fewer than none or more than the most.
    Range(Points),
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
            Self::Twice(line) => message!("refused-twice", line = *line),
            Self::LongName => message!("refused-long-name"),
            Self::LongDetail => message!("refused-long-detail"),
            Self::UnknownRole(role) => message!("refused-role", role = short(role)),
            Self::OwnersRole(role) => message!("refused-owners-role", role = role.name()),
            Self::NoStudent => message!("refused-no-student"),
            Self::NoPoints(text) => message!("refused-no-points", text = short(text)),
            Self::Range(most) => message!("refused-range", most = *most),
        }
    }
}
