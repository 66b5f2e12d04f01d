//! Every number that a task is given counts.

use super::*;
use judge::tolerance::largest_error;

/// What changes no answer: a constant in front of a gradient or of a difference of means, as the statement says; and a threshold
/// that nothing is near.
const WITHOUT_EFFECT: [(&str, &str); 3] = [
    ("gan/gradient_penalty", "b2"),
    ("gan/r1_penalty", "b2"),
    ("elbo/active_units", "threshold"),
];

/// Three times a number that is nearly 0 by chance is the same number.
const SMALL: f64 = 0.01;

fn is_small(number: &Array) -> bool {
    number.to_float().iter().all(|v| v.abs() < SMALL)
}

/// The numbers that a task is given, arrays without axes.
fn numbers(task: &dyn AnyTask) -> impl Iterator<Item = &'static Port> {
    task.inputs().iter().filter(|p| p.axes.is_empty())
}

/// The answers where this number is three times as large or, where only that is legal, as small.
fn with_another(task: &dyn AnyTask, inputs: &Arrays, name: &str) -> Option<Arrays> {
    let other = |number: Array| {
        let mut inputs = inputs.clone();
        inputs.insert(name.to_owned(), number);
        task.reference(&inputs).ok()
    };
    match &inputs[name].values {
        Values::Float(v) => other(Array::float(v * 3.0)).or_else(|| other(Array::float(v / 3.0))),
        Values::Int(v) => other(Array::int(v * 3)),
    }
}

#[test]
fn every_hyper_parameter_three_times_as_large_changes_the_answer() {
    over_seeds("parameters count", 0, |task, inputs| {
        let truth = reference(task, inputs)?;
        for port in numbers(task).filter(|p| !WITHOUT_EFFECT.contains(&(task.id(), p.name))) {
            if is_small(&inputs[port.name]) {
                continue;
            }
            let Some(answer) = with_another(task, inputs, port.name) else {
                continue;
            };
            let is_changed = task.outputs().iter().any(|p| {
                largest_error(&truth[p.name], &answer[p.name], task.tolerance(p.name)) > 10.0
            });
            if !is_changed {
                return Err(format!("{} has no part in the answer", port.name));
            }
        }
        Ok(())
    });
}

#[test]
fn no_hyper_parameter_is_nearly_nothing_in_every_instance() {
    over_tasks("parameters are tried", |task| {
        let draw = |n| instance(task, seed(n), &default_sizes(task));
        let instances: Vec<_> = (0..SAMPLE).map(draw).collect();
        numbers(task)
            .filter(|p| instances.iter().all(|inputs| is_small(&inputs[p.name])))
            .map(|p| format!("{} is always below {SMALL}", p.name))
            .collect()
    });
}
