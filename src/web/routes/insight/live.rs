//! `GET /insight/{homework}/live`: the last hours before a deadline, as they go by.

use crate::ids::SubmissionId;
use crate::report::gradebook::StudentRow;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::gradebooks;
use crate::store::{Arrival, Topic};
use crate::web::error::AppError;
use crate::web::events::{self, News};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Path, State};
use axum::response::sse::Event;
use axum::response::{Html, IntoResponse};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use l10n::{Lang, date};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// How often the database is asked for news at most.
const TICK: Duration = Duration::from_secs(2);
/// How many arrivals are listed.
const LISTED: i64 = 20;
/// What counts as just now.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(10);

#[derive(Serialize)]
struct View {
    name: String,
    title: String,
    deadline: Option<String>,
    left: Option<String>,
    class: usize,
    sent: usize,
    full: usize,
    just_now: i64,
    arrivals: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: SubmissionId,
    login: String,
    name: String,
    at: String,
    points: String,
}

/// `GET /insight/{homework}/live`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(name): Path<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (course, lang, now) = (&active.course, teacher.0.lang(), app.now());
    let homework = course.homework(&name).ok_or(ServiceError::NotFound)?;
    let zone = teacher.0.zone(course);
    let book = gradebooks::column(app, &active, homework).await?;
    let count = |holds: &dyn Fn(&StudentRow) -> bool| {
        book.students
            .iter()
            .filter(|student| holds(student))
            .count()
    };
    let points = |student: &StudentRow| student.homework(&name).and_then(|h| h.points);
    let since = now.saturating_sub(JUST_NOW).unwrap_or(now);
    let arrivals = app.store.arrivals(&name, LISTED).await?;
    let ahead = homework.due().filter(|at| *at > now);
    let view = View {
        title: homework.title.get(lang).to_owned(),
        deadline: homework
            .due()
            .map(|at| date::deadline(at, &zone, now, lang)),
        left: ahead.map(|at| date::time_left(at, now, lang)),
        class: book.students.len(),
        sent: count(&|student| points(student).is_some()),
        full: count(&|student| points(student).is_some_and(|p| p >= homework.max_points)),
        just_now: app.store.arrived_since(&name, since).await?,
        arrivals: arrivals
            .into_iter()
            .map(|arrival| row(arrival, &zone, now, lang))
            .collect(),
        name,
    };
    server.page("insight_live.html", &teacher.0.visitor, &view)
}

fn row(arrival: Arrival, zone: &TimeZone, now: jiff::Timestamp, lang: Lang) -> Row {
    Row {
        id: arrival.id,
        at: date::instant(arrival.received_at, zone, now, lang),
        points: arrival.points.show(lang),
        login: arrival.login,
        name: arrival.name,
    }
}

/// `GET /insight/{homework}/live/events`: `arrived`, with the number of the newest submission, whenever there is a newer one.
pub async fn events(
    State(app): State<Arc<App>>,
    _teacher: Teacher,
    Path(name): Path<String>,
) -> Result<impl IntoResponse + use<>, AppError> {
    let active = app.course().await?;
    active
        .course
        .homework(&name)
        .ok_or(ServiceError::NotFound)?;
    let seen = app.store.newest_arrival(&name).await?;
    let news = move |app: Arc<App>, seen| {
        let name = name.clone();
        async move {
            // While the database is away there is no news.
            let newest = app.store.newest_arrival(&name).await.unwrap_or(seen);
            let arrived = || Event::default().event("arrived").data(newest.to_string());
            (newest, News::Continue((newest != seen).then(arrived)))
        }
    };
    Ok(events::events(app, Topic::Submissions, TICK, seen, news))
}
