//! The cells that are read: Markdown with LaTeX between dollars, as Jupyter renders it.

use super::files::{Files, practice_name};
use super::names::shape;
use judge::pack::{Sheet, TaskSheet};
use judge::points::Points;
use l10n::{Lang, message};
use std::fmt::Write as _;

/// What the homework is, and how to work with the notebook.
pub(super) fn about(homework: &Sheet, files: &Files<'_>, lang: Lang) -> String {
    let introduction = homework.introduction.get(lang);
    let how = message!(
        "starter-how",
        homework = files.homework,
        inputs = files.inputs,
        practice = practice_name(files.homework),
        answers = files.answers,
        max = homework.max_points
    );
    format!(
        "# {}\n\n{}\n\n{introduction}",
        homework.title.get(lang),
        how.text(lang)
    )
}

/// One task: its statement, and what is asked for under which keys.
pub(super) fn task(task: &TaskSheet, lang: Lang) -> String {
    let title = task.title.get(lang);
    let mut text = format!(
        "## {title}\n\n**`{}`** · {}\n\n{}\n\n",
        task.task,
        worth(task.points, task.bonus, lang),
        task.statement.get(lang)
    );
    let header = [
        message!("starter-column-key"),
        message!("starter-column-shape"),
        message!("starter-column-dtype"),
    ]
    .map(|name| name.text(lang));
    // Writing to a string does not fail.
    let _ = writeln!(text, "| {} |\n| --- | --- | --- |", header.join(" | "));
    for port in task.outputs.iter().map(|o| &o.port) {
        let (shape, dtype) = (shape(port), port.dtype.as_str());
        let _ = writeln!(
            text,
            "| `{}.{}` | `{shape}` | {dtype} |",
            task.task, port.name
        );
    }
    text
}

/// What the teacher grades by reading.
pub(super) fn manual(homework: &Sheet, lang: Lang) -> String {
    let mut text = format!("## {}\n", message!("starter-by-hand").text(lang));
    for item in &homework.manual {
        let _ = write!(
            text,
            "\n### {}\n\n{}\n\n{}\n",
            item.title.get(lang),
            worth(item.points, item.bonus, lang),
            item.statement.get(lang)
        );
    }
    text
}

/// How to check.
pub(super) fn next(files: &Files<'_>, lang: Lang) -> String {
    format!(
        "## {}\n\n{}\n\n```sh\n{}\n```",
        message!("starter-next").text(lang),
        message!("starter-check").text(lang),
        check_command(files),
    )
}

/// What checks the answers in a terminal.
pub(super) fn check_command(files: &Files<'_>) -> String {
    let (answers, inputs) = (shell(files.answers), shell(files.inputs));
    format!("dgm check {} {answers} --inputs {inputs}", files.homework)
}

/// How to hand in.
pub(super) fn hand_in(files: &Files<'_>, lang: Lang) -> String {
    let upload = message!("starter-upload", answers = files.answers);
    upload.text(lang)
}

fn worth(points: Points, bonus: bool, lang: Lang) -> String {
    if points == Points::ZERO {
        return message!("starter-practice").text(lang);
    }
    let worth = if bonus {
        message!("starter-bonus", points = points, n = points.number())
    } else {
        message!("starter-points", points = points, n = points.number())
    };
    worth.text(lang)
}

/// A file name as one word of a shell.
fn shell(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    if name.chars().all(plain) && !name.starts_with('-') {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', r"'\''"))
    }
}
