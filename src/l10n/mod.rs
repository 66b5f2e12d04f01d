//! What people read, in English and Russian: messages by id, texts in both languages, numbers, sizes, points and dates as each
//! language writes them, what the operating system says, and what a misspelt word most likely meant.

pub mod date;
mod localized;
mod messages;
mod nearest;
pub mod number;
mod points;
mod size;
mod system;

pub use localized::Localized;
pub use messages::{Arg, Explain, Lang, Message, lookup};
pub use nearest::{nearest, slips};
pub use size::size;
pub use system::system_error;
