//! A task of the page: its statement, and its arrays with the lengths that this student's have.

use super::refused::{Refused, Typed};
use crate::course::Task;
use crate::grading::TaskVerdict;
use crate::web::markdown;
use assignments::statement::Section;
use assignments::task::Sizes;
use judge::arrays::{Arrays, Kind};
use judge::axes::Axes;
use judge::port::Port;
use l10n::{Lang, number};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct TaskView {
    pub(super) name: String,
    title: String,
    body: String,
    /// Whether the text may be wider than a phone.
    scrolls: bool,
    points: Option<String>,
    bonus: bool,
    lectures: String,
    inputs: Vec<PortView>,
    pub(super) outputs: Vec<PortView>,
    verdict: Option<&'static str>,
    sign: Option<&'static str>,
}

#[derive(Serialize)]
pub(super) struct PortView {
    key: String,
    name: &'static str,
    dtype: &'static str,
    /// The lengths, `(8, 4)`.
    shape: String,
    /// What they are the lengths of, where they have names.
    axes: Option<String>,
    pub(super) scalar: bool,
    tolerance: Option<String>,
    typed: Typed,
}

/// The lengths of a task's axes.
struct Lengths {
    axes: Axes,
    sizes: Sizes,
    declared: Vec<&'static str>,
    /// Inputs of one number that an axis is named after.
    told: BTreeMap<&'static str, usize>,
}

impl Lengths {
    /// As the student's own inputs have them or tell them, and for axes of outputs alone as the config says.
    fn of(task: &Task, own: &Arrays) -> Self {
        let prefix = format!("{}.", task.name());
        let inputs = own
            .range(prefix.clone()..)
            .map_while(|(key, array)| Some((key.strip_prefix(&prefix)?.to_owned(), array.clone())))
            .collect();
        let told = |port: &Port| {
            let whole = port.axes.is_empty() && port.kind == Kind::Int;
            let number = own
                .get(&format!("{prefix}{}", port.name))
                .filter(|_| whole)?;
            let number = number.to_float().first().copied()?;
            // A length is far below 2^52.
            (number >= 0.0).then(|| Some((port.name, format!("{number:.0}").parse().ok()?)))?
        };
        Self {
            told: task.spec.inputs().iter().filter_map(told).collect(),
            axes: Axes::unify(task.spec.inputs(), &inputs).unwrap_or_default(),
            sizes: Sizes::of(task.spec.sizes(), &task.sizes),
            declared: task.spec.sizes().iter().map(|s| s.name).collect(),
        }
    }

    fn length(&self, axis: &str) -> Option<usize> {
        let declared = || self.declared.contains(&axis).then(|| self.sizes.get(axis));
        let told = || self.told.get(axis).copied();
        self.axes.length(axis).or_else(told).or_else(declared)
    }

    /// A shape in numbers; a name stands where the length is not known before.
    fn shape(&self, axes: &[&str]) -> String {
        let lengths: Vec<String> = axes
            .iter()
            .map(|axis| match self.length(axis) {
                Some(length) => length.to_string(),
                None => (*axis).to_owned(),
            })
            .collect();
        match &lengths[..] {
            [one] => format!("({one},)"),
            many => format!("({})", many.join(", ")),
        }
    }
}

/// The view of a task; `own` holds the student's inputs by `task.input`.
pub(super) fn task_view(
    task: &Task,
    section: Section,
    verdict: Option<&TaskVerdict>,
    (own, refused): (&Arrays, &Refused),
    lang: Lang,
) -> TaskView {
    let known = task.spec;
    let lengths = Lengths::of(task, own);
    let lectures: Vec<_> = known.lectures().iter().map(ToString::to_string).collect();
    let ports = |ports: &[Port], output: bool| {
        let view = |port: &Port| port_view(task, port, output, &lengths, refused);
        ports.iter().map(view).collect()
    };
    let body = markdown::to_html(section.body);
    TaskView {
        name: task.name().to_owned(),
        title: section.title.to_owned(),
        scrolls: markdown::may_scroll(&body),
        body,
        points: task.is_graded().then(|| task.points.with_word(lang)),
        bonus: task.bonus,
        lectures: lectures.join(", "),
        inputs: ports(known.inputs(), false),
        outputs: ports(known.outputs(), true),
        verdict: verdict.map(|v| v.name()),
        sign: verdict.map(|v| v.sign()),
    }
}

fn port_view(
    task: &Task,
    port: &Port,
    output: bool,
    lengths: &Lengths,
    refused: &Refused,
) -> PortView {
    let key = format!("{}.{}", task.name(), port.name);
    let tolerance = match (output, port.kind) {
        (false, _) => None,
        (true, Kind::Int) => Some("exact".to_owned()),
        (true, Kind::Float) => {
            let set = task.rule(port).tolerance;
            Some(format!(
                "rtol {}, atol {}",
                number::tolerance(set.rtol),
                number::tolerance(set.atol)
            ))
        }
    };
    let is_named = |axis: &&&str| axis.bytes().any(|b| b.is_ascii_alphabetic());
    let named = port.axes.iter().any(|axis| is_named(&axis));
    PortView {
        typed: refused.typed.get(&key).cloned().unwrap_or_default(),
        key,
        name: port.name,
        dtype: port.kind.dtype().name(),
        shape: lengths.shape(port.axes),
        axes: named.then(|| port.axes.join(" × ")),
        scalar: port.axes.is_empty(),
        tolerance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::grading::{InputsId, draw_inputs, inputs_to_file, run_task};

    #[test]
    fn the_lengths_are_those_of_the_reference() {
        let course = Course::default_course();
        for homework in &course.homeworks {
            let inputs = draw_inputs(homework, assignments::draw::seed(0));
            let own = inputs_to_file(&inputs, InputsId::practice(homework.name(), 0));
            for task in &homework.tasks {
                let lengths = Lengths::of(task, &own);
                let truth = run_task(task.spec, |t| t.reference(&inputs[task.name()])).unwrap();
                for port in task.spec.outputs() {
                    let shown = lengths.shape(port.axes);
                    // What follows from a number alone, as n + 1, has its name; nothing that counts does.
                    let is_named = shown.contains(|c: char| c.is_ascii_alphabetic());
                    if is_named && !task.is_graded() {
                        continue;
                    }
                    let shape = number::shape(truth[port.name].shape());
                    assert_eq!(shown, shape, "{}.{}", task.name(), port.name);
                }
            }
        }
    }
}
