//! # The course's mathematics
//!
//! Every graded quantity of the course is a [`contract::Task`]: a pure function of named arrays with a generator of inputs,
//! a reference, the wrong answers people really give, and a tolerance. Nothing here reads a file, a clock or a network.
//!
//! - [`contract`]: what a task is. [`mod@ports`]: its named arrays. [`arrays`]: arrays as files hold them.
//! - [`compare`]: whether an answer is right, and if not, by how much. [`diagnose`]: which known mistake it is.
//! - [`draw`]: the random instance of a seed, with the redraw rule. [`catalogue`]: all tasks.
//! - [`formulas`]: what two or more tasks share.
//! - One module a homework, one file a task.

#![expect(
    rustdoc::broken_intra_doc_links,
    reason = "the pages of the tasks are Markdown with formulas, in which [0,1] is an interval"
)]

pub mod arrays;
pub mod catalogue;
pub mod compare;
pub mod contract;
pub mod diagnose;
pub mod draw;
pub mod formulas;
pub mod ports;
pub mod statement;
pub mod text;

pub mod ddpm;
pub mod elbo;
pub mod fid;
pub mod flows;
pub mod gan;
pub mod reparameterization;

#[cfg(test)]
mod laws;
