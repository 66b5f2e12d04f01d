//! A task with its inputs and what is computed from them.

use super::run::{TaskRun, run_task};
use assignments::task::AnyTask;
use judge::arrays::Arrays;
use judge::axes::Axes;
use std::borrow::Cow;

/// A task with its inputs, the right answer to them, and perhaps those of the known mistakes.
pub(super) struct SolvedTask<'a> {
    pub(super) inputs: &'a Arrays,
    pub(super) truth: TaskRun<(Arrays, Axes)>,
    mistaken: Option<TaskRun<Vec<Arrays>>>,
}

impl<'a> SolvedTask<'a> {
    /// The right answer alone: a single file may hold no mistake to tell.
    pub(super) fn truth(known: &dyn AnyTask, inputs: &'a Arrays) -> Self {
        let truth = run_task(known, |known| {
            let truth = known.reference(inputs)?;
            let axes = Axes::unify(known.inputs(), inputs)?.with(known.outputs(), &truth)?;
            Ok((truth, axes))
        });
        Self {
            inputs,
            truth,
            mistaken: None,
        }
    }

    /// The right answer, and those of every known mistake.
    pub(super) fn whole(known: &dyn AnyTask, inputs: &'a Arrays) -> Self {
        Self {
            mistaken: Some(run_task(known, |known| known.mistaken(inputs))),
            ..Self::truth(known, inputs)
        }
    }

    /// What each known mistake answers; computed here where it was not kept.
    pub(super) fn mistaken(&self, known: &dyn AnyTask) -> TaskRun<Cow<'_, [Arrays]>> {
        match &self.mistaken {
            Some(kept) => kept
                .as_ref()
                .map(|kept| Cow::Borrowed(kept.as_slice()))
                .map_err(Clone::clone),
            None => run_task(known, |known| known.mistaken(self.inputs)).map(Cow::Owned),
        }
    }
}
