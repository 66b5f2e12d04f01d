//! A slip of the pen in a file that is no TOML.

use l10n::{Message, message};
use std::ops::Range;

/// What is wrong with a line, and how it was meant.
pub(super) struct Slip {
    pub span: Range<usize>,
    pub reason: Message,
    pub help: Message,
    /// Whether it is the head of a table of which there are several.
    pub is_table: bool,
}

/// A help that says how a line is written.
pub(super) fn write(line: &str) -> Message {
    message!("course-write-line", line = line.trim())
}
