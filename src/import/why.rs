//! Why a row is refused.

use crate::args;
use crate::l10n::{Explain, Lang, say_with};
use crate::points::Points;
use crate::store::Role;

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
    /// Something that is no login.
    BadLogin,
    /// The same login on an earlier line.
    Twice(u64),
    /// A name that is too long.
    LongName,
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
    fn explain(&self, lang: Lang) -> String {
        let short = |text: &str| text.chars().take(40).collect::<String>();
        let (id, args) = match self {
            Self::NoLogin => ("refused-no-login", args! {}),
            Self::BadLogin => ("refused-bad-login", args! {}),
            Self::Twice(line) => ("refused-twice", args! {"line" => *line}),
            Self::LongName => ("refused-long-name", args! {}),
            Self::UnknownRole(role) => ("refused-role", args! {"role" => short(role)}),
            Self::OwnersRole(role) => ("refused-owners-role", args! {"role" => role.name()}),
            Self::NoStudent => ("refused-no-student", args! {}),
            Self::NoPoints(text) => ("refused-no-points", args! {"text" => short(text)}),
            Self::Range(most) => ("refused-range", args! {"most" => most.show(lang)}),
        };
        say_with(lang, id, &args)
    }
}
