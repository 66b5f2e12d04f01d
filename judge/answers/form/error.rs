//! Why a typed text is no number, and how to write it.

use l10n::{Arg, Explain, Lang, Message, message};
use std::fmt;

/// Why a typed text is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormError {
    /// Nothing but spaces.
    Empty,
    /// Longer than any number.
    TooLong {
        /// Characters typed.
        found: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// Separators that may be thousands or decimals.
    Ambiguous {
        /// The text.
        text: String,
        /// What it was understood as, in plain digits.
        understood: String,
    },
    /// `1/3`.
    Fraction {
        /// The text.
        text: String,
        /// Its value in plain digits.
        value: String,
    },
    /// Beyond ±1.8e308.
    OutOfRange {
        /// The text.
        text: String,
    },
    /// Several numbers, separated by `, `, where one is asked for.
    CommaList {
        /// The text.
        text: String,
    },
    /// Anything else.
    NotANumber {
        /// The text.
        text: String,
    },
}

impl FormError {
    /// A short name that does not change, for JSON and logs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "form_empty",
            Self::TooLong { .. } => "form_too_long",
            Self::Ambiguous { .. } => "form_ambiguous",
            Self::Fraction { .. } => "form_fraction",
            Self::OutOfRange { .. } => "form_out_of_range",
            Self::CommaList { .. } => "form_comma_list",
            Self::NotANumber { .. } => "form_not_a_number",
        }
    }
}

impl Explain for FormError {
    fn message(&self) -> Message {
        match self {
            Self::Empty => message!("answers-form-empty"),
            Self::TooLong { found, limit } => {
                message!("answers-form-too-long", found = *found, limit = *limit)
            }
            Self::Ambiguous { text, understood } => message!(
                "answers-form-ambiguous",
                text = text.clone(),
                understood = Arg::Decimal(understood.clone())
            ),
            Self::Fraction { text, value } => message!(
                "answers-form-fraction",
                text = text.clone(),
                value = Arg::Decimal(value.clone())
            ),
            Self::OutOfRange { text } => {
                message!("answers-form-out-of-range", text = text.clone())
            }
            Self::CommaList { text } => message!("answers-form-comma-list", text = text.clone()),
            Self::NotANumber { text } => {
                message!("answers-form-not-a-number", text = text.clone())
            }
        }
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for FormError {}
