//! The cells that run: Python with NumPy alone.

use super::files::{Files, install, practice_name};
use super::names::{Variables, lengths, shape};
use super::prose::check_command;
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


def length(key, axis):
    return inputs[key].shape[axis]


def answer(key, value, shape):
    # {answer_note}
    OUTPUTS.add(key)
    answers.pop(key, None)
    if value is None:
        print(key + ": " + {none})
        return
    if hasattr(value, "detach"):  # {tensor_note}
        value = value.detach().cpu()
    if "bfloat16" in str(getattr(value, "dtype", "")):
        value = value.float() if hasattr(value, "float") else value.astype("float32")
    value = np.asarray(value)
    if value.dtype.kind not in "biuf":
        raise TypeError(key + ": dtype " + str(value.dtype) + {bad_dtype})
    answers[key] = value
    print(f"{{key}}: {{value.dtype}}, {{value.shape}}")
    fits = len(shape) == value.ndim and all(n in (None, m) for n, m in zip(shape, value.shape))
    if not fits and not (shape == [] and value.size == 1):
        print("    " + {bad_shape}, tuple(shape))
"#,
        inputs = literal(files.inputs),
        answers = literal(files.answers),
        no_inputs = literal(&no_inputs.text(lang)),
        outputs_note = message!("starter-outputs-note").text(lang),
        answers_note = message!("starter-answers-note").text(lang),
        answer_note = message!("starter-answer-note").text(lang),
        none = literal(&message!("starter-none").text(lang)),
        tensor_note = message!("starter-tensor-note").text(lang),
        bad_shape = literal(&message!("starter-bad-shape").text(lang)),
        bad_dtype = literal(&format!(" {}", message!("starter-bad-dtype").text(lang))),
    )
}

/// Binds a task's inputs and leaves a place for its answers.
pub(super) fn task(known: &TaskSheet, lang: Lang) -> String {
    let variables = Variables::of(known);
    let mut cell = String::new();
    // Writing to a string does not fail.
    for (port, name) in &variables.inputs {
        // A number is a number, not an array without axes. Of an array it is a copy: what the cell changes in place is as it was when the
        // cell is run again.
        let number = if port.axes.is_empty() {
            "[()]"
        } else {
            ".copy()"
        };
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
        let lengths = lengths(known, port);
        let _ = writeln!(cell, "answer({key}, {name}, {lengths})");
    }
    cell
}

/// Saves what was answered.
pub(super) fn save(lang: Lang) -> String {
    format!(
        r#"print(f"{{len(answers)}} / {{len(OUTPUTS)}}")
# {mark_note}
mark = {{key: value for key, value in inputs.items() if key == {mark}}}
if answers:
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

/// Checks what was answered, where the package is installed.
pub(super) fn check(files: &Files<'_>, lang: Lang) -> String {
    format!(
        r"try:
    import dgm
except ImportError:
    dgm = None
    print({without})

if dgm is not None and answers:
    try:
        display(dgm.homework({homework}).check({{**answers, **mark}}))
    except dgm.DgmError as error:  # {own_note}
        print(error)
",
        without = literal(&without(files, lang)),
        homework = literal(files.homework),
        own_note = message!("starter-own-note").text(lang),
    )
}

/// What to do without the package: to install it where it is handed out, else what checks besides.
fn without(files: &Files<'_>, lang: Lang) -> String {
    let next = match files.server {
        Some(server) if server.has_package => {
            message!("starter-install", install = install(server.url))
        }
        Some(server) => {
            let page = format!("{}/homeworks/{}", server.url, files.homework);
            message!("starter-check-page", page = page)
        }
        None => message!("starter-check-terminal", check = check_command(files)),
    };
    let missing = message!("starter-without").text(lang);
    format!("{missing} {}", next.text(lang))
}

/// Sends the answers, where that is asked for.
pub(super) fn send(files: &Files<'_>, lang: Lang) -> String {
    format!(
        r#"SERVER = {server}
SEND = False  # {send_note}

if SEND and dgm is not None:
    dgm.login(SERVER)
    display(dgm.homework({homework}).submit({{**answers, **mark}}))
elif SEND:
    import json, os, urllib.error, urllib.request

    request = urllib.request.Request(
        SERVER + "/api/v1/homeworks/" + {homework} + "/submissions",
        data=ANSWERS.read_bytes(),
        headers={{"Authorization": "Bearer " + os.environ.get("DGM_TOKEN", "")}},
    )
    try:
        print(json.load(urllib.request.urlopen(request))["report"]["points"])
    except urllib.error.HTTPError as error:
        print(json.load(error)["detail"])
"#,
        server = literal(files.server.map_or("https://SERVER", |s| s.url)),
        send_note = message!("starter-send-note").text(lang),
        homework = literal(files.homework),
    )
}
