//! A task with one set of practice inputs and all known answers to them.

use crate::arrays::Arrays;

/// The seeds of practice inputs; the first is meant where none is told.
pub const PRACTICE_SEEDS: [u64; 5] = [0, 1, 2, 3, 4];

/// Practice inputs of a task, the right answer, and those of the known mistakes in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// The inputs.
    pub inputs: Arrays,
    /// The right answer.
    pub truth: Arrays,
    /// What each known mistake answers.
    pub mistaken: Vec<Arrays>,
}
