//! A homework's page: what exactly must I compute, with which numbers, in which shape, and how do I send it?

mod due;
mod history;
mod page;
mod refused;
mod rules;
mod task;

pub use due::Due;
pub use history::History;
pub use page::{page, show, show_of_student};
pub use refused::{Refused, Typed};
