//! The report: what is right; for what is not, how far off and what is the likely reason; what changed since last time?

mod earlier;
mod view;

pub use self::earlier::show as show_earlier;

use self::earlier::Earlier;
use self::view::{Beyond, TaskView, task_view, title};
use super::item::{self, ItemView};
use super::overview::zone_of;
use super::request::{self, RequestsView};
use crate::grading::{Report, TaskVerdict};
use crate::l10n::{Lang, date, number, say};
use crate::points::Points;
use crate::report::change::{TaskChange, change};
use crate::report::elements::{OutputElements, elements};
use crate::service::app::App;
use crate::service::disclose::{Disclosed, disclose, origin};
use crate::service::error::ServiceError;
use crate::store::Submission;
use crate::web::download;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::traffic::File;
use crate::web::visitor::Person;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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
    change: Option<ChangeView>,
    #[serde(flatten)]
    tasks: TaskViews,
    /// Reports of this submission that a regrade replaced, oldest first.
    earlier: Vec<Earlier>,
    unknown: Vec<UnknownView>,
    unknown_more: usize,
    /// Whether there are reference answers to download.
    reference: bool,
    items: Vec<ItemView>,
    requests: Option<RequestsView>,
}

/// The tasks of a report: graded ones, and those for practice.
#[derive(Serialize)]
struct TaskViews {
    right: usize,
    graded: usize,
    tasks: Vec<TaskView>,
    practice: Vec<TaskView>,
    practice_right: usize,
}

#[derive(Serialize)]
struct ChangeView {
    /// What is compared.
    lead: String,
    /// The other report.
    label: String,
    href: String,
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
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<i64>,
    Query(arrival): Query<Arrival>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let submission = visible(app, &person, id).await?;
    let active = app.course().await?;
    let lang = person.lang();
    let zone = zone_of(&person.user, &active.course);
    let own_title = active.course.homework_title(&submission.homework, lang);
    let student = owner(app, &person, &submission).await?;
    let seen = disclose(app, &person.reader(), &submission).await?;
    let back = format!("/submissions/{id}");
    let (mut items, mut requests) = (Vec::new(), None);
    if let Some(homework) = active.course.homework(&submission.homework) {
        let shown = item::Shown {
            student: submission.user,
            person: &person,
            back: &back,
        };
        items = item::views(app, homework, shown).await?;
        requests = Some(request::requests(app, submission.user, homework, &person, &back).await?);
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
        at: date::instant(submission.received_at, &zone, app.now(), lang),
        sha256: submission.sha256.clone(),
        course: submission.course,
        release: submission.release.clone(),
        points: submission.points.show(lang),
        max: seen.report.max_points.show(lang),
        earned: seen.report.points.show(lang),
        kept: kept(submission.kept, lang),
        ordinal: seen.ordinal,
        change: seen.previous.as_ref().map(|previous| {
            let label = format!("{} {}", say(lang, "report"), previous.id);
            let against = (label, format!("/submissions/{}", previous.id));
            change_view(
                &previous.report,
                &seen.report,
                say(lang, "change"),
                against,
                lang,
            )
        }),
        tasks: task_views(&server, person.user.id, &submission, &seen, lang).await?,
        earlier: earlier::list(app, id, &zone, lang).await?,
        unknown: unknown(&seen.report),
        unknown_more: seen.report.unknown_more,
        reference: !seen.revealed.is_empty(),
        homework: submission.homework,
    };
    server.page("submission.html", &person.visitor, &view)
}

/// Whose it is, where somebody else looks.
async fn owner(
    app: &Arc<App>,
    person: &Person,
    submission: &Submission,
) -> Result<Option<String>, AppError> {
    if submission.user == person.user.id {
        return Ok(None);
    }
    let user = app.store.user_by_id(submission.user).await?;
    Ok(user.map(|u| u.name))
}

fn unknown(report: &Report) -> Vec<UnknownView> {
    let keys = report.unknown.iter();
    keys.map(|u| UnknownView {
        key: u.key.clone(),
        nearest: u.nearest.clone(),
    })
    .collect()
}

