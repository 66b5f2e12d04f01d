//! Every component with its states, for those who work on the pages. Debug builds alone have this page.

use crate::grading::{Found, TaskVerdict};
use crate::report::error_map::{ErrorMap, Step};
use crate::report::plot::{Caption, error_map};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::extract::State;
use axum::response::Html;
use l10n::{Lang, message};
use serde_json::{Value, json};

/// `GET /styleguide`.
///
/// # Errors
/// When a template names something that the samples have not.
pub async fn show(
    State(server): State<ServerState>,
    visitor: Visitor,
) -> Result<Html<String>, AppError> {
    server.page("styleguide.html", &visitor, &samples(visitor.lang))
}

const FOUND: [Found; 6] = [
    Found::Fits,
    Found::NotFinite,
    Found::WrongShape,
    Found::WrongDtype,
    Found::Missing,
    Found::Untold,
];

fn samples(lang: Lang) -> Value {
    let verdicts: Vec<_> = TaskVerdict::ALL
        .iter()
        .map(|v| json!({ "verdict": v.name(), "sign": v.sign() }))
        .collect();
    let tasks: Vec<_> = TaskVerdict::ALL.iter().map(|v| task(*v, lang)).collect();
    let rows: Vec<_> = FOUND
        .iter()
        .map(|f| {
            json!({
                "key": "elbo.elbo", "graded": true, "found": f.name(), "sign": f.sign(),
                "expected_shape": "(16, 8)", "shape": (*f != Found::Missing).then_some("(8, 16)"),
                "dtype": (*f != Found::Missing).then_some("float32"),
                "cause": (*f == Found::WrongShape).then(|| message!("shape-transposed").text(lang)),
                "value": null,
            })
        })
        .collect();
    json!({
        "bars": [bar(0), bar(589), bar(1000)],
        "states": ["not_open", "open", "due_soon", "late", "closed"],
        "verdicts": verdicts, "tasks": tasks, "rows": rows,
        "history": {
            "rows": [
                { "id": 2, "at": "6 October, 23:58 MSK", "points": "11.5", "max": "13", "counts": true, "late": false },
                { "id": 1, "at": "7 October, 12:00 MSK", "points": "9", "max": "13", "counts": false, "late": true },
            ],
            "paging": { "found": 52, "first": 1, "last": 50, "before": null, "after": "#history" },
        },
        "change": {
            "lead": message!("change").text(lang), "label": "1", "href": "/submissions/1", "points": "+1.5",
            "newly_right": [{ "name": "elbo", "title": "ELBO", "points": "+2" }],
            "newly_wrong": [{ "name": "iwae_bound", "title": "IWAE", "points": "−0.5" }, { "name": "free_bits", "title": "Free bits", "points": null }],
        },
        "no_change": { "lead": message!("change").text(lang), "label": "1", "href": "/submissions/1", "points": "±0", "newly_right": [], "newly_wrong": [] },
        "what": {
            "asked": true, "total": "61.5", "grade": "5", "derivation": "floor(relu(61.5 / 8 - 2)) = floor(5.6875) = 5",
            "fields": [
                { "name": "elbo", "key": "if.elbo", "title": "ELBO", "actual": "9", "max": "13", "max_value": "13", "value": "", "slide": "9", "slide_as_is": "9", "slide_step": "0.5", "error": null },
                { "name": "exam", "key": "if.exam", "title": "Exam", "actual": null, "max": "26", "max_value": "26", "value": "99", "slide": "0", "slide_as_is": "0", "slide_step": "0.5", "error": "0–26" },
            ],
        },
    })
}

fn bar(filled: i64) -> Value {
    let steps = [
        (0, "0", "0"),
        (231, "1", "24"),
        (308, "2", "32"),
        (538, "5", "56"),
        (923, "10", "96"),
        (1000, "11", "104"),
    ];
    let steps: Vec<_> = steps
        .iter()
        .map(|(at, grade, points)| {
            json!({ "at": at, "grade": grade, "points": points, "reached": *at <= filled, "labelled": true })
        })
        .collect();
    json!({ "filled": filled, "steps": steps })
}

fn task(verdict: TaskVerdict, lang: Lang) -> Value {
    let wrong = matches!(verdict, TaskVerdict::Wrong | TaskVerdict::NotFinite);
    let id = format!("sample_{}", verdict.name());
    let outputs = if verdict == TaskVerdict::GraderFault {
        json!([])
    } else {
        json!([{
            "name": "kl", "verdict": verdict.name(), "sign": verdict.sign(),
            "within": wrong.then_some("40%"), "max_abs": wrong.then_some("0.5"), "max_rel": wrong.then_some("∞"),
            "worst": wrong.then_some("[3]"), "expected_shape": "(16,)", "got_shape": "(16, 1)", "got_dtype": "bool",
            "accepted": "1e-5", "cause": (verdict == TaskVerdict::WrongShape).then(|| message!("shape-extra-axis-of-one").text(lang)),
            "elements": wrong.then(|| elements(&id, lang)),
        }])
    };
    json!({
        "name": id, "title": "KL", "verdict": verdict.name(), "sign": verdict.sign(),
        "points": "0", "max": (verdict != TaskVerdict::WrongDtype).then_some("2"), "attempted": true,
        "hints": if verdict == TaskVerdict::Wrong { json!([{"outputs": "kl", "text": "…"}, {"outputs": null, "text": "…"}]) } else { json!([]) },
        "hint_from": (verdict == TaskVerdict::NotFinite).then_some(3),
        "outputs": outputs,
    })
}

/// A map in which every step occurs.
fn elements(id: &str, lang: Lang) -> Value {
    let map = ErrorMap {
        columns: 12,
        cells: (0..36)
            .map(|n| Step::ALL.get(n % 12 / 2).copied().unwrap_or(Step::Within))
            .collect(),
        block: (1, 1),
        elements: (3, 12),
        counts: [6; 6],
    };
    let label = |step: Step| step.message(false).text(lang);
    let legend: Vec<_> = map
        .present()
        .map(|(step, count)| json!({ "step": step.number(), "label": label(step), "count": count }))
        .collect();
    let caption = Caption {
        id,
        title: "KL",
        description: "36",
    };
    json!({
        "plot": error_map(&map, caption), "layout": null, "legend": legend, "revealed": true,
        "worst": [{ "index": "[3]", "got": "1.5", "step": label(Step::Hundred), "expected": "1", "interval": "[0.9, 1.1]" }],
    })
}
