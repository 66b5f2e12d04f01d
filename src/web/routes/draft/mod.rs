//! Is this the file I mean? What is in it is shown before it is sent; until then it costs nothing.

mod page;
mod send;

pub use page::show;
pub use send::{send, typed, upload};
