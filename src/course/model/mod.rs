//! What a valid config says: plain data, every default filled in.

mod course;
mod homework;
mod item;
mod task;

pub use course::{Course, Excused};
pub use homework::{Feedback, Homework, Late, Reveal};
pub use item::{Criterion, Manual};
pub use task::{NamedMistake, Order, Task};
