//! The people of the course: who is in it with which role, who comes with a list, and what becomes of one of them.

mod import;
mod list;
mod preview;
mod standing;

pub use import::import;
pub use list::{Came, page, show};
pub use preview::{Looked, preview, turned};
pub use standing::change;
