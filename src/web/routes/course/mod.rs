//! The config of the course: edited as a text or by forms, looked at before anything is written, published, and its versions.

pub mod check;
pub mod defaults;
mod edit;
mod fields;
pub mod form;
mod preview;
mod publish;
mod sheet;
mod typed;
pub mod versions;

pub use edit::show;
pub use preview::{answer, preview, turned};
pub use publish::publish;
pub use typed::{FORM, Typed};
