//! Regrade requests: the student asks about a task, a teacher answers in the same thread and closes it.

use super::language::local;
use super::overview::zone_of;
use crate::course::{Course, Homework};
use crate::store::{Asked, Request, Role};
use crate::web::fault::Fault;
use crate::web::render::Frame;
use crate::web::state::AppState;
use crate::web::visitor::{Person, Teacher};
use crate::web::writing::{MESSAGE, said, tidy};
use crate::web::{format, markdown};
use crate::words::{Lang, say};
use assignments::catalogue;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A thread as pages show it.
#[derive(Serialize)]
pub struct ThreadView {
    id: i64,
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
    app: &AppState,
    student: i64,
    homework: &Homework,
    person: &Person,
    back: &str,
) -> Result<RequestsView, Fault> {
    let lang = person.lang();
    let graded = homework.tasks.iter().filter(|t| t.is_graded());
    let names = graded
        .map(|t| t.name.clone())
        .chain(homework.manual.iter().map(|m| m.name.clone()));
    Ok(RequestsView {
        homework: homework.name.clone(),
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
    app: &AppState,
    student: i64,
    homework: &Homework,
    person: &Person,
) -> Result<Vec<ThreadView>, Fault> {
    let active = app.course().await?;
    let zone = zone_of(&person.user, &active.course);
    let all = app.store.requests_of(student, &homework.name).await?;
    Ok(all
        .into_iter()
        .map(|r| {
            let title = title_of(homework, &r.task, person.lang());
            thread(r, title, &zone, app.now(), person.lang())
        })
        .collect())
}

fn thread(
    request: Request,
    title: String,
    zone: &TimeZone,
    now: Timestamp,
    lang: Lang,
) -> ThreadView {
    let student = request.user;
    let messages = request.messages.into_iter();
    ThreadView {
        id: request.id,
        task: request.task,
        title,
        open: request.closed_at.is_none(),
        closed: request
            .closed_at
            .map(|at| format::instant(at, zone, now, lang)),
        messages: messages
            .map(|m| MessageView {
                asks: m.author == student,
                name: m.name,
                at: format::instant(m.at, zone, now, lang),
                html: markdown::to_html(&m.text),
            })
            .collect(),
    }
}

/// The title of a task or item; its name where the course has none of that name any more.
fn title_of(homework: &Homework, task: &str, lang: Lang) -> String {
    if let Some(item) = homework.manual.iter().find(|m| m.name == task) {
        return item.title.get(lang).to_owned();
    }
    let known = catalogue::homework(&homework.name);
    known
        .and_then(|h| h.statement(lang).section(task))
        .map_or_else(|| task.to_owned(), |s| s.title.to_owned())
}

/// The form of a student's message.
#[derive(Deserialize)]
pub struct Question {
    task: String,
    text: String,
    #[serde(default)]
    back: String,
}

/// `POST /homeworks/{homework}/requests`: a message about a task, into the open thread or a new one.
pub async fn ask(
    State(app): State<AppState>,
    person: Person,
    Path(homework): Path<String>,
    Form(question): Form<Question>,
) -> Result<Redirect, Fault> {
    let active = app.course().await?;
    let configured = active.course.homework(&homework).ok_or(Fault::NotFound)?;
    let task = question.task.as_str();
    let known = configured.task(task).is_some() || configured.manual.iter().any(|m| m.name == task);
    if !known {
        return Err(Fault::NotFound);
    }
    // Somebody who has sent nothing has nothing to be looked at again.
    let (submissions, answers) = (
        app.store.submissions(person.user.id, &homework).await?,
        app.store.answers_of(person.user.id, &homework).await?,
    );
    if submissions.is_empty() && answers.is_empty() {
        return Err(Fault::Form("request-nothing-sent"));
    }
    let text = said(&question.text, MESSAGE).map_err(Fault::Form)?;
    if app.submissions.check_key(&person.user.id).is_err() {
        return Err(Fault::TooMany);
    }
    let asked = app
        .store
        .ask(person.user.id, &homework, task, &text, app.now())
        .await?;
    match asked {
        Asked::Sent(id) if question.back.is_empty() => Ok(Redirect::to(&format!("/requests/{id}"))),
        Asked::Sent(_) => Ok(Redirect::to(&format!("{}#requests", local(&question.back)))),
        Asked::TooMany | Asked::Closed => Err(Fault::Form("request-too-many")),
    }
}

#[derive(Serialize)]
struct ListView {
    open: Vec<Row>,
    closed: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: i64,
    student: String,
    homework: String,
    task: String,
    opened: String,
    messages: usize,
    /// Whether the student wrote last.
    waits: bool,
}

/// `GET /requests`: open threads first.
pub async fn list(State(app): State<AppState>, teacher: Teacher) -> Result<Html<String>, Fault> {
    let active = app.course().await?;
    let (lang, now) = (teacher.0.lang(), app.now());
    let zone = zone_of(&teacher.0.user, &active.course);
    let names: std::collections::HashMap<i64, String> = app
        .store
        .users()
        .await?
        .into_iter()
        .map(|u| (u.id, u.name))
        .collect();
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for request in app.store.requests().await? {
        let (homework, task) = titles(&active.course, &request, lang);
        let list = if request.closed_at.is_none() {
            &mut open
        } else {
            &mut closed
        };
        list.push(Row {
            id: request.id,
            student: names.get(&request.user).cloned().unwrap_or_default(),
            homework,
            task,
            opened: format::instant(request.opened_at, &zone, now, lang),
            messages: request.messages.len(),
            waits: request
                .messages
                .last()
                .is_some_and(|m| m.author == request.user),
        });
    }
    app.renderer.page(
        "requests.html",
        &Frame::of(&teacher.0.visitor),
        &ListView { open, closed },
    )
}

/// The titles of a request's homework and task.
fn titles(course: &Course, request: &Request, lang: Lang) -> (String, String) {
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

#[derive(Serialize)]
struct View {
    homework: String,
    homework_title: String,
    student: String,
    login: String,
    answers: bool,
    /// The newest submission, where there is one.
    submission: Option<i64>,
    /// The grading page of the item's answer, where it is an item.
    answer: Option<String>,
    thread: ThreadView,
    draft: String,
    error: Option<String>,
}

/// `GET /requests/{id}`: a thread, for its student and for teachers.
pub async fn show(
    State(app): State<AppState>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<Html<String>, Fault> {
    page(&app, &person, id, String::new(), None).await
}

async fn page(
    app: &AppState,
    person: &Person,
    id: i64,
    draft: String,
    error: Option<String>,
) -> Result<Html<String>, Fault> {
    let request = app.store.request(id).await?.ok_or(Fault::NotFound)?;
    let teaches = person.user.role >= Role::Teacher;
    if request.user != person.user.id && !teaches {
        return Err(Fault::NotFound);
    }
    let active = app.course().await?;
    let (lang, now) = (person.lang(), app.now());
    let zone = zone_of(&person.user, &active.course);
    let student = app.store.user_by_id(request.user).await?;
    let student = student.ok_or(Fault::NotFound)?;
    let (homework_title, title) = titles(&active.course, &request, lang);
    let submissions = app.store.submissions(student.id, &request.homework).await?;
    let answers = app.store.answers_of(student.id, &request.homework).await?;
    let answer = answers.iter().rev().find(|a| a.item == request.task);
    let view = View {
        homework: request.homework.clone(),
        homework_title,
        student: student.name,
        login: student.login,
        answers: teaches,
        submission: submissions.first().map(|s| s.id),
        answer: answer
            .filter(|_| teaches)
            .map(|a| format!("/queue/{}/{}/answers/{}", a.homework, a.item, a.id)),
        thread: thread(request, title, &zone, now, lang),
        draft,
        error,
    };
    app.renderer
        .page("request.html", &Frame::of(&person.visitor), &view)
}

/// The form of a teacher's answer.
#[derive(Deserialize)]
pub struct Reply {
    text: String,
    #[serde(rename = "do", default)]
    act: String,
}

/// `POST /requests/{id}`: a teacher answers, or answers and closes.
pub async fn reply(
    State(app): State<AppState>,
    teacher: Teacher,
    Path(id): Path<i64>,
    Form(reply): Form<Reply>,
) -> Result<Response, Fault> {
    let close = reply.act == "close";
    // A thread may be closed without a word: the answer stands above.
    let text = if close {
        tidy(&reply.text, MESSAGE)
    } else {
        said(&reply.text, MESSAGE)
    };
    let refusal = match text {
        Err(refusal) => refusal,
        Ok(text) => {
            app.store.request(id).await?.ok_or(Fault::NotFound)?;
            let author = &teacher.0.user;
            match app
                .store
                .reply(id, author, text.trim(), close, app.now())
                .await?
            {
                Asked::Sent(_) if close => return Ok(Redirect::to("/requests").into_response()),
                Asked::Sent(_) => {
                    return Ok(Redirect::to(&format!("/requests/{id}")).into_response());
                }
                Asked::Closed => "request-closed",
                Asked::TooMany => "request-too-many",
            }
        }
    };
    let error = say(teacher.0.lang(), refusal);
    let shown = page(&app, &teacher.0, id, reply.text, Some(error)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
