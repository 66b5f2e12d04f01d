//! `docs/catalogue.md`, generated from the registry.

use crate::support::expectation::assert_expected;
use assignments::catalogue::{HOMEWORKS, Homework, tasks};
use assignments::task::AnyTask;
use dgm_grader::course::Course;
use judge::arrays::Kind;
use judge::port::Port;
use judge::symmetry::Symmetry;
use l10n::Lang;
use std::fmt::Write as _;

/// How the page begins.
const HEAD: &str = "\
<!-- Generated from the registry of tasks. `just bless` writes it anew. -->
# The catalogue of tasks

Every task is a function of arrays: the student is given the inputs and computes the outputs. `dgm tasks HOMEWORK/TASK` shows one with its statement,
and the file `assignments/HOMEWORK/TASK.rs` begins with its formula and derivation.

An output is right where `|a - b| <= atol + rtol * |b|` holds for every element, `b` the reference; whole numbers are compared exactly.
The points are those of the default course; the other tasks are practice. A known mistake is recognised in every output that it changes, and its hint is shown.

";

fn page() -> String {
    let mut page = HEAD.to_owned();
    let course = Course::default_course();
    page.push_str("| homework | in English | in Russian | tasks | graded |\n| --- | --- | --- | --- | --- |\n");
    for homework in HOMEWORKS {
        let graded = course
            .homework(homework.name)
            .map_or(0, |h| h.tasks.iter().filter(|t| t.is_graded()).count());
        let (en, ru) = titles(homework);
        let (name, count) = (homework.name, homework.tasks.len());
        // Writing to a string does not fail.
        let _ = writeln!(
            page,
            "| [{name}](#{name}) | {en} | {ru} | {count} | {graded} |"
        );
    }
    lectures(&mut page);
    for homework in HOMEWORKS {
        let (en, ru) = titles(homework);
        let _ = writeln!(page, "\n## {}\n\n{en} · {ru}", homework.name);
        for task in homework.tasks {
            section(&mut page, &course, homework, *task);
        }
    }
    page
}

fn titles(homework: &Homework) -> (&'static str, &'static str) {
    let title = |lang| homework.statement(lang).title;
    (title(Lang::En), title(Lang::Ru))
}

fn lectures(page: &mut String) {
    page.push_str("\n## Lectures\n\n| lecture | tasks |\n| --- | --- |\n");
    for lecture in 1..=14_u8 {
        let own: Vec<_> = tasks()
            .filter(|t| t.lectures().contains(&lecture))
            .map(|t| format!("`{}`", t.id()))
            .collect();
        let _ = writeln!(page, "| {lecture} | {} |", own.join(", "));
    }
}

fn section(page: &mut String, course: &Course, homework: &Homework, task: &dyn AnyTask) {
    let title = |lang| {
        let section = homework.statement(lang).section(task.name());
        section.map_or(task.name(), |s| s.title)
    };
    let graded = course
        .homework(homework.name)
        .and_then(|h| h.task(task.name()))
        .filter(|t| t.is_graded());
    let worth = graded.map_or_else(
        || "practice".to_owned(),
        |t| format!("points: {}", t.points),
    );
    let mut lectures: Vec<_> = task.lectures().iter().map(ToString::to_string).collect();
    if lectures.is_empty() {
        lectures.push("none of the fourteen, for the next edition".to_owned());
    }
    let _ = writeln!(
        page,
        "\n### {}\n\n{} · {}\n\nlectures: {} · {worth}\n\nInputs\n",
        task.id(),
        title(Lang::En),
        title(Lang::Ru),
        lectures.join(", ")
    );
    for port in task.inputs() {
        let _ = writeln!(page, "- {}: {}", array(task, port), port.doc.trim());
    }
    page.push_str("\nOutputs\n\n");
    for port in task.outputs() {
        let (array, doc) = (array(task, port), port.doc.trim());
        let _ = writeln!(page, "- {array}, {}: {doc}", judged(task, port));
    }
    let sizes: Vec<_> = task
        .sizes()
        .iter()
        .map(|s| format!("{} {} ({} to {})", s.name, s.default, s.min, s.max))
        .collect();
    if !sizes.is_empty() {
        let _ = writeln!(page, "\nSizes: {}", sizes.join(", "));
    }
    page.push_str("\nMistakes\n\n");
    for mistake in task.mistakes() {
        let _ = writeln!(page, "- `{}`: {}", mistake.id, mistake.hint.get(Lang::En));
    }
}

fn array(task: &dyn AnyTask, port: &Port) -> String {
    let dtype = port.kind.dtype();
    let axes = port.axes.join(", ");
    let comma = if port.axes.len() == 1 { "," } else { "" };
    format!("`{}.{}` ({axes}{comma}) {dtype}", task.name(), port.name)
}

fn judged(task: &dyn AnyTask, port: &Port) -> String {
    let tolerance = task.tolerance(port.name);
    let mut text = match port.kind {
        Kind::Int => "exact".to_owned(),
        Kind::Float => format!("rtol {:e}, atol {:e}", tolerance.rtol, tolerance.atol),
    };
    match task.symmetry(port.name) {
        Symmetry::Exact => {}
        Symmetry::Sign => text.push_str(", up to sign"),
        Symmetry::Permutation(axis) => {
            let _ = write!(text, ", up to a permutation of {axis}");
        }
    }
    text
}

#[test]
fn the_page_is_the_registry() {
    assert_expected("docs/catalogue.md", &page());
}
