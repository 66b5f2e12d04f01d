//! # The course's mathematics
//!
//! Every graded quantity of the course is a [`task::Task`]: a pure function of named arrays with a generator of inputs,
//! a reference, the wrong answers people really give, and a tolerance. Nothing here reads a file, a clock or a network.
//!
//! - [`task`]: what a task is. [`statement`]: what it asks, in two languages, with its hints.
//! - [`draw`]: the random instance of a seed, with the redraw rule. [`catalogue`]: all tasks.
//! - [`formulas`]: what two or more tasks share.
//! - One module a homework, one file a task.

#![expect(
    rustdoc::broken_intra_doc_links,
    reason = "the pages of the tasks are Markdown with formulas, in which [0,1] is an interval"
)]

pub mod catalogue;
pub mod draw;
pub mod formulas;
pub mod statement;
pub mod task;

pub mod ddpm;
pub mod elbo;
pub mod fid;
pub mod flows;
pub mod gan;
pub mod reparameterization;

// What `just new-task` copies has the shape of today.
#[cfg(test)]
mod laws;
#[cfg(test)]
#[path = "scaffold/task.rs"]
#[expect(
    clippy::upper_case_acronyms,
    clippy::empty_docs,
    reason = "a name and texts stand there to be filled in"
)]
mod scaffold;
