//! A stored submission element by element: recomputed from its bytes and the student's inputs, for the plots of a report.

use crate::course::{Homework, Task};
use crate::grading::{Solved, sort_answers};
use judge::alignment::aligned;
use judge::answers::{self, Limits};
use judge::arrays::{Array, Arrays, Kind};
use judge::tolerance::Tolerance;
use judge::tolerance::error_map;
use ndarray::ArrayD;

/// One output with the error of every element.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputElements {
    /// The task's name within its homework.
    pub task: String,
    /// The output's name.
    pub output: String,
    /// The names of its axes.
    pub axes: &'static [&'static str],
    /// The reference.
    pub expected: Array,
    /// The answer, as it was judged.
    pub got: Array,
    /// The error of every element in units of its tolerance.
    pub errors: ArrayD<f64>,
    /// The tolerance.
    pub tolerance: Tolerance,
}

impl OutputElements {
    /// Whether elements are either equal or not, with nothing in between.
    pub fn is_exact(&self) -> bool {
        self.expected.kind() == Kind::Int || self.tolerance == Tolerance::EXACT
    }

    /// Whether every element of the reference is a whole number, whatever its kind: a vector of zeros and a one is real numbers, so that
    /// rounding is allowed, and still whoever sees which elements are off knows them.
    pub fn is_whole(&self) -> bool {
        self.is_exact() || self.expected.to_int().is_some()
    }
}

/// The elements of the outputs named (`(task, output)`) whose answer has the reference's shape.
/// What cannot be recomputed, because the file, the task or its sizes have changed since, is left out.
pub fn elements(
    homework: &Homework,
    solved: &Solved<'_>,
    file: &[u8],
    limits: &Limits,
    wanted: &[(String, String)],
) -> Vec<OutputElements> {
    let Ok(answers) = answers::open(file, limits) else {
        return Vec::new();
    };
    let Ok(sorted) = sort_answers(answers, homework) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for task in &homework.tasks {
        if !wanted.iter().any(|(name, _)| *name == task.name()) {
            continue;
        }
        let known = task.spec;
        let Some(got) = sorted.by_task.get(task.name()) else {
            continue;
        };
        let Some(expected) = solved.reference(task) else {
            continue;
        };
        let judged = aligned(known.outputs(), expected, got, |port| task.rule(port));
        for port in known.outputs() {
            let is_wanted = wanted
                .iter()
                .any(|(name, output)| *name == task.name() && output == port.name);
            let (Some(b), Some(a)) = (expected.get(port.name), judged.get(port.name)) else {
                continue;
            };
            let tolerance = task.rule(port).tolerance;
            if is_wanted && let Some(errors) = error_map(b, a, tolerance) {
                found.push(OutputElements {
                    task: task.name().to_owned(),
                    output: port.name.to_owned(),
                    axes: port.axes,
                    expected: b.clone(),
                    got: Array::clone(a),
                    errors,
                    tolerance,
                });
            }
        }
    }
    found
}

/// The reference answers to these inputs of some tasks, named as a file names them; of a task whose reference fails there is nothing.
pub fn references<'t>(tasks: impl Iterator<Item = &'t Task>, solved: &Solved<'_>) -> Arrays {
    let mut all = Arrays::new();
    for task in tasks {
        for (output, array) in solved.reference(task).into_iter().flatten() {
            all.insert(format!("{}.{output}", task.name()), array.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::grading::draw_inputs;
    use judge::answers::write_npz;

    #[test]
    fn the_elements_that_are_off_are_found_again() {
        let course = Course::default_course();
        let homework = course.homework("elbo").unwrap();
        let inputs = draw_inputs(homework, assignments::draw::seed(7));
        let solved = Solved::new(homework, &inputs);
        let truth = solved
            .reference(homework.task("gaussian_kl").unwrap())
            .unwrap();
        let (name, array) = truth.first_key_value().unwrap();
        let mut values = array.to_float();
        *values.iter_mut().nth(3).unwrap() += 1.0;
        let key = format!("gaussian_kl.{name}");
        let file = write_npz(&Arrays::from([(key, Array::float(values))]));
        let wanted = [("gaussian_kl".to_owned(), name.clone())];
        let limits = Limits::default();
        let found = elements(homework, &solved, &file, &limits, &wanted);
        let [only] = found.as_slice() else {
            panic!("{} outputs", found.len())
        };
        let off: Vec<usize> = only
            .errors
            .iter()
            .enumerate()
            .filter(|(_, e)| **e > 1.0)
            .map(|(n, _)| n)
            .collect();
        assert_eq!(off, [3]);
        assert!(!only.is_exact());
        // Nothing that was not asked for, and nothing of a file that cannot be read.
        assert!(elements(homework, &solved, &file, &limits, &[]).is_empty());
        assert!(elements(homework, &solved, b"broken", &limits, &wanted).is_empty());
    }

    /// Zeros and a one are compared as real numbers, so that a sum of floats may be off a little; which of them are off tells them all the same.
    #[test]
    fn whole_numbers_are_told_from_real_ones_by_what_they_are() {
        let course = Course::default_course();
        let homework = course.homework("reparameterization").unwrap();
        let inputs = draw_inputs(homework, assignments::draw::seed(7));
        let solved = Solved::new(homework, &inputs);
        let task = "straight_through_gumbel";
        let answer = |output: &str| {
            let truth = solved.reference(homework.task(task).unwrap()).unwrap();
            (format!("{task}.{output}"), truth[output].clone())
        };
        let outputs = ["y", "grad_logits"];
        let file = write_npz(&outputs.map(answer).into());
        let wanted = outputs.map(|output| (task.to_owned(), output.to_owned()));
        let found = elements(homework, &solved, &file, &Limits::default(), &wanted);
        let told = found
            .iter()
            .map(|one| (one.output.as_str(), one.is_whole(), one.is_exact()));
        let told: Vec<_> = told.collect();
        assert_eq!(told, [("y", true, false), ("grad_logits", false, false)]);
    }
}
