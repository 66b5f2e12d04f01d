//! The practice packs at hand: those that the program carries, and those of a course on a server.

mod belonging;
mod carried;
mod fetched;
mod pack;

pub use belonging::Belonging;
pub use carried::{carried, homework, homeworks};
pub use fetched::{ask, fetch, find, find_anew, of_course};
pub use pack::{Origin, Practice};
