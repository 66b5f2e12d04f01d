//! Lists of people that come as tables: the roster and the points of the exam.
//!
//! [`table`] reads what spreadsheets and learning platforms write, under limits; [`class`] tells whom a row is about; [`roster`] and
//! [`exam`] compare it with what is there and say what would change; [`logins`] only tells who is who. Nothing is changed here.

pub mod canvas;
pub mod class;
mod columns;
mod encoding;
pub mod exam;
mod head;
mod login;
pub mod logins;
mod person;
pub mod records;
pub mod roster;
mod rows;
pub mod table;
mod why;
mod workbook;

pub use why::{Refused, Why};
