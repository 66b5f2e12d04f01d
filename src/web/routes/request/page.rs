//! Regrade requests: the student asks about a task, a teacher answers in the same thread and closes it.

use super::view::{ThreadView, thread, titles};
use crate::l10n::{Explain as _, date};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::requests;
use crate::store::Role;
use crate::web::error::AppError;
use crate::web::routes::language::local;
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
    let asked = requests::ask(
        &app,
        &person.user,
        &homework,
        &question.task,
        &question.text,
    );
    let id = asked.await?;
    Ok(if question.back.is_empty() {
        Redirect::to(&format!("/requests/{id}"))
    } else {
        Redirect::to(&format!("{}#requests", local(&question.back)))
    })
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
    let zone = teacher.0.zone(&active.course);
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
    let zone = person.zone(&active.course);
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
    let author = &teacher.0.user;
    match requests::reply(app, author, id, &reply.text, close).await {
        Ok(()) if close => Ok(Redirect::to("/requests").into_response()),
        Ok(()) => Ok(Redirect::to(&format!("/requests/{id}")).into_response()),
        Err(error @ ServiceError::Form(_)) => {
            let told = Some(error.explain(teacher.0.lang()));
            let shown = page(&server, &teacher.0, id, reply.text, told).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
