//! How far is the regrade, and what did it change?

use crate::ids::{JobId, SubmissionId, VersionId};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::regrade::Params;
use crate::store::{Job, JobState, RegradeOutcome, Regraded, Topic};
use crate::web::error::AppError;
use crate::web::events::{self, News};
use crate::web::paging::{Asked, First, Paging, ROWS};
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::{Teacher, zone_of};
use axum::extract::{Path, Query, State};
use axum::response::sse::Event;
use axum::response::{Html, IntoResponse};
use l10n::{Lang, date};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// How often a watcher is told how far the job is.
const TICK: Duration = Duration::from_millis(500);

#[derive(Serialize)]
struct View {
    id: JobId,
    state: &'static str,
    finished: bool,
    failed: bool,
    version: VersionId,
    homework: Option<String>,
    by: String,
    at: String,
    finished_at: Option<String>,
    done: u64,
    total: u64,
    progress: String,
    rows: Vec<Row>,
    paging: Paging,
    up: usize,
    down: usize,
    left: First<Row>,
}

#[derive(Serialize)]
struct Row {
    submission: SubmissionId,
    login: String,
    name: String,
    homework: String,
    outcome: &'static str,
    before: String,
    after: String,
    sign: &'static str,
    difference: String,
}

/// `GET /jobs/{id}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<JobId>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let job = app.store.job(id).await?.ok_or(ServiceError::NotFound)?;
    let lang = teacher.0.lang();
    let zone = zone_of(&teacher.0.user, &app.course().await?.course);
    let params = Params::of(&job)?;
    let (changed, left): (Vec<_>, Vec<_>) = app
        .store
        .regraded(id)
        .await?
        .into_iter()
        .partition(|r| r.outcome == RegradeOutcome::Changed);
    let link = |page: &str| format!("/jobs/{id}{}", query(&[("page", page)]));
    let (shown, paging) = Paging::of(changed.len(), ROWS, &asked.page, link);
    let up = changed.iter().filter(|r| r.after > r.before).count();
    let view = View {
        id,
        state: job.state.name(),
        finished: job.state.is_finished(),
        failed: job.state == JobState::Failed,
        version: params.course,
        homework: params.homework,
        at: date::instant(job.created_at, &zone, app.now(), lang),
        finished_at: job
            .finished_at
            .map(|at| date::instant(at, &zone, app.now(), lang)),
        done: job.done,
        total: job.total,
        progress: progress(&job, lang),
        by: job.created_by,
        up,
        down: changed.len() - up,
        rows: changed[shown].iter().map(|r| row(r, lang)).collect(),
        paging,
        left: First::of(&left, ROWS, |r| row(r, lang)),
    };
    server.page("job.html", &teacher.0.visitor, &view)
}

fn row(r: &Regraded, lang: Lang) -> Row {
    Row {
        submission: r.submission,
        login: r.login.clone(),
        name: r.name.clone(),
        homework: r.homework.clone(),
        outcome: r.outcome.name(),
        before: r.before.show(lang),
        after: r.after.show(lang),
        sign: if r.after > r.before { "↑" } else { "↓" },
        difference: (r.after - r.before).difference(lang),
    }
}

fn progress(job: &Job, lang: Lang) -> String {
    crate::service::regrade::progress(job).text(lang)
}

/// How far a job is, as an event says it.
#[derive(Serialize)]
struct Told {
    done: u64,
    total: u64,
    state: &'static str,
    text: String,
}

/// `GET /jobs/{id}/events`: `progress` now and whenever it changed; `finished` at the end.
pub async fn events(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(id): Path<JobId>,
) -> Result<impl IntoResponse + use<>, AppError> {
    app.store.job(id).await?.ok_or(ServiceError::NotFound)?;
    let lang = teacher.0.lang();
    let news = move |app: Arc<App>, told| async move {
        let Ok(Some(job)) = app.store.job(id).await else {
            return (told, News::Break(None));
        };
        let now = Some((job.done, job.state));
        let event = (now != told).then(|| event(&job, lang));
        let is_over = job.state.is_finished();
        (
            now,
            if is_over {
                News::Break(event)
            } else {
                News::Continue(event)
            },
        )
    };
    Ok(events::events(app, Topic::Jobs, TICK, None, news))
}

fn event(job: &Job, lang: Lang) -> Event {
    let name = if job.state.is_finished() {
        "finished"
    } else {
        "progress"
    };
    let told = Told {
        done: job.done,
        total: job.total,
        state: job.state.name(),
        text: progress(job, lang),
    };
    let data = serde_json::to_string(&told).unwrap_or_default();
    Event::default().event(name).data(data)
}
