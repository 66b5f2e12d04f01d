//! `GET /sharing`: whose answers fit the inputs of another student, and files that two sent.

use crate::ids::SubmissionId;
use crate::service::app::App;
use crate::service::sharing::compare;
use crate::store::SharedAnswers;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::State;
use axum::response::{Html, Redirect};
use l10n::date;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// How long somebody waits for a page.
const PAGE: Duration = Duration::from_secs(20);

#[derive(Serialize)]
struct View {
    rows: Vec<Row>,
    /// Submissions that were not compared yet.
    left: i64,
    last: Option<String>,
}

/// One submission and one other student.
#[derive(Serialize)]
struct Row {
    submission: SubmissionId,
    at: String,
    login: String,
    name: String,
    homework: String,
    other_login: String,
    other_name: String,
    /// Whether the same file had been sent by the other.
    same_file: bool,
    tasks: Vec<String>,
}

/// `GET /sharing`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (lang, now) = (teacher.0.lang(), app.now());
    let zone = teacher.0.zone(&active.course);
    let mut rows: Vec<Row> = Vec::new();
    for shared in app.store.shared_answers().await? {
        let at = date::instant(shared.received_at, &zone, now, lang);
        let title = active.course.homework(&shared.homework);
        let title = title
            .map_or(shared.homework.as_str(), |h| h.title.get(lang))
            .to_owned();
        let same = |row: &&mut Row| {
            row.submission == shared.submission && row.other_login == shared.other_login
        };
        if let Some(row) = rows.last_mut().filter(same) {
            row.add(shared.task);
        } else {
            rows.push(Row::new(shared, title, at));
        }
    }
    let (left, last) = app.store.comparison_left().await?;
    let view = View {
        rows,
        left,
        last: last.map(|last| date::instant(last, &zone, now, lang)),
    };
    server.page("sharing.html", &teacher.0.visitor, &view)
}

impl Row {
    fn new(shared: SharedAnswers, homework: String, at: String) -> Self {
        let mut row = Self {
            submission: shared.submission,
            at,
            login: shared.login,
            name: shared.name,
            homework,
            other_login: shared.other_login,
            other_name: shared.other_name,
            same_file: false,
            tasks: Vec::new(),
        };
        row.add(shared.task);
        row
    }

    fn add(&mut self, task: String) {
        if task.is_empty() {
            self.same_file = true;
        } else {
            self.tasks.push(task);
        }
    }
}

/// `POST /sharing`: compares now what was not compared yet.
pub async fn look(State(app): State<Arc<App>>, _: Teacher) -> Result<Redirect, AppError> {
    compare(&app, PAGE).await?;
    Ok(Redirect::to("/sharing"))
}
