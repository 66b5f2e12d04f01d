//! A submission: its report, the earlier ones that a regrade replaced, and the bytes.

mod comparison;
mod earlier;
mod elements;
mod report;
mod room;
mod shared;
mod task;
mod tasks;

pub use earlier::show as show_earlier;
pub use report::{file, show};
