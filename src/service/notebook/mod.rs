//! Jupyter notebooks sent as answers, read as text, code and pictures. Nothing of them is run; HTML, scripts and drawings are not even kept,
//! only that they were there. A notebook comes from a stranger: how much of everything is read is bounded while it is read.

mod file;
mod reading;
mod text;

pub use reading::{Cell, CellKind, NoNotebook, Notebook, Output, Picture, is_one, may_be, read};
pub use text::Text;
