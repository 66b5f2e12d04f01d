//! The practice inputs, seed 0, of a task and the right answer to them: what somebody may have taken for their own.

use super::run::run_task;
use crate::course::Task;
use assignments::draw::{instance, seed};
use assignments::task::Sizes;
use judge::arrays::Arrays;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many solved instances are kept: all tasks under some configs.
const KEPT: usize = 1024;

/// Inputs and the right answer; nothing where the reference fails.
pub(super) type Solved = Option<Arc<(Arrays, Arrays)>>;

static SOLVED: Mutex<BTreeMap<(&'static str, Sizes), Solved>> = Mutex::new(BTreeMap::new());

/// The right answer to the practice inputs, where these are not `own`.
pub(super) fn practice_truth(task: &Task, own: &Arrays) -> Option<Arrays> {
    let solved = solved_practice(task)?;
    let (inputs, truth) = &*solved;
    (inputs != own).then(|| truth.clone())
}

/// The practice inputs with the right answer to them.
///
/// A folder of wrong answers asks for it a thousand times, so it is kept. It is computed outside the lock: two threads may do so at once,
/// and none waits for another.
pub(super) fn solved_practice(task: &Task) -> Solved {
    let known = task.spec;
    let key = (known.id(), Sizes::of(known.sizes(), &task.sizes));
    let kept = || SOLVED.lock().unwrap_or_else(PoisonError::into_inner);
    let found = kept().get(&key).cloned();
    found.unwrap_or_else(|| {
        let solved = run_task(known, |known| {
            let inputs = instance(known, seed(0), &key.1);
            let truth = known.reference(&inputs)?;
            Ok(Arc::new((inputs, truth)))
        });
        let solved = solved.ok();
        let mut kept = kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, solved.clone());
        solved
    })
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
