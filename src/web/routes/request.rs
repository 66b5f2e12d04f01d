//! Regrade requests: the student asks about a task, a teacher answers in the same thread and closes it.

mod view;

pub use view::{RequestsView, ThreadView, requests, threads};

use self::view::{thread, titles};
use super::language::local;
use super::overview::zone_of;
use crate::l10n::{date, say};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::writing::{MESSAGE, said, tidy};
use crate::store::{Asked, Role};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::{Person, Teacher};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
    Form(question): Form<Question>,
) -> Result<Redirect, AppError> {
    let active = app.course().await?;
    let configured = active
        .course
        .homework(&homework)
        .ok_or(ServiceError::NotFound)?;
    let task = question.task.as_str();
    let known = configured.task(task).is_some() || configured.manual.iter().any(|m| m.name == task);
    if !known {
        return Err(ServiceError::NotFound.into());
    }
    // Somebody who has sent nothing has nothing to be looked at again.
    let (submissions, answers) = (
        app.store.submissions(person.user.id, &homework).await?,
        app.store.answers_of(person.user.id, &homework).await?,
    );
    if submissions.is_empty() && answers.is_empty() {
        return Err(ServiceError::Form("request-nothing-sent").into());
    }
    let text = said(&question.text, MESSAGE).map_err(ServiceError::Form)?;
    app.admit_submission(person.user.id)?;
    let asked = app
        .store
        .ask(person.user.id, &homework, task, &text, app.now())
        .await?;
    match asked {
        Asked::Sent(id) if question.back.is_empty() => Ok(Redirect::to(&format!("/requests/{id}"))),
        Asked::Sent(_) => Ok(Redirect::to(&format!("{}#requests", local(&question.back)))),
        Asked::TooMany | Asked::Closed => Err(ServiceError::Form("request-too-many").into()),
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
pub async fn list(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
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
            opened: date::instant(request.opened_at, &zone, now, lang),
            messages: request.messages.len(),
            waits: request
                .messages
                .last()
                .is_some_and(|m| m.author == request.user),
        });
    }
    server.page(
        "requests.html",
        &teacher.0.visitor,
        &ListView { open, closed },
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
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<Html<String>, AppError> {
    page(&server, &person, id, String::new(), None).await
}

async fn page(
    server: &ServerState,
    person: &Person,
    id: i64,
    draft: String,
    error: Option<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let request = app.store.request(id).await?.ok_or(ServiceError::NotFound)?;
    let teaches = person.user.role >= Role::Teacher;
    if request.user != person.user.id && !teaches {
        return Err(ServiceError::NotFound.into());
    }
    let active = app.course().await?;
    let (lang, now) = (person.lang(), app.now());
    let zone = zone_of(&person.user, &active.course);
    let student = app.store.user_by_id(request.user).await?;
    let student = student.ok_or(ServiceError::NotFound)?;
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
    server.page("request.html", &person.visitor, &view)
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
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<i64>,
    Form(reply): Form<Reply>,
) -> Result<Response, AppError> {
    let app = &server.app;
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
            app.store.request(id).await?.ok_or(ServiceError::NotFound)?;
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
    let shown = page(&server, &teacher.0, id, reply.text, Some(error)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
