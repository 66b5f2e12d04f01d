//! How far is the regrade, and what did it change?

use super::overview::zone_of;
use crate::l10n::{Lang, date, say_with};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::regrade::Params;
use crate::store::{Job, JobState, Regraded};
use crate::web::change::difference;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse};
use serde::Serialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio_stream::wrappers::ReceiverStream;

/// How often a watcher is told how far the job is.
const TICK: Duration = Duration::from_millis(500);

#[derive(Serialize)]
struct View {
    id: i64,
    state: &'static str,
    finished: bool,
    failed: bool,
    version: i64,
    homework: Option<String>,
    by: String,
    at: String,
    finished_at: Option<String>,
    done: u64,
    total: u64,
    progress: String,
    rows: Vec<Row>,
    up: usize,
    down: usize,
    left: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    submission: i64,
    login: String,
    name: String,
    homework: String,
    outcome: String,
    before: String,
    after: String,
    sign: &'static str,
    difference: String,
}

/// `GET /jobs/{id}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<i64>,
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
        .partition(|r| r.outcome == "changed");
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
        rows: changed.iter().map(|r| row(r, lang)).collect(),
        left: left.iter().map(|r| row(r, lang)).collect(),
    };
    server.page("job.html", &teacher.0.visitor, &view)
}

fn row(r: &Regraded, lang: Lang) -> Row {
    Row {
        submission: r.submission,
        login: r.login.clone(),
        name: r.name.clone(),
        homework: r.homework.clone(),
        outcome: r.outcome.clone(),
        before: r.before.show(lang),
        after: r.after.show(lang),
        sign: if r.after > r.before { "↑" } else { "↓" },
        difference: difference(r.before, r.after, lang),
    }
}

fn progress(job: &Job, lang: Lang) -> String {
    let args = crate::args! {"done" => job.done, "total" => job.total};
    say_with(lang, &format!("job-progress-{}", job.state.name()), &args)
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
    Path(id): Path<i64>,
) -> Result<impl IntoResponse + use<>, AppError> {
    let first = app.store.job(id).await?.ok_or(ServiceError::NotFound)?;
    let lang = teacher.0.lang();
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Event, Infallible>>(4);
    tokio::spawn(async move {
        let mut stopping = app.stopping.subscribe();
        let (mut job, mut told) = (first, None);
        loop {
            if told != Some((job.done, job.state)) {
                told = Some((job.done, job.state));
                let sent = sender.send(Ok(event(&job, lang))).await;
                if sent.is_err() || job.state.is_finished() {
                    return;
                }
            }
            // Nobody who watches may hold up a stop of the server.
            tokio::select! {
                () = tokio::time::sleep(TICK) => {}
                _ = stopping.wait_for(|stop| *stop) => return,
                () = sender.closed() => return,
            }
            match app.store.job(id).await {
                Ok(Some(now)) => job = now,
                _ => return,
            }
        }
    });
    // nginx gathers an answer before it passes it on, unless it is told not to.
    let at_once = [("x-accel-buffering", "no")];
    let events = Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default());
    Ok((at_once, events))
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
