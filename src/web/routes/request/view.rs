//! Threads of requests as pages show them.

use crate::course::{Course, Homework};
use crate::ids::{RequestId, UserId};
use crate::report::standing::HomeworkStanding;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::Request;
use crate::web::error::AppError;
use crate::web::markdown;
use crate::web::visitor::Person;
use jiff::tz::TimeZone;
use l10n::{Lang, date, message};
use serde::Serialize;
use std::sync::Arc;

/// A thread as pages show it.
#[derive(Serialize)]
pub struct ThreadView {
    id: RequestId,
    task: String,
    title: String,
    open: bool,
    closed: Option<String>,
    messages: Vec<MessageView>,
}

#[derive(Serialize)]
struct MessageView {
    name: String,
    at: String,
    /// Whether the student wrote it.
    asks: bool,
    html: String,
}

impl ThreadView {
    /// Whether it is about this task or item.
    pub fn is_about(&self, task: &str) -> bool {
        self.task == task
    }
}

impl RequestsView {
    /// Without threads about items, for a page where they stand at the items; and where nothing was sent there is nothing to ask about.
    #[must_use]
    pub fn beside_items(mut self, homework: &Homework, anything_sent: bool) -> Self {
        self.threads.retain(|t| !homework.has_item(&t.task));
        self.may_ask &= anything_sent;
        self
    }
}

/// The requests of one student about one homework, with the form for another.
#[derive(Serialize)]
pub struct RequestsView {
    homework: String,
    back: String,
    may_ask: bool,
    choices: Vec<Choice>,
    threads: Vec<ThreadView>,
}

#[derive(Serialize)]
struct Choice {
    name: String,
    title: String,
}

/// What a report page shows of requests.
///
/// # Errors
/// When the database fails.
pub async fn requests(
    app: &Arc<App>,
    student: UserId,
    (homework, standing): (&Homework, &HomeworkStanding),
    person: &Person,
    back: &str,
) -> Result<RequestsView, AppError> {
    let lang = person.lang();
    let graded = homework.tasks.iter().filter(|t| t.is_graded());
    let names = graded
        .map(|t| t.name().to_owned())
        .chain(homework.manual.iter().map(|m| m.name.clone()));
    // What a person has set is asked about first.
    let by_hand = standing.given || standing.excused;
    let names = by_hand.then(String::new).into_iter().chain(names);
    Ok(RequestsView {
        homework: homework.name().to_owned(),
        back: back.to_owned(),
        may_ask: student == person.user.id,
        choices: names
            .map(|name| Choice {
                title: title_of(homework, &name, lang),
                name,
            })
            .collect(),
        threads: threads(app, student, homework, person).await?,
    })
}

/// A student's threads about one homework.
///
/// # Errors
/// When the database fails.
pub async fn threads(
    app: &Arc<App>,
    student: UserId,
    homework: &Homework,
    person: &Person,
) -> Result<Vec<ThreadView>, AppError> {
    let active = app.course().await?;
    let zone = person.zone(&active.course);
    let all = app.store.requests_of(student, homework.name()).await?;
    let mut threads = Vec::with_capacity(all.len());
    for request in all {
        let title = title_of(homework, &request.task, person.lang());
        threads.push(thread(app, request, title, &zone, person.lang()).await?);
    }
    Ok(threads)
}

/// A thread with times as its reader has them.
///
/// # Errors
/// When a message cannot be rendered: a fault of ours.
pub(super) async fn thread(
    app: &App,
    request: Request,
    title: String,
    zone: &TimeZone,
    lang: Lang,
) -> Result<ThreadView, ServiceError> {
    let now = app.now();
    let mut messages = Vec::with_capacity(request.messages.len());
    for message in request.messages {
        messages.push(MessageView {
            asks: message.author == request.user,
            html: markdown::of_person(app, &message.text).await?,
            name: message.name,
            at: date::instant(message.at, zone, now, lang),
        });
    }
    Ok(ThreadView {
        id: request.id,
        task: request.task,
        title,
        open: request.closed_at.is_none(),
        closed: request
            .closed_at
            .map(|at| date::instant(at, zone, now, lang)),
        messages,
    })
}

/// The title of a task or item; its name where the course has none of that name any more.
fn title_of(homework: &Homework, task: &str, lang: Lang) -> String {
    if task.is_empty() {
        return message!("request-whole").text(lang);
    }
    if let Some(item) = homework.manual.iter().find(|m| m.name == task) {
        return item.title.get(lang).to_owned();
    }
    let section = homework.listed.statement(lang).section(task);
    section.map_or_else(|| task.to_owned(), |s| s.title.to_owned())
}

/// The titles of a request's homework and task.
pub(super) fn titles(course: &Course, request: &Request, lang: Lang) -> (String, String) {
    course.homework(&request.homework).map_or_else(
        || (request.homework.clone(), request.task.clone()),
        |h| {
            (
                h.title.get(lang).to_owned(),
                title_of(h, &request.task, lang),
            )
        },
    )
}
