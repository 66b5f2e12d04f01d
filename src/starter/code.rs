//! The cells that run: Python with NumPy alone.

use super::names::{Variables, shape};
use crate::args;
use crate::l10n::{Lang, say, say_with};
use assignments::task::AnyTask;
use std::fmt::Write as _;

/// The files that a notebook reads and writes.
pub(super) struct Files<'a> {
    pub homework: &'a str,
    pub inputs: &'a str,
    pub answers: &'a str,
}

/// A literal of Python: JSON's escapes are Python's too.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Loads the inputs and defines how an answer is kept.
pub(super) fn load(files: &Files<'_>, lang: Lang) -> String {
    let no_inputs =
        args! {"file" => files.inputs.to_owned(), "homework" => files.homework.to_owned()};
    format!(
        r#"from pathlib import Path

import numpy as np

INPUTS = Path({inputs})
ANSWERS = Path({answers})

if not INPUTS.exists():
    raise FileNotFoundError({no_inputs})
with np.load(INPUTS, allow_pickle=False) as file:
    inputs = {{key: file[key] for key in file.files}}

OUTPUTS = set()  # {outputs_note}
answers = {{}}  # {answers_note}


def answer(key, value):
    # {answer_note}
    OUTPUTS.add(key)
    answers.pop(key, None)
    if value is None:
        print(key + ": " + {none})
        return
    value = np.asarray(value)
    if value.dtype.kind not in "biuf":
        raise TypeError(key + ": dtype " + str(value.dtype) + {bad_dtype})
    answers[key] = value
    print(f"{{key}}: {{value.dtype}}, {{value.shape}}")
"#,
        inputs = literal(files.inputs),
        answers = literal(files.answers),
        no_inputs = literal(&say_with(lang, "starter-no-inputs", &no_inputs)),
        outputs_note = say(lang, "starter-outputs-note"),
        answers_note = say(lang, "starter-answers-note"),
        answer_note = say(lang, "starter-answer-note"),
        none = literal(&say(lang, "starter-none")),
        bad_dtype = literal(&format!(" {}", say(lang, "starter-bad-dtype"))),
    )
}

/// Binds a task's inputs and leaves a place for its answers.
pub(super) fn task(known: &dyn AnyTask, lang: Lang) -> String {
    let variables = Variables::of(known);
    let mut cell = String::new();
    // Writing to a string does not fail.
    for (port, name) in &variables.inputs {
        // A number is a number, not an array without axes.
        let number = if port.axes.is_empty() { "[()]" } else { "" };
        let key = literal(&format!("{}.{}", known.name(), port.name));
        let (shape, dtype) = (shape(port), port.kind.dtype());
        let _ = writeln!(cell, "{name} = inputs[{key}]{number}  # {shape}, {dtype}");
    }
    let _ = writeln!(cell, "\n# ↓↓↓ {}", say(lang, "starter-your-solution"));
    for (port, name) in &variables.outputs {
        let (shape, dtype) = (shape(port), port.kind.dtype());
        let _ = writeln!(cell, "{name} = None  # {shape}, {dtype}");
    }
    let _ = writeln!(cell, "# ↑↑↑ {}\n", say(lang, "starter-end-of-solution"));
    for (port, name) in &variables.outputs {
        let key = literal(&format!("{}.{}", known.name(), port.name));
        let _ = writeln!(cell, "answer({key}, {name})");
    }
    cell
}

/// Saves what was answered.
pub(super) fn save(lang: Lang) -> String {
    format!(
        r#"print(f"{{len(answers)}} / {{len(OUTPUTS)}}")
if answers:
    np.savez(ANSWERS, **answers)
    print({saved}, ANSWERS.resolve())
else:
    print({nothing})
"#,
        saved = literal(&say(lang, "starter-saved")),
        nothing = literal(&say(lang, "starter-nothing")),
    )
}
