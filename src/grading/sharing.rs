//! Whether answers are right for inputs of somebody else.

use super::run::run_task;
use crate::course::Task;
use judge::arrays::{Arrays, Kind};
use judge::axes::Axes;
use judge::comparison::Verdict;
use judge::outputs::compare;

/// Of fewer whole numbers that are right nothing follows: many inputs share them.
const FEWEST_WHOLE: usize = 8;

/// Whether some output of these names is right for these inputs of the task, where that cannot be chance.
pub fn fits(task: &Task, inputs: &Arrays, got: &Arrays, wrong: &[String]) -> bool {
    let known = task.spec;
    let Ok(truth) = run_task(known, |known| known.reference(inputs)) else {
        return false;
    };
    let Ok(axes) = Axes::unify(known.inputs(), inputs) else {
        return false;
    };
    compare(known.outputs(), &axes, &truth, got, |p| task.rule(p))
        .into_iter()
        .filter(|(port, _)| wrong.iter().any(|name| name == port.name))
        .any(|(port, compared)| {
            let elements: usize = compared.expected_shape.iter().product();
            let tells = port.kind == Kind::Float || elements >= FEWEST_WHOLE;
            tells && compared.verdict == Verdict::Correct
        })
}
