//! What people read, in English and Russian: messages by id, texts in both languages, numbers, points and dates as each
//! language writes them, and what a misspelt word most likely meant.

pub mod date;
mod localized;
mod messages;
mod nearest;
pub mod number;
mod points;

pub use localized::Localized;
pub use messages::{Args, Explain, Lang, say, say_with};
pub use nearest::nearest;
