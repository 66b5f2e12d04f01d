//! An item graded by a person, the student's side, and answers to it as they are looked at.

mod file;
mod page;
mod sent;
mod shown;
mod view;

pub use file::{file, picture, view};
pub use page::{show, upload, write};
pub use sent::{AnswerRow, rows, waiting};
pub use shown::{AnswerView, shown};
pub use view::{ItemView, Shown, views};
