//! Sending answers, and the report: what is right; for what is not, how far off and what is the likely reason.

use super::item::{self, ItemView};
use super::overview::zone_of;
use super::request::{self, RequestsView};
use crate::answers::{self, form};
use crate::grading::{OutputReport, TaskReport, TaskVerdict};
use crate::points::Points;
use crate::store::Submission;
use crate::web::fault::Fault;
use crate::web::receive::receive;
use crate::web::render::Frame;
use crate::web::state::AppState;
use crate::web::visitor::Person;
use crate::web::{format, markdown};
use crate::words::{Lang, say_with};
use assignments::arrays::Named;
use assignments::catalogue;
use axum::Form;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

/// The field of the upload form that carries the file.
const FILE_FIELD: &str = "answers";

/// `POST /homeworks/{homework}/submissions`: a file from the upload form.
pub async fn upload(
    State(app): State<AppState>,
    person: Person,
    Path(homework): Path<String>,
    mut parts: Multipart,
) -> Result<Redirect, Fault> {
    let refused = |error: axum::extract::multipart::MultipartError| {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Fault::TooLarge
        } else {
            Fault::Form("form-file-broken")
        }
    };
    while let Some(mut field) = parts.next_field().await.map_err(refused)? {
        if field.name() != Some(FILE_FIELD) {
            continue;
        }
        let mut file = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(refused)? {
            if file.len() + chunk.len() > app.limits.file {
                return Err(Fault::TooLarge);
            }
            file.extend_from_slice(&chunk);
        }
        if file.is_empty() {
            return Err(Fault::Form("form-no-file"));
        }
        return send(&app, &person, &homework, file).await;
    }
    Err(Fault::Form("form-no-file"))
}

