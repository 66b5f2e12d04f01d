//! Every number that a task is given counts.

use super::*;
use crate::judge::tolerance::largest_error;

/// What changes no answer: a constant in front of a gradient or of a difference of means, as the statement says; and a threshold
/// that nothing is near.
const WITHOUT_EFFECT: [(&str, &str); 3] = [
    ("gan/gradient_penalty", "b2"),
    ("gan/r1_penalty", "b2"),
    ("elbo/active_units", "threshold"),
];

/// Three times a number that is nearly 0 is the same number.
const SMALL: f64 = 0.01;

#[test]
fn every_hyper_parameter_three_times_as_large_changes_the_answer() {
    over_seeds("parameters count", 0, |task, inputs| {
        let truth = reference(task, inputs)?;
        let numbers = task.inputs().iter().filter(|p| p.axes.is_empty());
        for port in numbers.filter(|p| !WITHOUT_EFFECT.contains(&(task.id(), p.name))) {
            let number = &inputs[port.name];
            if number.to_float().iter().all(|v| v.abs() < SMALL) {
                continue;
            }
            let tripled = match &number.values {
                Values::Float(v) => Array::float(v * 3.0),
                Values::Int(v) => Array::int(v * 3),
            };
            let mut other = inputs.clone();
            other.insert(port.name.to_owned(), tripled);
            // What is no longer legal cannot be taken for the right number.
            let Ok(answer) = task.reference(&other) else {
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
