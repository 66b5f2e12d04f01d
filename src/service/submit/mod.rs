//! A submission on its way from bytes to a durable report.

mod admission;
mod answer;
mod check;
mod draft;
mod send;

pub use admission::{Admission, admit};
pub use check::Bytes;
pub use send::{Beside, Receipt};
