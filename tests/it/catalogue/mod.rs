//! The catalogue as a whole: its page in `docs/`, the topics of the lectures, and the default grading.

mod grading;
mod page;
mod topics;
