//! The practice inputs, seed 0, of a task and the right answer to them: what somebody may have taken for their own.

use super::inputs::draw_task_inputs;
use super::run::run_task;
use super::solved_task::once;
use crate::course::Task;
use assignments::draw::seed;
use judge::arrays::Arrays;
use judge::axes::Axes;
use judge::comparison::Verdict;
use judge::outputs::compare;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, OnceLock, PoisonError, RwLock};

/// How many solved instances are kept: all tasks under some configs.
const KEPT: usize = 1024;

/// With so many other practice inputs the right answers are compared.
const OTHERS: u64 = 30;

/// Nothing where the reference fails.
pub(super) type Solved = Option<Arc<Practice>>;

/// The practice inputs of a task.
pub(super) struct Practice {
    /// The inputs.
    pub(super) inputs: Arrays,
    /// The right answer to them.
    pub(super) truth: Arrays,
    common: OnceLock<BTreeSet<&'static str>>,
}

impl Practice {
    /// The outputs that are right for other practice inputs as well, be it by chance: a precision of 5/8, a mask that depends on one size.
    /// That an answer has such an output right does not tell for which inputs it is.
    pub(super) fn common(&self, task: &Task) -> &BTreeSet<&'static str> {
        once(&self.common, || {
            let known = task.spec;
            let Ok(axes) = Axes::unify(known.inputs(), &self.inputs) else {
                return BTreeSet::new();
            };
            let same = |number: u64| {
                let inputs = draw_task_inputs(task, seed(number));
                let other = run_task(known, |known| known.reference(&inputs)).unwrap_or_default();
                compare(known.outputs(), &axes, &self.truth, &other, |port| {
                    task.rule(port)
                })
                .into_iter()
                .filter(|(_, compared)| compared.verdict == Verdict::Correct)
                .map(|(port, _)| port.name)
                .collect::<Vec<_>>()
            };
            (1..=OTHERS).flat_map(same).collect()
        })
    }
}

/// Solved instances of a task, by the sizes that a config gives it.
type OfTask = BTreeMap<BTreeMap<String, usize>, Solved>;

/// By the names of their tasks. Every file asks for all tasks of its homework, so that looking up has to cost next to nothing.
static SOLVED: LazyLock<RwLock<HashMap<&'static str, OfTask>>> = LazyLock::new(RwLock::default);

/// The right answer to the practice inputs, where these are not `own`.
pub(super) fn practice_truth(task: &Task, own: &Arrays) -> Option<Arrays> {
    let solved = solved_practice(task)?;
    (solved.inputs != *own).then(|| solved.truth.clone())
}

/// The practice inputs with the right answer to them.
///
/// A folder of wrong answers asks for it a thousand times, so it is kept. It is computed outside the lock: two threads may do so at once,
/// and none waits for another.
pub(super) fn solved_practice(task: &Task) -> Solved {
    let known = task.spec;
    let kept = SOLVED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(solved) = kept.get(known.id()).and_then(|all| all.get(&task.sizes)) {
        return solved.clone();
    }
    drop(kept);
    let solved = run_task(known, |known| {
        let inputs = draw_task_inputs(task, seed(0));
        let truth = known.reference(&inputs)?;
        Ok(Arc::new(Practice {
            inputs,
            truth,
            common: OnceLock::new(),
        }))
    });
    let solved = solved.ok();
    let mut kept = SOLVED.write().unwrap_or_else(PoisonError::into_inner);
    if kept.values().map(BTreeMap::len).sum::<usize>() >= KEPT {
        kept.clear();
    }
    let of_task = kept.entry(known.id()).or_default();
    of_task.insert(task.sizes.clone(), solved.clone());
    solved
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::grading::{FindingKind, draw_inputs, grade};
    use judge::answers::keys::Sorted;

    #[test]
    fn answers_to_the_practice_inputs_are_told_apart_from_mistakes() {
        let course = Course::default_course();
        let homework = course.homework("elbo").unwrap();
        let practice = draw_inputs(homework, seed(0));
        let answers = Sorted {
            by_task: homework
                .tasks
                .iter()
                .map(|t| {
                    let truth = t.spec.reference(&practice[t.name()]).unwrap();
                    (t.name().to_owned(), truth)
                })
                .collect(),
            ..Sorted::default()
        };
        assert!(grade(homework, &practice, &answers).all_right());
        let report = grade(homework, &draw_inputs(homework, seed(5)), &answers);
        let kl = report.tasks.iter().find(|t| t.name() == "gaussian_kl");
        let found = &kl.unwrap().outputs[0].recognised;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, FindingKind::OtherInputs);
        assert!(found[0].hint.contains("practice"), "{}", found[0].hint);
    }
}
