//! Moving a course from one database into the other: every table, row by row, in one transaction, and everything compared afterwards.

mod catalogue;
mod rows;
mod sequences;
mod whole;

pub use rows::MovedTable;
pub use whole::MoveError;
