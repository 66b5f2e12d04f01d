//! How a command speaks, and what it found.

use crate::l10n::Lang;
use clap::ValueEnum;

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON document and nothing else, also on failure.
    Json,
}

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All right: exit 0.
    Right,
    /// Answers wrong or config refused: exit 1.
    Wrong,
}

/// How a command speaks.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    /// Text or JSON.
    pub format: Format,
    /// The language.
    pub lang: Lang,
}
