//! A TOML file that people write: read from its spanned tree, with all of its problems at once, each with its place and what to write instead.
//!
//! `parse` is the way in, `reader` the cursor that whoever knows the keys walks with, `values` what it can ask a value for, `sink` where problems are collected.

mod characters;
mod code;
mod dates;
mod diagnostics;
mod encoding;
mod lookalikes;
mod parse;
mod reader;
mod sink;
mod slip;
mod slips;
mod syntax;
mod unique;
mod values;

pub use code::Code;
pub(crate) use dates::date as date_meant;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use encoding::{NotText, text};
pub use parse::LARGEST;
pub(crate) use parse::{read, read_into, root};
pub(crate) use reader::{Section, Span, Value};
pub(crate) use sink::{Problem, Sink, problem};
pub(crate) use unique::Unique;
