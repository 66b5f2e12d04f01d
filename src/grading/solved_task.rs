//! What is computed of a task's inputs, each thing once, when it is first asked for.

use super::run::{TaskRun, run_task};
use assignments::task::{AnyTask, InputsError, Solution};
use judge::arrays::Arrays;
use judge::axes::Axes;
use std::sync::OnceLock;

/// The right answer to a task's inputs, and those of the known mistakes.
///
/// Nobody waits for another who computes the same: a thread of a pool could then wait for work that the pool gave to itself. Two may compute
/// it at once, and the first is kept.
#[derive(Debug, Default)]
pub(super) struct SolvedTask {
    truth: OnceLock<TaskRun<(Arrays, Axes)>>,
    mistaken: OnceLock<TaskRun<Vec<Arrays>>>,
}

impl SolvedTask {
    /// What was already computed of these inputs.
    pub(super) fn of(known: &dyn AnyTask, inputs: &Arrays, (truth, mistaken): Solution) -> Self {
        Self {
            truth: OnceLock::from(run_task(known, |known| measured(known, inputs, truth))),
            mistaken: OnceLock::from(Ok(mistaken)),
        }
    }

    #[cfg(test)]
    pub(super) fn is_known(&self) -> bool {
        self.truth.get().is_some() && self.mistaken.get().is_some()
    }

    /// The right answer, with the lengths of all axes.
    pub(super) fn truth(&self, known: &dyn AnyTask, inputs: &Arrays) -> &TaskRun<(Arrays, Axes)> {
        once(&self.truth, || {
            run_task(known, |known| {
                let truth = known.reference(inputs)?;
                measured(known, inputs, truth)
            })
        })
    }

    /// What each known mistake answers.
    pub(super) fn mistaken(&self, known: &dyn AnyTask, inputs: &Arrays) -> &TaskRun<Vec<Arrays>> {
        once(&self.mistaken, || {
            run_task(known, |known| known.mistaken(inputs))
        })
    }
}

/// A right answer with the lengths of all axes.
fn measured(
    known: &dyn AnyTask,
    inputs: &Arrays,
    truth: Arrays,
) -> Result<(Arrays, Axes), InputsError> {
    let axes = Axes::unify(known.inputs(), inputs)?.with(known.outputs(), &truth)?;
    Ok((truth, axes))
}

/// What is kept, or else what is computed now; nobody waits for another.
pub(super) fn once<T>(kept: &OnceLock<T>, compute: impl FnOnce() -> T) -> &T {
    if let Some(kept) = kept.get() {
        return kept;
    }
    let computed = compute();
    kept.get_or_init(|| computed)
}
