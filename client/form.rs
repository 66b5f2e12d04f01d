//! Whether answers to other inputs than those of practice have the form that is asked for: keys, shapes and kinds of numbers. Whether
//! they are right is judged by the server.

use crate::cli::error::Result;
use judge::answers::Opened;
use judge::answers::keys::Sorted;
use judge::arrays::{Array, Arrays, Dtype, Kind};
use judge::axes::Axes;
use judge::pack::Pack;
use judge::port::Port;
use judge::report::{Found, Reason, Unknown};
use l10n::message;
use serde::Serialize;

/// What was found of a homework in an answers file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Form {
    /// The homework.
    pub homework: String,
    /// Always false: the answers are looked at and not judged.
    pub judged: bool,
    /// Every output of the tasks that the inputs have arrays of.
    pub outputs: Vec<OutputForm>,
    /// Keys that no task asks for; the first hundred.
    pub unknown: Vec<Unknown>,
    /// How many more there were.
    pub unknown_more: usize,
}

/// What was found of one output.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutputForm {
    /// `homework/task`.
    pub task: String,
    /// The output.
    pub output: String,
    /// Whether the task counts.
    pub graded: bool,
    /// What is there.
    pub found: Found,
    /// The shape asked for, where the inputs tell it.
    pub expected_shape: Option<Vec<usize>>,
    /// The shape found.
    pub got_shape: Option<Vec<usize>>,
    /// The dtype found.
    pub got_dtype: Option<&'static str>,
    /// Why it is no array of numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl Form {
    /// Looks at answers to inputs: `tasks` are names of tasks, none for all.
    ///
    /// # Errors
    /// When the inputs are of no task or do not fit together, or two keys of the answers mean one output.
    pub fn look(
        pack: &Pack,
        inputs: &Arrays,
        answers: impl Into<Opened>,
        tasks: &[String],
    ) -> Result<Self> {
        Self::of(pack, inputs, pack.sort(answers, tasks)?, tasks)
    }

    /// The same of answers that were sorted by task.
    ///
    /// # Errors
    /// When the inputs are of no task or do not fit together.
    pub fn of(pack: &Pack, inputs: &Arrays, sorted: Sorted, tasks: &[String]) -> Result<Self> {
        let sheet = pack.sheet();
        let nothing = Arrays::new();
        let mut outputs = Vec::new();
        let mut any = false;
        for task in &sheet.tasks {
            let own = of_task(&task.task, inputs);
            let Some((given, asked)) = pack.ports(&task.task) else {
                continue;
            };
            if own.is_empty() {
                continue;
            }
            any = true;
            if !tasks.is_empty() && !tasks.contains(&task.task) {
                continue;
            }
            let axes = axes(&task.task, given, &own)?;
            let got = sorted.by_task.get(&task.task).unwrap_or(&nothing);
            outputs.extend(asked.iter().map(|port| {
                let array = got.get(port.name);
                let fault = sorted.faults.get(&task.task);
                let fault = fault.and_then(|faults| faults.get(port.name));
                let expected = expected(port, &axes);
                OutputForm {
                    task: format!("{}/{}", sheet.homework, task.task),
                    output: port.name.to_owned(),
                    graded: task.is_graded(),
                    found: match fault {
                        Some(_) => Found::WrongDtype,
                        None => fit(port, expected.as_deref(), array),
                    },
                    reason: fault.map(Reason::of),
                    expected_shape: expected,
                    got_shape: array.map(|array| array.shape().to_vec()),
                    got_dtype: array.map(|array| array.dtype.name()),
                }
            }));
        }
        if !any {
            return Err(message!("inputs-no-task", homework = sheet.homework.as_str()).into());
        }
        let unknown = sorted.unknown.into_iter().map(|u| Unknown {
            key: u.key,
            nearest: u.nearest,
            reason: u.fault.as_ref().map(Reason::of),
        });
        Ok(Self {
            homework: sheet.homework.clone(),
            judged: false,
            outputs,
            unknown: unknown.collect(),
            unknown_more: sorted.unknown_more,
        })
    }

    /// Whether all that counts is there and fits, and so does what is there for practice.
    pub fn all_fit(&self) -> bool {
        let fits =
            |o: &OutputForm| o.found == Found::Fits || (o.found == Found::Missing && !o.graded);
        self.outputs.iter().all(fits)
    }
}

/// The arrays of one task, by their names within it.
fn of_task(task: &str, inputs: &Arrays) -> Arrays {
    let own = inputs.iter().filter_map(|(key, array)| {
        let name = key.strip_prefix(task)?.strip_prefix('.')?;
        Some((name.to_owned(), array.clone()))
    });
    own.collect()
}

fn axes(task: &str, given: &'static [Port], own: &Arrays) -> Result<Axes> {
    let misfit = |name: &str| message!("form-inputs-misfit", key = format!("{task}.{name}"));
    for port in given {
        let array = own.get(port.name).ok_or_else(|| misfit(port.name))?;
        let number = port.axes.is_empty() && array.len() == 1;
        if array.shape().len() != port.axes.len() && !number {
            return Err(misfit(port.name).into());
        }
    }
    Axes::unify(given, own).map_err(|fault| misfit(fault.port).into())
}

/// The shape of an output, where the inputs tell the lengths of all its axes.
fn expected(port: &Port, axes: &Axes) -> Option<Vec<usize>> {
    port.axes.iter().map(|axis| axes.length(axis)).collect()
}

fn fit(port: &Port, expected: Option<&[usize]>, array: Option<&Array>) -> Found {
    let Some(array) = array else {
        return Found::Missing;
    };
    let number = port.axes.is_empty() && array.len() == 1;
    let same = expected.map_or(array.shape().len() == port.axes.len(), |shape| {
        shape == array.shape()
    });
    if !same && !number {
        return Found::WrongShape;
    }
    if !array.is_finite() {
        return Found::NotFinite;
    }
    let misfit = match port.kind {
        Kind::Float => array.dtype == Dtype::Bool,
        Kind::Int => array.to_int().is_none(),
    };
    if misfit {
        Found::WrongDtype
    } else {
        Found::Fits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::carried;

    #[test]
    fn other_inputs_tell_the_shapes() {
        let practice = carried("elbo").unwrap();
        let numbers = |shape: &[usize]| Array::float(ndarray::ArrayD::from_elem(shape, 0.5));
        let shapes = practice.inputs(0).unwrap();
        let own = shapes
            .iter()
            .filter(|(key, _)| key.starts_with("gaussian_kl."));
        let inputs: Arrays = own
            .map(|(key, array)| {
                let mut shape = array.shape().to_vec();
                if let Some(batch) = shape.first_mut() {
                    *batch = 9;
                }
                (key.clone(), numbers(&shape))
            })
            .collect();
        let look = |shape: &[usize]| {
            let answers = Arrays::from([("gaussian_kl.kl".to_owned(), numbers(shape))]);
            Form::look(&practice.pack, &inputs, answers, &[]).unwrap()
        };
        let form = look(&[9]);
        assert_eq!(form.outputs.len(), 1);
        assert_eq!(form.outputs[0].found, Found::Fits);
        assert!(form.all_fit());
        let form = look(&[8]);
        assert_eq!(form.outputs[0].found, Found::WrongShape);
        assert_eq!(form.outputs[0].expected_shape, Some(vec![9]));
        assert!(!form.all_fit());
        let none = Form::look(&practice.pack, &Arrays::new(), Arrays::new(), &[]);
        assert!(none.is_err());
    }
}