/// `POST /homeworks/{homework}/numbers`: single numbers typed into the page. They are stored as the JSON file that says the same.
pub async fn typed(
    State(app): State<AppState>,
    person: Person,
    Path(homework): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, Fault> {
    let mut arrays = Named::new();
    for (key, text) in fields.into_iter().take(1000) {
        if text.trim().is_empty() {
            continue;
        }
        let value = form::parse_scalar(&text).map_err(|error| Fault::invalid(&key, &error))?;
        arrays.insert(key, value.to_array());
    }
    if arrays.is_empty() {
        return Err(Fault::Form("form-no-number"));
    }
    send(
        &app,
        &person,
        &homework,
        answers::write_json(&arrays).into_bytes(),
    )
    .await
}

async fn send(
    app: &AppState,
    person: &Person,
    homework: &str,
    file: Vec<u8>,
) -> Result<Redirect, Fault> {
    let receipt = receive(app, &person.user, homework, file).await?;
    let suffix = if receipt.again {
        "?sent=again"
    } else {
        "?sent=new"
    };
    Ok(Redirect::to(&format!(
        "/submissions/{}{suffix}",
        receipt.submission.id
    )))
}

/// What happened just before.
#[derive(Deserialize)]
pub struct Arrival {
    sent: Option<String>,
}

#[derive(Serialize)]
struct View {
    id: i64,
    homework: String,
    title: String,
    student: Option<String>,
    sent: Option<&'static str>,
    at: String,
    sha256: String,
    course: i64,
    release: String,
    points: String,
    max: String,
    earned: String,
    kept: Option<String>,
    right: usize,
    graded: usize,
    tasks: Vec<TaskView>,
    practice: Vec<TaskView>,
    unknown: Vec<UnknownView>,
    items: Vec<ItemView>,
    requests: Option<RequestsView>,
}

#[derive(Serialize)]
struct TaskView {
    name: String,
    title: String,
    verdict: &'static str,
    sign: &'static str,
    points: String,
    max: Option<String>,
    attempted: bool,
    hint: Option<String>,
    mistake: Option<String>,
    outputs: Vec<OutputView>,
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
    tolerance: String,
    cause: Option<String>,
}

#[derive(Serialize)]
struct UnknownView {
    key: String,
    nearest: Option<String>,
}

/// `GET /submissions/{id}`: the report.
pub async fn show(
    State(app): State<AppState>,
    person: Person,
    Path(id): Path<i64>,
    Query(arrival): Query<Arrival>,
) -> Result<Html<String>, Fault> {
    let submission = visible(&app, &person, id).await?;
    let active = app.course().await?;
    let lang = person.lang();
    let zone = zone_of(&person.user, &active.course);
    let title = active.course.homework(&submission.homework).map_or_else(
        || submission.homework.clone(),
        |h| h.title.get(lang).to_owned(),
    );
    let student = if submission.user == person.user.id {
        None
    } else {
        app.store.user_by_id(submission.user).await?.map(|u| u.name)
    };
    let report = submission.report.clone().in_language(lang);
    let (graded, practice): (Vec<_>, Vec<_>) = report
        .tasks
        .iter()
        .partition(|t| t.max_points > Points::ZERO);
    let back = format!("/submissions/{id}");
    let (mut items, mut requests) = (Vec::new(), None);
    if let Some(homework) = active.course.homework(&submission.homework) {
        let shown = item::Shown {
            student: submission.user,
            person: &person,
            back: &back,
        };
        items = item::views(&app, homework, shown).await?;
        requests =
            Some(request::requests(&app, submission.user, homework, &person, &back).await?);
    }
    let view = View {
        items,
        requests,
        id,
        title,
        student,
        sent: match arrival.sent.as_deref() {
            Some("new") => Some("new"),
            Some("again") => Some("again"),
            _ => None,
        },
        at: format::instant(submission.received_at, &zone, app.now(), lang),
        sha256: submission.sha256,
        course: submission.course,
        release: submission.release,
        points: submission.points.show(lang),
        max: report.max_points.show(lang),
        earned: report.points.show(lang),
        kept: (submission.kept < 1000)
            .then(|| format::percent(f64::from(submission.kept) / 1000.0, lang)),
        right: graded
            .iter()
            .filter(|t| t.verdict == TaskVerdict::Correct)
            .count(),
        graded: graded.len(),
        tasks: graded
            .into_iter()
            .map(|t| task_view(&submission.homework, t, lang))
            .collect(),
        practice: practice
            .into_iter()
            .map(|t| task_view(&submission.homework, t, lang))
            .collect(),
        unknown: report
            .unknown
            .iter()
            .map(|u| UnknownView {
                key: u.key.clone(),
                nearest: u.nearest.clone(),
            })
            .collect(),
        homework: submission.homework,
    };
    app.renderer
        .page("submission.html", &Frame::of(&person.visitor), &view)
}

/// `GET /submissions/{id}/file`: the exact bytes sent.
pub async fn file(
    State(app): State<AppState>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<Response, Fault> {
    let submission = visible(&app, &person, id).await?;
    let bytes = app.store.submitted_file(id).await?.ok_or(Fault::NotFound)?;
    let disposition = format!("attachment; filename=\"{}-{id}\"", submission.homework);
    Ok((
        [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
        .into_response())
}

/// The submission, if this person may see it; to others it does not exist.
pub async fn visible(app: &AppState, person: &Person, id: i64) -> Result<Submission, Fault> {
    let submission = app.store.submission(id).await?.ok_or(Fault::NotFound)?;
    if person.may_see(submission.user) {
        Ok(submission)
    } else {
        Err(Fault::NotFound)
    }
}

fn task_view(homework: &str, task: &TaskReport, lang: Lang) -> TaskView {
    let section =
        catalogue::homework(homework).and_then(|h| h.statement(lang).section(task.name()));
    TaskView {
        name: task.name().to_owned(),
        title: section.map_or_else(|| task.name().to_owned(), |s| s.title.to_owned()),
        verdict: task.verdict.name(),
        sign: task.verdict.sign(),
        points: task.points.show(lang),
        max: (task.max_points > Points::ZERO).then(|| task.max_points.show(lang)),
        attempted: task.is_attempted(),
        hint: task.mistake.as_ref().map(|m| markdown::line(&m.hint)),
        mistake: task.mistake.as_ref().map(|m| m.id.clone()),
        outputs: task.outputs.iter().map(|o| output_view(o, lang)).collect(),
    }
}

fn output_view(output: &OutputReport, lang: Lang) -> OutputView {
    let wrong = output.verdict != TaskVerdict::Correct;
    let error = |value: Option<f64>| match value {
        Some(value) if wrong => Some(format::error(value, lang)),
        None if wrong && output.within_tolerance.is_some() => Some("∞".to_owned()),
        _ => None,
    };
    let cause = output.shape_cause.as_ref().map(|cause| {
        let args = crate::args! {"axis" => cause.axis.clone().unwrap_or_default(), "got" => cause.got.clone().unwrap_or_default()};
        say_with(lang, &format!("shape-{}", cause.cause.replace('_', "-")), &args)
    });
    let worst = output
        .worst_index
        .as_ref()
        .filter(|_| wrong)
        .map(|index| match index.as_slice() {
            [] => "[()]".to_owned(),
            index => format!(
                "[{}]",
                index
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        });
    OutputView {
        name: output.output.clone(),
        verdict: output.verdict.name(),
        sign: output.verdict.sign(),
        within: output
            .within_tolerance
            .filter(|_| wrong)
            .map(|share| format::percent(share, lang)),
        max_abs: error(output.max_abs_error),
        max_rel: error(output.max_rel_error),
        worst,
        expected_shape: format::shape(&output.expected_shape),
        got_shape: output.got_shape.as_deref().map(format::shape),
        got_dtype: output.got_dtype.clone(),
        tolerance: format!(
            "{} + {} · |b|",
            format::tolerance(output.atol),
            format::tolerance(output.rtol)
        ),
        cause,
    }
}
