//! An item graded by a person, the student's side.

mod page;
mod view;

pub use page::{file, show, upload, write};
pub use view::{ItemView, Shown, text_of, views, waiting};
