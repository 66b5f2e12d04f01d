//! The guides of `docs/book`, in both languages, as chapters of the help.

pub mod chapter;
pub mod contents;
pub mod files;
