//! How values are kept: instants as microseconds, points and shares as thousandths, choices as words, everything else as JSON.
//! What is read and makes no sense is an error that names the row and the column; nothing is guessed.

mod columns;
mod rows;
mod tuples;
mod values;

pub(super) use columns::{Column, Json, choice, json, kept_instant, of_json};
pub(super) use rows::{FromRow, Row};
pub(super) use values::{Arguments, Value, for_postgres, for_sqlite};
