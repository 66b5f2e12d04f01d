//! A final grade: an exact number.

use super::rational::Rational;
use super::steps::show_number;
use l10n::Lang;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use utoipa::openapi::{ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};

/// A final grade, exact: a whole number, or any other as a string such as `"8.5"` or `"61/7"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(pub(super) Rational);

impl Grade {
    /// A whole grade.
    pub const fn whole(grade: i64) -> Self {
        Self(Rational::whole(grade as i128))
    }

    /// The grade as a whole number, where it is one.
    pub fn as_whole(self) -> Option<i64> {
        if self.0.is_whole() {
            i64::try_from(self.0.numerator()).ok()
        } else {
            None
        }
    }

    /// Numerator and denominator in lowest terms.
    pub const fn fraction(self) -> (i128, i128) {
        (self.0.numerator(), self.0.denominator())
    }

    /// For people, with the language's decimal mark; digits that do not end are cut and marked with `…`.
    pub fn show(self, lang: Lang) -> String {
        show_number(self.0, lang)
    }

    /// How far two grades are apart.
    #[must_use]
    pub fn distance(self, other: Self) -> Self {
        let (more, less) = (self.max(other), self.min(other));
        Self(more.0.sub(less.0).unwrap_or(Rational::ZERO))
    }
}

/// Exact: a whole number, a decimal, or `61/7`.
impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.decimal() {
            Some(decimal) => f.pad(&decimal),
            None => f.pad(&format!("{}/{}", self.0.numerator(), self.0.denominator())),
        }
    }
}

/// A whole grade is a number, any other a string, so that it stays exact.
impl Serialize for Grade {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.as_whole() {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.collect_str(self),
        }
    }
}

impl utoipa::ToSchema for Grade {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("FinalGrade")
    }
}

impl utoipa::PartialSchema for Grade {
    fn schema() -> RefOr<Schema> {
        OneOfBuilder::new()
            .item(ObjectBuilder::new().schema_type(Type::Integer))
            .item(ObjectBuilder::new().schema_type(Type::String))
            .description(Some(
                "Exact: a whole number, or a string such as \"8.5\" or \"61/7\".",
            ))
            .into()
    }
}
