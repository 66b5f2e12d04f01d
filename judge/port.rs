//! Ports: the named, typed arrays that are given and asked for.

use super::arrays::Kind;

/// One named array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port {
    /// The name within the task.
    pub name: &'static str,
    /// The axes in order: a name (`batch`), a number (`3`) or an expression of names and numbers read from left to right (`2*dim`, `height/2`).
    pub axes: &'static [&'static str],
    /// Real or whole.
    pub kind: Kind,
    /// What it is, in one sentence.
    pub doc: &'static str,
}
