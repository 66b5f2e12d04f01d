//! Names of inputs and outputs as variables of Python.

use judge::pack::{PortSheet, TaskSheet};
use std::collections::BTreeSet;

/// Words of the language, and what the notebook itself defines.
const TAKEN: [&str; 53] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class",
    "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
    "import", "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass", "print", "raise",
    "return", "try", "type", "while", "with", "yield", "np", "Path", "file", "INPUTS", "ANSWERS",
    "OUTPUTS", "answer", "length", "mark", "dgm", "SERVER", "SEND", "report", "request",
];

/// The variables of a task's inputs and outputs, all different.
pub(super) struct Variables<'a> {
    pub inputs: Vec<(&'a PortSheet, String)>,
    pub outputs: Vec<(&'a PortSheet, String)>,
}

impl<'a> Variables<'a> {
    pub fn of(task: &'a TaskSheet) -> Self {
        let mut taken: BTreeSet<String> = TAKEN.iter().map(ToString::to_string).collect();
        taken.extend(["inputs".to_owned(), "answers".to_owned()]);
        let mut choose = |port: &'a PortSheet, suffix: &str| {
            let mut name = port.name.clone();
            while taken.contains(&name) {
                name.push_str(suffix);
            }
            taken.insert(name.clone());
            (port, name)
        };
        let inputs = task.inputs.iter().map(|p| choose(p, "_")).collect();
        let outputs = task
            .outputs
            .iter()
            .map(|o| choose(&o.port, "_out"))
            .collect();
        Self { inputs, outputs }
    }
}

/// The shape as Python computes it of the inputs: a list of lengths, `None` where they do not tell.
pub(super) fn lengths(task: &TaskSheet, port: &PortSheet) -> String {
    let length = |axis: &String| {
        if axis.parse::<usize>().is_ok() {
            return axis.clone();
        }
        let of = task.inputs.iter().find_map(|input| {
            let at = input.axes.iter().position(|own| own == axis)?;
            Some((input.name.as_str(), at))
        });
        of.map_or_else(
            || "None".to_owned(),
            |(input, at)| format!("length(\"{}.{input}\", {at})", task.task),
        )
    };
    let lengths: Vec<String> = port.axes.iter().map(length).collect();
    format!("[{}]", lengths.join(", "))
}

/// The shape by the names of its axes, as Python writes a tuple.
pub(super) fn shape(port: &PortSheet) -> String {
    match port.axes.as_slice() {
        [one] => format!("({one},)"),
        axes => format!("({})", axes.join(", ")),
    }
}
