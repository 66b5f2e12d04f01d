//! Lists of people that come as CSV: the roster and the points of the exam.
//!
//! [`table`] reads what spreadsheets and learning platforms write, under limits; [`roster`] and [`exam`] compare it with what is there
//! and say what would change. Nothing is changed here.

mod columns;
pub mod exam;
pub mod roster;
pub mod table;
mod why;

pub use why::{Refused, Why};
