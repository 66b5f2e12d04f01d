//! `GET /sharing`: files that several students sent, and whose answers fit the inputs of another student.

use crate::course::Course;
use crate::ids::SubmissionId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::sharing::compare;
use crate::store::{Sender, SharedAnswers, SharedFile};
use crate::web::error::AppError;
use crate::web::paging::{Asked, Paging, ROWS};
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Redirect};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use l10n::{Lang, date};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// How long somebody waits for a page.
const PAGE: Duration = Duration::from_secs(20);
/// Files of a page, and senders that are named beside each.
const FILES: usize = 20;
const NAMED: usize = 5;
/// Submissions of a page whose answers fit the inputs of others.
const ANSWERS: usize = 50;

/// From where on either list is shown: from before these submissions.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    files: String,
    answers: String,
}

impl Wanted {
    fn link(files: &str, answers: &str) -> String {
        format!(
            "/sharing{}",
            query(&[("files", files), ("answers", answers)])
        )
    }
}

/// Before which submission; what is no number is the beginning.
fn before(text: &str) -> SubmissionId {
    text.parse().unwrap_or(SubmissionId::BEYOND)
}

#[derive(Serialize)]
struct View {
    files: Steps<FileRow>,
    answers: Steps<Row>,
    /// Submissions that were not compared yet, and whether there are more.
    left: i64,
    or_more: bool,
    last: Option<String>,
}

/// Rows of a list that is gone through from the newest on.
#[derive(Serialize)]
struct Steps<T> {
    rows: Vec<T>,
    newest: Option<String>,
    older: Option<String>,
}

/// A file that several students sent.
#[derive(Serialize)]
struct FileRow {
    homework: String,
    senders: usize,
    /// Those who sent it before all others, and how many more there are.
    named: Vec<SenderRow>,
    more: usize,
    link: String,
}

#[derive(Serialize)]
struct SenderRow {
    submission: SubmissionId,
    login: String,
    name: String,
    at: String,
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
    tasks: Vec<String>,
}

/// For whom it is put into words, and of which course.
struct Reader<'c> {
    course: &'c Course,
    lang: Lang,
    zone: TimeZone,
    now: Timestamp,
}

impl<'c> Reader<'c> {
    fn of(app: &App, course: &'c Course, teacher: &Teacher) -> Self {
        Self {
            lang: teacher.0.lang(),
            zone: teacher.0.zone(course),
            now: app.now(),
            course,
        }
    }
}

impl Reader<'_> {
    fn title(&self, homework: &str) -> String {
        let known = self.course.homework(homework);
        known
            .map_or(homework, |h| h.title.get(self.lang))
            .to_owned()
    }

    fn at(&self, at: Timestamp) -> String {
        date::instant(at, &self.zone, self.now, self.lang)
    }

    fn sender(&self, sender: Sender) -> SenderRow {
        SenderRow {
            at: self.at(sender.received_at),
            submission: sender.submission,
            login: sender.login,
            name: sender.name,
        }
    }

    fn row(&self, shared: SharedAnswers) -> Row {
        Row {
            at: self.at(shared.received_at),
            homework: self.title(&shared.homework),
            submission: shared.submission,
            login: shared.login,
            name: shared.name,
            other_login: shared.other_login,
            other_name: shared.other_name,
            tasks: vec![shared.task],
        }
    }
}

/// `GET /sharing`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let reader = Reader::of(app, &active.course, &teacher);
    let left = app.store.comparison_left().await?;
    let view = View {
        files: files(app, &reader, &wanted).await?,
        answers: answers(app, &reader, &wanted).await?,
        left: left.submissions,
        or_more: left.or_more,
        last: left.last.map(|last| reader.at(last)),
    };
    server.page("sharing.html", &teacher.0.visitor, &view)
}

async fn files(
    app: &App,
    reader: &Reader<'_>,
    wanted: &Wanted,
) -> Result<Steps<FileRow>, AppError> {
    // One more than is shown tells whether there are older ones.
    let mut found = app
        .store
        .shared_files(before(&wanted.files), FILES + 1)
        .await?;
    let more = found.len() > FILES;
    found.truncate(FILES);
    let last = found.last().map(|file| file.noticed_by.to_string());
    let mut rows = Vec::with_capacity(found.len());
    for file in found {
        rows.push(file_row(app, reader, file).await?);
    }
    Ok(Steps {
        rows,
        newest: (!wanted.files.is_empty()).then(|| Wanted::link("", &wanted.answers)),
        older: last
            .filter(|_| more)
            .map(|last| Wanted::link(&last, &wanted.answers)),
    })
}

async fn file_row(app: &App, reader: &Reader<'_>, file: SharedFile) -> Result<FileRow, AppError> {
    let of = (file.homework.as_str(), file.sha256.as_str());
    let named = app.store.senders_of(of, 0, NAMED).await?;
    Ok(FileRow {
        link: format!("/sharing/{}/{}", file.homework, file.sha256),
        homework: reader.title(&file.homework),
        more: file.senders.saturating_sub(named.len()),
        senders: file.senders,
        named: named.into_iter().map(|s| reader.sender(s)).collect(),
    })
}

async fn answers(app: &App, reader: &Reader<'_>, wanted: &Wanted) -> Result<Steps<Row>, AppError> {
    let found = app
        .store
        .shared_answers(before(&wanted.answers), ANSWERS + 1)
        .await?;
    let mut rows: Vec<Row> = Vec::new();
    let (mut submissions, mut older) = (0, None);
    for shared in found {
        let last = rows.last_mut();
        let last = last.filter(|row| row.submission == shared.submission);
        match last {
            Some(row) if row.other_login == shared.other_login => row.tasks.push(shared.task),
            Some(_) => rows.push(reader.row(shared)),
            None if submissions == ANSWERS => {
                older = rows.last().map(|row| row.submission.to_string());
                break;
            }
            None => {
                submissions += 1;
                rows.push(reader.row(shared));
            }
        }
    }
    Ok(Steps {
        rows,
        newest: (!wanted.answers.is_empty()).then(|| Wanted::link(&wanted.files, "")),
        older: older.map(|last| Wanted::link(&wanted.files, &last)),
    })
}

#[derive(Serialize)]
struct FileView {
    homework: String,
    sha256: String,
    senders: Vec<SenderRow>,
    paging: Paging,
}

/// `GET /sharing/{homework}/{sha256}`: everybody who sent this file, whoever was first first.
pub async fn file(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((homework, sha256)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let reader = Reader::of(app, &active.course, &teacher);
    let of = (homework.as_str(), sha256.as_str());
    let found = app.store.sender_count(of.0, of.1).await?;
    if found == 0 {
        return Err(ServiceError::NotFound.into());
    }
    let link = |page: &str| format!("/sharing/{homework}/{sha256}{}", query(&[("page", page)]));
    let (shown, paging) = Paging::of(found, ROWS, &asked.page, link);
    let senders = app.store.senders_of(of, shown.start, shown.len()).await?;
    let view = FileView {
        homework: reader.title(&homework),
        senders: senders.into_iter().map(|s| reader.sender(s)).collect(),
        paging,
        sha256,
    };
    server.page("sharing_file.html", &teacher.0.visitor, &view)
}

/// `POST /sharing`: compares now what was not compared yet.
pub async fn look(State(app): State<Arc<App>>, _: Teacher) -> Result<Redirect, AppError> {
    compare(&app, PAGE).await?;
    Ok(Redirect::to("/sharing"))
}
