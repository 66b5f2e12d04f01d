//! A report as its template takes it.

use super::elements::{ElementsView, classes_view, elements_view};
use super::room::Room;
use crate::grading::{OutputReport, Recognised, TaskReport, TaskVerdict};
use crate::report::elements::OutputElements;
use crate::web::markdown;
use assignments::catalogue;
use judge::points::Points;
use l10n::{Explain as _, Lang, message, number};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct TaskView {
    name: String,
    title: String,
    verdict: &'static str,
    sign: &'static str,
    points: String,
    max: Option<String>,
    attempted: bool,
    hints: Vec<HintView>,
    /// The attempt from which the hint is shown, where it is held back.
    hint_from: Option<u32>,
    outputs: Vec<OutputView>,
    /// Whether it was asked for.
    asked: bool,
    /// Where its errors are shown, where there was no room for them.
    elsewhere: Option<String>,
}

/// What was recognised, and in which outputs where there are several.
#[derive(Serialize)]
struct HintView {
    outputs: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct OutputView {
    name: String,
    verdict: &'static str,
    sign: &'static str,
    within: Option<String>,
    max_abs: Option<String>,
    max_rel: Option<String>,
    worst: Option<String>,
    /// What was expected there and what was got, where that may be told.
    worst_values: Option<String>,
    expected_shape: String,
    got_shape: Option<String>,
    got_dtype: Option<String>,
    /// The accepted interval in words.
    accepted: String,
    cause: Option<String>,
    elements: Option<ElementsView>,
}

/// What is known of a task beyond its report.
pub(super) struct Beyond<'a> {
    /// Elements of its wrong outputs.
    pub elements: &'a [OutputElements],
    /// Whether its expected values may be seen.
    pub revealed: bool,
    /// Whether it may be told how far off it is.
    pub in_full: bool,
    /// The attempt from which its hint is shown, where it is held back.
    pub hint_from: Option<u32>,
}

pub(super) fn task_view(
    homework: &str,
    task: &TaskReport,
    beyond: &Beyond<'_>,
    room: &mut Room,
    lang: Lang,
) -> TaskView {
    let name = task.name();
    let mut left_out = false;
    let output = |output: &OutputReport| {
        let elements = beyond
            .elements
            .iter()
            .find(|e| e.task == name && e.output == output.output);
        let mut view = output_view(output, elements, beyond, lang);
        if let Some(elements) = view.elements.take() {
            view.elements = room.shown(name, elements);
            left_out |= view.elements.is_none();
        }
        view
    };
    let outputs = task.outputs.iter().map(output).collect();
    TaskView {
        title: title(homework, name, lang),
        verdict: task.verdict.name(),
        sign: task.verdict.sign(),
        points: task.points.show(lang),
        max: (task.max_points > Points::ZERO).then(|| task.max_points.show(lang)),
        attempted: task.is_attempted(),
        hints: hints(task),
        hint_from: beyond.hint_from,
        outputs,
        asked: room.is_asked(name),
        elsewhere: left_out.then(|| room.of_task(name)),
        name: name.to_owned(),
    }
}

fn hints(task: &TaskReport) -> Vec<HintView> {
    let view = |(found, outputs): (Recognised, Vec<&str>)| HintView {
        outputs: (task.outputs.len() > 1).then(|| outputs.join(", ")),
        text: markdown::line(&found.hint),
    };
    task.findings().into_iter().map(view).collect()
}

/// The title of a task; its name where the statement has none.
pub(super) fn title(homework: &str, task: &str, lang: Lang) -> String {
    let section = catalogue::homework(homework).and_then(|h| h.statement(lang).section(task));
    section.map_or_else(|| task.to_owned(), |s| s.title.to_owned())
}

fn output_view(
    output: &OutputReport,
    elements: Option<&OutputElements>,
    beyond: &Beyond<'_>,
    lang: Lang,
) -> OutputView {
    let wrong = output.verdict != TaskVerdict::Correct;
    let error = |value: Option<f64>| match value {
        Some(value) if wrong => Some(number::error(value, lang)),
        None if wrong && output.within_tolerance.is_some() => Some("∞".to_owned()),
        _ => None,
    };
    let worst = output.worst_index.as_ref().filter(|_| wrong);
    OutputView {
        name: output.output.clone(),
        verdict: output.verdict.name(),
        sign: output.verdict.sign(),
        within: output
            .within_tolerance
            .filter(|_| wrong)
            .map(|share| number::percent(share, lang)),
        max_abs: error(output.max_abs_error),
        max_rel: error(output.max_rel_error),
        worst: worst.map(|index| number::index(index)),
        worst_values: output.values(lang),
        expected_shape: number::shape(&output.expected_shape),
        got_shape: output.got_shape.as_deref().map(number::shape),
        got_dtype: output.got_dtype.clone(),
        accepted: accepted(output, elements, lang),
        cause: match &output.reason {
            Some(reason) => Some(reason.text(lang).to_owned()),
            None => output.shape_cause.as_ref().map(|c| c.explain(lang)),
        },
        elements: elements.and_then(|e| {
            if beyond.in_full {
                Some(elements_view(e, beyond.revealed, lang))
            } else {
                classes_view(e, lang)
            }
        }),
    }
}

/// Which answers are accepted, in words and without a value of the reference.
fn accepted(output: &OutputReport, elements: Option<&OutputElements>, lang: Lang) -> String {
    let exact = elements.is_some_and(OutputElements::is_exact)
        || (output.rtol == 0.0 && output.atol == 0.0);
    let (atol, rtol) = (
        number::tolerance(output.atol),
        number::tolerance(output.rtol),
    );
    let accepted = match (exact, output.atol == 0.0, output.rtol == 0.0) {
        (true, ..) => message!("accepted-exact"),
        (_, true, _) => message!("accepted-relative", rtol = rtol),
        (_, _, true) => message!("accepted-absolute", atol = atol),
        _ => message!("accepted-both", atol = atol, rtol = rtol),
    };
    accepted.text(lang)
}
