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
    let lengths = port.axes.iter().map(|axis| {
        let length = length(task, axis);
        length.unwrap_or_else(|| "None".to_owned())
    });
    format!("[{}]", lengths.collect::<Vec<_>>().join(", "))
}

/// An axis as Python computes it: a number, an axis of an input, or one of these with the other, `token+1`.
fn length(task: &TaskSheet, axis: &str) -> Option<String> {
    let Some(at) = axis.find(['+', '-', '*', '/']) else {
        return term(task, axis);
    };
    let (one, rest) = axis.split_at(at);
    let (operator, other) = rest.split_at(1);
    let operator = if operator == "/" { "//" } else { operator };
    // More operators than one are a formula that the notebook need not know.
    Some(format!(
        "{} {operator} {}",
        term(task, one)?,
        term(task, other)?
    ))
}

fn term(task: &TaskSheet, text: &str) -> Option<String> {
    if text.parse::<usize>().is_ok() {
        return Some(text.to_owned());
    }
    task.inputs.iter().find_map(|input| {
        let at = input.axes.iter().position(|own| own == text)?;
        Some(format!("length(\"{}.{}\", {at})", task.task, input.name))
    })
}

/// The shape by the names of its axes, as Python writes a tuple.
pub(super) fn shape(port: &PortSheet) -> String {
    match port.axes.as_slice() {
        [one] => format!("({one},)"),
        axes => format!("({})", axes.join(", ")),
    }
}
