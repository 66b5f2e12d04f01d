//! # What people read
//!
//! In English and Russian: [`message!`] by id, texts in both languages, numbers, sizes and dates as each language writes them, what the
//! operating system says, what a misspelt word most likely meant, and other people's text made [`visible`] and set [`apart`].

pub mod apart;
pub mod date;
mod locales;
mod localized;
mod messages;
mod nearest;
pub mod number;
mod size;
mod system;
pub mod text;
pub mod visible;

pub use fluent_bundle::FluentValue;
pub use locales::lookup;
pub use localized::Localized;
pub use messages::{Arg, Explain, Message};
pub use nearest::{nearest, slips};
pub use size::size;
pub use system::system_error;
pub use text::Lang;
