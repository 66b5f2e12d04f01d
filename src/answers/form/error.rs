//! Why a typed text is no number, and how to write it.

use crate::answers::explain::id;
use crate::args;
use crate::l10n::{Args, Explain, say_with};
use assignments::text::Lang;
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
    },
    /// Beyond ±1.8e308.
    OutOfRange {
        /// The text.
        text: String,
    },
    /// Several numbers where one is asked for, or a list separated by `, `.
    CommaList {
        /// The text.
        text: String,
    },
    /// Anything else.
    NotANumber {
        /// The text.
        text: String,
    },
    /// More numbers than a form takes.
    TooMany {
        /// Numbers allowed.
        limit: usize,
    },
    /// One number of a list.
    Item {
        /// Which, from 1.
        number: usize,
        /// What is wrong with it.
        error: Box<FormError>,
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
            Self::TooMany { .. } => "form_too_many",
            Self::Item { .. } => "form_item",
        }
    }

    fn values(&self, lang: Lang) -> Args {
        match self {
            Self::Empty => args! {},
            Self::TooLong { found, limit } => args! { "found" => *found, "limit" => *limit },
            Self::Ambiguous { text, understood } => args! {
                "text" => text.clone(),
                "understood" => match lang {
                    Lang::En => understood.clone(),
                    Lang::Ru => understood.replace('.', ","),
                },
            },
            Self::Fraction { text }
            | Self::OutOfRange { text }
            | Self::CommaList { text }
            | Self::NotANumber { text } => args! { "text" => text.clone() },
            Self::TooMany { limit } => args! { "limit" => *limit },
            Self::Item { number, error } => {
                args! { "number" => *number, "error" => error.explain(lang) }
            }
        }
    }
}

impl Explain for FormError {
    fn explain(&self, lang: Lang) -> String {
        say_with(lang, &id(self.code()), &self.values(lang))
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for FormError {}
