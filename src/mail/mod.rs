//! Letters: a face of the service as the pages are, which speaks first. What waits in the queue is put into words of its reader's language
//! when its turn comes, and handed to a mail server.

mod compose;
mod line;
mod message;
mod post;
mod trouble;
pub mod worker;
mod written;

pub use post::{Post, PostError, Unreached, reach};
