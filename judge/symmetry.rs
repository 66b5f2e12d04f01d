//! What freedom an output leaves, where the mathematics leaves one.

use super::tolerance::Tolerance;

/// What freedom an output leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Symmetry<'a> {
    /// None: element by element.
    #[default]
    Exact,
    /// One common sign (an eigenvector).
    Sign,
    /// The order of the slices of a named axis; outputs that name the same axis are permuted together (mixture components).
    Permutation(&'a str),
}

/// How an output is judged: the defaults of the task, or a config's overrides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule<'a> {
    /// The tolerance.
    pub tolerance: Tolerance,
    /// The freedom of order or sign.
    pub symmetry: Symmetry<'a>,
}
