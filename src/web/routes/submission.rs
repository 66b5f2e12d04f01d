//! The report: what is right; for what is not, how far off and what is the likely reason; what changed since last time?

mod view;

use self::view::{Beyond, TaskView, task_view, title};
use super::item::{self, ItemView};
use super::overview::zone_of;
use super::request::{self, RequestsView};
use crate::grading::{Report, TaskVerdict};
use crate::points::Points;
use crate::report::change::{TaskChange, change};
use crate::report::elements::{OutputElements, elements};
use crate::store::Submission;
use crate::web::fault::Fault;
use crate::web::format;
use crate::web::readable::{Readable, origin, readable};
use crate::web::render::Frame;
use crate::web::state::AppState;
use crate::web::visitor::Person;
use crate::words::Lang;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};

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
    ordinal: u32,
    right: usize,
    graded: usize,
    change: Option<ChangeView>,
    tasks: Vec<TaskView>,
    practice: Vec<TaskView>,
    practice_right: usize,
    unknown: Vec<UnknownView>,
    /// Whether there are reference answers to download.
    reference: bool,
    items: Vec<ItemView>,
    requests: Option<RequestsView>,
}

#[derive(Serialize)]
struct ChangeView {
    previous: i64,
    points: String,
    newly_right: Vec<TaskChangeView>,
    newly_wrong: Vec<TaskChangeView>,
}

#[derive(Serialize)]
struct TaskChangeView {
    name: String,
    title: String,
    points: Option<String>,
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
    let own_title = active.course.homework(&submission.homework).map_or_else(
        || submission.homework.clone(),
        |h| h.title.get(lang).to_owned(),
    );
    let student = if submission.user == person.user.id {
        None
    } else {
        app.store.user_by_id(submission.user).await?.map(|u| u.name)
    };
    let seen = readable(&app, &person, &submission).await?;
    let found = wrong_elements(&app, &submission).await?;
    let homework = &submission.homework;
    let views = |graded: bool| -> Vec<TaskView> {
        let tasks = seen.report.tasks.iter();
        tasks
            .filter(|t| (t.max_points > Points::ZERO) == graded)
            .map(|t| {
                let has = |names: &[String]| names.iter().any(|n| n == t.name());
                let beyond = Beyond {
                    elements: &found,
                    revealed: has(&seen.revealed),
                    hint_from: seen.hints_from.filter(|_| has(&seen.held_back)),
                };
                task_view(homework, t, &beyond, lang)
            })
            .collect()
    };
    let right = |graded: bool| {
        let tasks = seen.report.tasks.iter();
        tasks
            .filter(|t| (t.max_points > Points::ZERO) == graded)
            .filter(|t| t.verdict == TaskVerdict::Correct)
            .count()
    };
    let tasks = views(true);
    let back = format!("/submissions/{id}");
    let (mut items, mut requests) = (Vec::new(), None);
    if let Some(homework) = active.course.homework(homework) {
        let shown = item::Shown {
            student: submission.user,
            person: &person,
            back: &back,
        };
        items = item::views(&app, homework, shown).await?;
        requests = Some(request::requests(&app, submission.user, homework, &person, &back).await?);
    }
    let view = View {
        items,
        requests,
        id,
        title: own_title,
        student,
        sent: match arrival.sent.as_deref() {
            Some("new") => Some("new"),
            Some("again") => Some("again"),
            _ => None,
        },
        at: format::instant(submission.received_at, &zone, app.now(), lang),
        sha256: submission.sha256.clone(),
        course: submission.course,
        release: submission.release.clone(),
        points: submission.points.show(lang),
        max: seen.report.max_points.show(lang),
        earned: seen.report.points.show(lang),
        kept: (submission.kept < 1000)
            .then(|| format::percent(f64::from(submission.kept) / 1000.0, lang)),
        ordinal: seen.ordinal,
        right: right(true),
        graded: tasks.len(),
        change: change_view(&seen, lang),
        tasks,
        practice: views(false),
        practice_right: right(false),
        unknown: unknown(&seen.report),
        reference: !seen.revealed.is_empty(),
        homework: submission.homework,
    };
    app.renderer
        .page("submission.html", &Frame::of(&person.visitor), &view)
}

fn unknown(report: &Report) -> Vec<UnknownView> {
    let keys = report.unknown.iter();
    keys.map(|u| UnknownView {
        key: u.key.clone(),
        nearest: u.nearest.clone(),
    })
    .collect()
}

fn change_view(seen: &Readable, lang: Lang) -> Option<ChangeView> {
    let previous = seen.previous.as_ref()?;
    let found = change(&previous.report, &seen.report);
    let list = |tasks: &[TaskChange]| -> Vec<TaskChangeView> {
        let one = |t: &TaskChange| TaskChangeView {
            title: title(&seen.report.homework, &t.task, lang),
            name: t.task.clone(),
            points: (t.points != Points::ZERO).then(|| format::difference(t.points, lang)),
        };
        tasks.iter().map(one).collect()
    };
    Some(ChangeView {
        previous: previous.id,
        points: format::difference(found.points, lang),
        newly_right: list(&found.newly_right),
        newly_wrong: list(&found.newly_wrong),
    })
}

/// The elements of the outputs that are off, recomputed from what is stored.
async fn wrong_elements(
    app: &AppState,
    submission: &Submission,
) -> Result<Vec<OutputElements>, Fault> {
    let mut wanted = Vec::new();
    for task in &submission.report.tasks {
        for output in &task.outputs {
            if matches!(output.verdict, TaskVerdict::Wrong | TaskVerdict::NotFinite) {
                wanted.push((task.name().to_owned(), output.output.clone()));
            }
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let (Some(file), Ok(from)) = (
        app.store.submitted_file(submission.id).await?,
        origin(app, submission).await,
    ) else {
        return Ok(Vec::new());
    };
    let (name, limits) = (submission.homework.clone(), app.limits.clone());
    app.compute(move || match from.course.homework(&name) {
        Some(homework) => elements(homework, from.seed, &file, &limits, &wanted),
        None => Vec::new(),
    })
    .await
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