/// The share that lateness left, where it took anything.
fn kept(kept: u32, lang: Lang) -> Option<String> {
    (kept < 1000).then(|| number::percent(f64::from(kept) / 1000.0, lang))
}

/// The tasks of a report as its reader may see them; `submission` says what it was computed from.
async fn task_views(
    server: &ServerState,
    reader: i64,
    submission: &Submission,
    seen: &Disclosed,
    lang: Lang,
) -> Result<TaskViews, AppError> {
    let found = wrong_elements(server, reader, submission).await?;
    let of = |graded: bool| {
        let tasks = seen.report.tasks.iter();
        tasks.filter(move |t| (t.max_points > Points::ZERO) == graded)
    };
    let views = |graded: bool| -> Vec<TaskView> {
        of(graded)
            .map(|t| {
                let has = |names: &[String]| names.iter().any(|n| n == t.name());
                let beyond = Beyond {
                    elements: &found,
                    revealed: has(&seen.revealed),
                    hint_from: seen.hints_from.filter(|_| has(&seen.held_back)),
                };
                task_view(&submission.homework, t, &beyond, lang)
            })
            .collect()
    };
    let right = |graded| {
        of(graded)
            .filter(|t| t.verdict == TaskVerdict::Correct)
            .count()
    };
    Ok(TaskViews {
        right: right(true),
        graded: of(true).count(),
        tasks: views(true),
        practice: views(false),
        practice_right: right(false),
    })
}

/// What changed from one report to another; `against` is the name and the address of the one that is not on this page.
fn change_view(
    before: &Report,
    after: &Report,
    lead: String,
    against: (String, String),
    lang: Lang,
) -> ChangeView {
    let found = change(before, after);
    let list = |tasks: &[TaskChange]| -> Vec<TaskChangeView> {
        let one = |t: &TaskChange| TaskChangeView {
            title: title(&after.homework, &t.task, lang),
            name: t.task.clone(),
            points: (t.points != Points::ZERO).then(|| t.points.difference(lang)),
        };
        tasks.iter().map(one).collect()
    };
    let (label, href) = against;
    ChangeView {
        lead,
        label,
        href,
        points: found.points.difference(lang),
        newly_right: list(&found.newly_right),
        newly_wrong: list(&found.newly_wrong),
    }
}

/// The elements of the outputs that are off, recomputed from what is stored.
async fn wrong_elements(
    server: &ServerState,
    reader: i64,
    submission: &Submission,
) -> Result<Vec<OutputElements>, AppError> {
    let app = &server.app;
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
    let (Some(size), Ok(from)) = (
        app.store.submitted_size(submission.id).await?,
        origin(app, submission).await,
    ) else {
        return Ok(Vec::new());
    };
    let held = server.downloads.take(reader, size).await?;
    let Some(file) = app.store.submitted_file(submission.id).await? else {
        return Ok(Vec::new());
    };
    let file = File::new(file, held);
    let (name, limits) = (submission.homework.clone(), app.limits.clone());
    let found = app.compute(move || match from.course.homework(&name) {
        Some(homework) => elements(homework, from.seed, &file, &limits, &wanted),
        None => Vec::new(),
    });
    Ok(found.await?)
}

/// `GET /submissions/{id}/file`: the exact bytes sent.
pub async fn file(
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let submission = visible(app, &person, id).await?;
    let size = app
        .store
        .submitted_size(id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let disposition = format!("attachment; filename=\"{}-{id}\"", submission.homework);
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    let stored = app.store.submitted_file(id);
    download::file(&server, person.user.id, size, stored, headers).await
}

/// The submission, if this person may see it; to others it does not exist.
pub async fn visible(app: &Arc<App>, person: &Person, id: i64) -> Result<Submission, AppError> {
    let submission = app
        .store
        .submission(id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    if person.may_see(submission.user) {
        Ok(submission)
    } else {
        Err(ServiceError::NotFound.into())
    }
}
