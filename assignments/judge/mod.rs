//! What is right: arrays compared, and a wrong answer recognised. Nothing here knows a task.
//!
//! - [`arrays`]: arrays as files hold them. [`port`]: a named array with named axes. [`axes`]: lengths of axes, unified by name.
//! - [`tolerance`]: how far off an element may be. [`symmetry`]: what freedom an output leaves.
//!   [`comparison`]: the verdict on an output. [`outputs`]: on all of a task, each brought into the form of the reference by [`alignment`].
//! - [`recognition`]: what a wrong output is: a known mistake, or one of the [`findings`] that need none.

pub mod alignment;
pub mod arrays;
pub mod axes;
pub mod comparison;
pub mod findings;
pub mod outputs;
mod permutation;
pub mod port;
pub mod recognition;
pub mod rounding;
pub mod shape;
pub mod symmetry;
pub mod tolerance;
