//! Is a task too hard or its reference wrong; which mistake does the class make; who has not sent anything, and who was late?

mod course;
mod homework;
pub mod live;
mod name;
mod plots;
mod task;

pub use course::show;
pub use homework::show as homework;
pub use name::name;
pub use task::show as task;
