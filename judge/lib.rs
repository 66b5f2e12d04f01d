//! # What is right
//!
//! Arrays compared, a wrong answer recognised, points counted. Nothing here knows a task, a clock or a network.
//!
//! - [`arrays`]: arrays as files hold them. [`answers`]: those files, read under hard limits.
//! - [`port`]: a named array with named axes. [`axes`]: lengths of axes, unified by name.
//! - [`tolerance`]: how far off an element may be. [`symmetry`]: what freedom an output leaves.
//!   [`comparison`]: the verdict on an output. [`outputs`]: on all of a task, each brought into the form of the reference by [`alignment`].
//! - [`recognition`]: what a wrong output is: a known mistake, or one of the [`findings`] that need none.
//!   [`likeness`]: how it follows from the right one, by a [`transformation`].
//! - [`key`]: what is known of a task. [`grade`]: from keys and answers to a [`report`].
//! - [`pack`]: practice inputs with all answers to them, in one file.
//! - [`points`]: exact thousandths. [`formula`]: how they become the final grade.

pub mod alignment;
pub mod answers;
pub mod arrays;
pub mod axes;
pub mod comparison;
pub mod findings;
pub mod formula;
pub mod grade;
pub mod key;
pub mod likeness;
pub mod names;
pub mod outputs;
pub mod pack;
mod permutation;
pub mod points;
pub mod port;
pub mod recognition;
pub mod report;
pub mod rounding;
pub mod shape;
pub mod symmetry;
pub mod tolerance;
pub mod transformation;
