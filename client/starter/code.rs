//! The cells that run: Python with NumPy alone.

use super::files::{Files, practice_name};
use super::names::{Variables, shape};
use judge::answers::keys::INPUTS;
use judge::pack::TaskSheet;
use l10n::{Lang, message};
use std::fmt::Write as _;

/// A literal of Python: JSON's escapes are Python's too.
fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Loads the inputs and defines how an answer is kept.
pub(super) fn load(files: &Files<'_>, lang: Lang) -> String {
    let no_inputs = message!(
        "starter-no-inputs",
        file = files.inputs,
        homework = files.homework,
        practice = practice_name(files.homework)
    );
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
        no_inputs = literal(&no_inputs.text(lang)),
        outputs_note = message!("starter-outputs-note").text(lang),
        answers_note = message!("starter-answers-note").text(lang),
        answer_note = message!("starter-answer-note").text(lang),
        none = literal(&message!("starter-none").text(lang)),
        bad_dtype = literal(&format!(" {}", message!("starter-bad-dtype").text(lang))),
    )
}

/// Binds a task's inputs and leaves a place for its answers.
pub(super) fn task(known: &TaskSheet, lang: Lang) -> String {
    let variables = Variables::of(known);
    let mut cell = String::new();
    // Writing to a string does not fail.
    for (port, name) in &variables.inputs {
        // A number is a number, not an array without axes.
        let number = if port.axes.is_empty() { "[()]" } else { "" };
        let key = literal(&format!("{}.{}", known.task, port.name));
        let (shape, dtype) = (shape(port), port.dtype.as_str());
        let _ = writeln!(cell, "{name} = inputs[{key}]{number}  # {shape}, {dtype}");
    }
    let _ = writeln!(
        cell,
        "\n# ↓↓↓ {}",
        message!("starter-your-solution").text(lang)
    );
    for (port, name) in &variables.outputs {
        let (shape, dtype) = (shape(port), port.dtype.as_str());
        let _ = writeln!(cell, "{name} = None  # {shape}, {dtype}");
    }
    let _ = writeln!(
        cell,
        "# ↑↑↑ {}\n",
        message!("starter-end-of-solution").text(lang)
    );
    for (port, name) in &variables.outputs {
        let key = literal(&format!("{}.{}", known.task, port.name));
        let _ = writeln!(cell, "answer({key}, {name})");
    }
    cell
}

/// Saves what was answered.
pub(super) fn save(lang: Lang) -> String {
    format!(
        r#"print(f"{{len(answers)}} / {{len(OUTPUTS)}}")
if answers:
    # {mark_note}
    mark = {{key: value for key, value in inputs.items() if key == {mark}}}
    np.savez(ANSWERS, **answers, **mark)
    print({saved}, ANSWERS.resolve())
else:
    print({nothing})
"#,
        mark = literal(INPUTS),
        mark_note = message!("starter-mark-note").text(lang),
        saved = literal(&message!("starter-saved").text(lang)),
        nothing = literal(&message!("starter-nothing").text(lang)),
    )
}
