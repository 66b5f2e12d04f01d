//! A value of a config as a difference shows it.

use jiff::Timestamp;
use judge::points::Points;
use l10n::Localized;
use serde::Serialize;

/// A value of a config.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConfigValue)]
pub enum Value {
    /// Points.
    Points(Points),
    /// An instant.
    #[schema(value_type = String, format = DateTime)]
    Date(Timestamp),
    /// A tolerance.
    Tolerance {
        /// The relative part.
        rtol: f64,
        /// The absolute part.
        atol: f64,
    },
    /// A number of things.
    Count(u64),
    /// Yes or no.
    Flag(bool),
    /// As the file says it.
    Text(String),
    /// A short text in both languages.
    Said(Localized),
    /// Text that is too long to show twice.
    Words,
}
