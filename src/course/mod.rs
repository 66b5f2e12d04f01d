//! The grading config: a TOML file that picks tasks, gives points, tolerances, dates and rules.
//!
//! [`Course::parse`] reads a file and reports all its problems at once, each with its place and what to write instead.

pub mod formula;
mod model;

pub use model::*;
