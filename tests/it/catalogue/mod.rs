//! The catalogue as a whole: its page in `docs/`, its golden numbers, the topics of the lectures, and the default grading.

mod golden;
mod grading;
mod page;
mod topics;
