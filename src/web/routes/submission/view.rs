//! A report as its template takes it.

use crate::grading::{OutputReport, Recognised, TaskReport, TaskVerdict};
use crate::l10n::{Lang, number, say, say_with};
use crate::points::Points;
use crate::report::elements::OutputElements;
use crate::report::error_map::{ErrorMap, Step, worst};
use crate::report::plot;
use crate::web::markdown;
use assignments::catalogue;
use serde::Serialize;

/// How many of the elements furthest off are listed.
const WORST: usize = 5;

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
    expected_shape: String,
    got_shape: Option<String>,
    got_dtype: Option<String>,
    /// The accepted interval in words.
    accepted: String,
    cause: Option<String>,
    elements: Option<ElementsView>,
}

/// Where the error sits.
#[derive(Serialize)]
struct ElementsView {
    /// The strip or heat map, where there is more than one number.
    plot: Option<String>,
    /// What a cell is, where it is not one element.
    layout: Option<String>,
    legend: Vec<LegendRow>,
    /// Whether the expected values may be seen.
    revealed: bool,
    worst: Vec<ElementRow>,
}

#[derive(Serialize)]
struct LegendRow {
    step: usize,
    label: String,
    count: usize,
}

#[derive(Serialize)]
struct ElementRow {
    index: String,
    got: String,
    step: String,
    expected: Option<String>,
    interval: Option<String>,
}

/// What is known of a task beyond its report.
pub(super) struct Beyond<'a> {
    /// Elements of its wrong outputs.
    pub elements: &'a [OutputElements],
    /// Whether its expected values may be seen.
    pub revealed: bool,
    /// The attempt from which its hint is shown, where it is held back.
    pub hint_from: Option<u32>,
}

pub(super) fn task_view(
    homework: &str,
    task: &TaskReport,
    beyond: &Beyond<'_>,
    lang: Lang,
) -> TaskView {
    let name = task.name();
    let output = |output: &OutputReport| {
        let elements = beyond
            .elements
            .iter()
            .find(|e| e.task == name && e.output == output.output);
        output_view(output, elements, beyond.revealed, lang)
    };
    TaskView {
        title: title(homework, name, lang),
        verdict: task.verdict.name(),
        sign: task.verdict.sign(),
        points: task.points.show(lang),
        max: (task.max_points > Points::ZERO).then(|| task.max_points.show(lang)),
        attempted: task.is_attempted(),
        hints: hints(task),
        hint_from: beyond.hint_from,
        outputs: task.outputs.iter().map(output).collect(),
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
    revealed: bool,
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
        expected_shape: number::shape(&output.expected_shape),
        got_shape: output.got_shape.as_deref().map(number::shape),
        got_dtype: output.got_dtype.clone(),
        accepted: accepted(output, elements, lang),
        cause: output.shape_cause.as_ref().map(|c| c.explain(lang)),
        elements: elements.map(|e| elements_view(e, revealed, lang)),
    }
}

/// Which answers are accepted, in words and without a value of the reference.
fn accepted(output: &OutputReport, elements: Option<&OutputElements>, lang: Lang) -> String {
    let exact = elements.is_some_and(OutputElements::is_exact)
        || (output.rtol == 0.0 && output.atol == 0.0);
    let args = crate::args! {
        "atol" => number::tolerance(output.atol),
        "rtol" => number::tolerance(output.rtol),
    };
    let id = match (exact, output.atol == 0.0, output.rtol == 0.0) {
        (true, ..) => "accepted-exact",
        (_, true, _) => "accepted-relative",
        (_, _, true) => "accepted-absolute",
        _ => "accepted-both",
    };
    say_with(lang, id, &args)
}

fn elements_view(elements: &OutputElements, revealed: bool, lang: Lang) -> ElementsView {
    let exact = elements.is_exact();
    let guarded = exact && !revealed;
    let map = if guarded {
        ErrorMap::coarse(&elements.errors)
    } else {
        ErrorMap::new(&elements.errors)
    };
    let label = |step: Step| {
        let kind = if exact { "-exact" } else { "" };
        say(lang, &format!("error-step-{}{kind}", step.number()))
    };
    let legend: Vec<_> = map
        .iter()
        .flat_map(ErrorMap::present)
        .map(|(step, count)| LegendRow {
            step: step.number(),
            label: label(step),
            count,
        })
        .collect();
    let plot = map.as_ref().map(|map| {
        let key = format!("{}.{}", elements.task, elements.output);
        let title = say_with(
            lang,
            "error-map-title",
            &crate::args! {"key" => key.clone()},
        );
        let seen: Vec<_> = legend
            .iter()
            .map(|row| format!("{}: {}", row.label, row.count))
            .collect();
        plot::error_map(
            map,
            plot::Caption {
                id: &key.replace('.', "-"),
                title: &title,
                description: &seen.join("; "),
            },
        )
    });
    let (got, expected) = (elements.got.to_float(), elements.expected.to_float());
    let sizes = &got - &expected;
    // Of what is equal or not, the report names one element; a list would give the values away.
    let most = if guarded { 1 } else { WORST };
    let rows = worst(&elements.errors, &sizes.mapv(f64::abs), most);
    let row = |index: Vec<usize>| {
        let at = |array: &ndarray::ArrayD<f64>| array.get(index.as_slice()).copied();
        let reference = at(&expected).filter(|_| revealed);
        let interval = reference.filter(|b| !exact && b.is_finite()).map(|b| {
            let bound = elements.tolerance.bound(b);
            let mark = if lang == Lang::Ru { "; " } else { ", " };
            format!(
                "[{}{mark}{}]",
                number::value(b - bound, lang),
                number::value(b + bound, lang)
            )
        });
        ElementRow {
            index: number::index(&index),
            got: at(&got).map_or_else(String::new, |v| number::value(v, lang)),
            step: label(Step::of(at(&elements.errors).unwrap_or(f64::INFINITY))),
            expected: reference.map(|b| number::value(b, lang)),
            interval,
        }
    };
    ElementsView {
        plot,
        layout: map.as_ref().map(|m| layout(m, elements, lang)),
        legend,
        revealed,
        worst: rows.into_iter().map(row).collect(),
    }
}

/// What rows, columns and cells are.
fn layout(map: &ErrorMap, elements: &OutputElements, lang: Lang) -> String {
    let (down, across) = map.elements;
    let mut text = match elements.axes.split_last() {
        Some((last, rest)) if down > 1 => say_with(
            lang,
            "error-map-rows",
            &crate::args! {
                "rows" => rest.join(" × "), "down" => down, "columns" => (*last).to_owned(), "across" => across,
            },
        ),
        _ => say_with(
            lang,
            "error-map-strip",
            &crate::args! {"axis" => elements.axes.join(" × "), "across" => across},
        ),
    };
    if map.block != (1, 1) {
        let args = crate::args! {"n" => map.block.0 * map.block.1};
        text.push(' ');
        text.push_str(&say_with(lang, "error-map-block", &args));
    }
    text
}
