//! The cells that are read: Markdown with LaTeX between dollars, as Jupyter renders it.

use super::code::Files;
use super::names::shape;
use crate::args;
use crate::course::{Homework, Task};
use crate::l10n::{Lang, say, say_with};
use crate::points::Points;
use assignments::statement::{Section, Statement};
use std::fmt::Write as _;

/// What the homework is, and how to work with the notebook.
pub(super) fn about(
    homework: &Homework,
    statement: &Statement,
    files: &Files<'_>,
    lang: Lang,
) -> String {
    let introduction = statement.introduction;
    let values = args! {
        "homework" => files.homework.to_owned(),
        "inputs" => files.inputs.to_owned(),
        "answers" => files.answers.to_owned(),
        "max" => homework.max_points.show(lang),
    };
    format!(
        "# {}\n\n{}\n\n{introduction}",
        homework.title.get(lang),
        say_with(lang, "starter-how", &values)
    )
}

/// One task: its statement, and what is asked for under which keys.
pub(super) fn task(task: &Task, section: Option<Section>, lang: Lang) -> String {
    let title = section.map_or(task.name(), |s| s.title);
    let mut text = format!(
        "## {title}\n\n**`{}`** · {}\n\n{}\n\n",
        task.name(),
        worth(task.points, task.bonus, lang),
        section.map_or("", |s| s.body)
    );
    let header = [
        "starter-column-key",
        "starter-column-shape",
        "starter-column-dtype",
    ]
    .map(|id| say(lang, id));
    // Writing to a string does not fail.
    let _ = writeln!(text, "| {} |\n| --- | --- | --- |", header.join(" | "));
    for port in task.spec.outputs() {
        let (shape, dtype) = (shape(port), port.kind.dtype());
        let _ = writeln!(
            text,
            "| `{}.{}` | `{shape}` | {dtype} |",
            task.name(),
            port.name
        );
    }
    text
}

/// What the teacher grades by reading.
pub(super) fn manual(homework: &Homework, lang: Lang) -> String {
    let mut text = format!("## {}\n", say(lang, "starter-by-hand"));
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

/// How to check and to hand in.
pub(super) fn next(files: &Files<'_>, lang: Lang) -> String {
    let values = args! {
        "homework" => files.homework.to_owned(),
        "answers" => files.answers.to_owned(),
    };
    format!(
        "## {}\n\n{}\n\n```sh\ndgm check {} {} --inputs {}\n```\n\n{}",
        say(lang, "starter-next"),
        say(lang, "starter-check"),
        files.homework,
        shell(files.answers),
        shell(files.inputs),
        say_with(lang, "starter-upload", &values)
    )
}

fn worth(points: Points, bonus: bool, lang: Lang) -> String {
    if points == Points::ZERO {
        return say(lang, "starter-practice");
    }
    let id = if bonus {
        "starter-bonus"
    } else {
        "starter-points"
    };
    let number = points.show(lang);
    // 1 балл, 2 балла, 5 баллов, 1,5 балла: the form goes by the number, a fraction has the form of its own.
    let count = points.thousandths() as f64 / 1000.0;
    say_with(
        lang,
        id,
        &args! {"points" => number, "n" => fluent(points, count)},
    )
}

/// The number by which the plural form is chosen.
fn fluent(points: Points, count: f64) -> fluent_templates::fluent_bundle::FluentValue<'static> {
    if points.thousandths() % 1000 == 0 {
        (points.thousandths() / 1000).into()
    } else {
        count.into()
    }
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
