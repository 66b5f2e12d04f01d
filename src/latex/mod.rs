//! LaTeX formulas as notebooks write them, to MathML.
//!
//! `tokens` reads the characters, `macros` puts definitions in, `tree` finds groups and environments, `rewrite`
//! says everything in the words that the renderer knows, and `mathml` renders that. No text of a person reaches the
//! renderer: it gets numbers in its place, and the events that come back get the text, escaped.

mod commands;
mod dimension;
mod environments;
mod macros;
mod mathml;
mod rewrite;
mod tables;
mod text;
mod tokens;
mod tree;
mod writer;

pub use macros::Macros;
pub use mathml::{Mode, render};

/// A formula that cannot be rendered as what it means; its source is shown instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

#[cfg(test)]
mod tests;
