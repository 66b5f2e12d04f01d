//! Requests to look again: a student asks about a task, a teacher answers in the same thread and closes it.

mod page;
mod view;

pub use page::{ask, list, reply, show};
pub use view::{RequestsView, ThreadView, requests, threads};
