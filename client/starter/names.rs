//! Names of inputs and outputs as variables of Python.

use judge::pack::{PortSheet, TaskSheet};
use std::collections::BTreeSet;

/// Words of the language, and what the notebook itself defines.
const TAKEN: [&str; 46] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class",
    "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
    "import", "in", "is", "lambda", "match", "nonlocal", "not", "or", "pass", "print", "raise",
    "return", "try", "type", "while", "with", "yield", "np", "Path", "file", "INPUTS", "ANSWERS",
    "OUTPUTS", "answer",
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

/// The shape by the names of its axes, as Python writes a tuple.
pub(super) fn shape(port: &PortSheet) -> String {
    match port.axes.as_slice() {
        [one] => format!("({one},)"),
        axes => format!("({})", axes.join(", ")),
    }
}
