//! How much a task gives out and asks for at some sizes. It is told by the shapes alone, so that a config is refused before anything
//! large is drawn.

use super::listed::AnyTask;
use super::sizes::Sizes;
use judge::port::Port;

/// An axis that no size sets is no longer than this; a law holds the catalogue to it.
const UNSET: usize = 64;

/// How many numbers there are; an upper bound where a length is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// In all inputs.
    pub inputs: usize,
    /// In one answer.
    pub outputs: usize,
}

impl Extent {
    /// That of a task at these sizes.
    pub fn of(task: &dyn AnyTask, sizes: &Sizes) -> Self {
        let axes = sizes.axes();
        let length = |axis: &&str| axes.length(axis).unwrap_or(UNSET);
        let of_port = |port: &Port| {
            let lengths = port.axes.iter().map(length);
            lengths.fold(1, usize::saturating_mul)
        };
        let of_all = |ports: &[Port]| ports.iter().map(of_port).fold(0, usize::saturating_add);
        Self {
            inputs: of_all(task.inputs()),
            outputs: of_all(task.outputs()),
        }
    }
}
