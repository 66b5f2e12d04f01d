//! Which known mistake an answer is.
//!
//! An answer is a listed mistake when all outputs of the task match that mistake's outputs under the task's tolerance;
//! NaN matches NaN and infinity its own sign. The truth is asked first: a right answer is never a mistake.

use crate::arrays::Named;
use crate::compare::largest_error;
use crate::contract::{AnyTask, Tolerance};
use crate::ports::Port;

/// Whether every output of `got` matches `expected`, element by element.
pub fn matches(
    ports: &[Port],
    expected: &Named,
    got: &Named,
    tolerance: impl Fn(&Port) -> Tolerance,
) -> bool {
    ports
        .iter()
        .all(|port| match (expected.get(port.name), got.get(port.name)) {
            (Some(b), Some(a)) => largest_error(b, a, tolerance(port)) <= 1.0,
            _ => false,
        })
}

/// The index, in the task's list, of the mistake that `got` is; `mistaken` are the mistakes' answers in the same order.
pub fn recognise(
    task: &dyn AnyTask,
    mistaken: &[Named],
    got: &Named,
    tolerance: impl Fn(&Port) -> Tolerance,
) -> Option<usize> {
    mistaken
        .iter()
        .position(|answer| matches(task.outputs(), answer, got, &tolerance))
}
