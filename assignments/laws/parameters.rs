//! Every number that a task is given counts.

use super::*;
use crate::judge::tolerance::largest_error;

/// What the statement says has no part in any answer: a constant in front of a gradient or a difference of means.
const WITHOUT_EFFECT: [(&str, &str); 2] =
    [("gan/gradient_penalty", "b2"), ("gan/r1_penalty", "b2")];

#[test]
fn every_hyper_parameter_three_times_as_large_changes_the_answer() {
    over_seeds("parameters count", 0, |task, inputs| {
        let truth = reference(task, inputs)?;
        for port in task.inputs().iter().filter(|p| p.axes.is_empty()) {
            let number = &inputs[port.name];
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
            if is_changed == WITHOUT_EFFECT.contains(&(task.id(), port.name)) {
                return Err(format!("{} changes: {is_changed}", port.name));
            }
        }
        Ok(())
    });
}
