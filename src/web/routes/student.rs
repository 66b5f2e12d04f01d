//! One student, as the teacher sees them: the overview, the submissions, the exam.

use super::exam_points::seen;
use super::homework::History;
use super::item::{self, AnswerRow};
use super::overview;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Path, State};
use axum::response::Html;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    overview: overview::View,
    login: String,
    name: String,
    exam: String,
    /// What the form is to take the place of.
    exam_seen: String,
    exam_max: String,
    histories: Vec<Of>,
}

/// What was sent for a homework.
#[derive(Serialize)]
struct Of {
    homework: String,
    title: String,
    history: History,
    /// Answers to what persons grade.
    answers: Vec<AnswerRow>,
}

/// `GET /students/{login}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(login): Path<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let student = app
        .store
        .user(&login)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let active = app.course().await?;
    let lang = teacher.0.lang();
    let zone = teacher.0.zone(&active.course);
    let mut histories = Vec::new();
    for homework in &active.course.homeworks {
        let submissions = app.store.submissions(student.id, homework.name()).await?;
        let path = format!("/students/{login}/homeworks/{}", homework.name());
        let at = (&zone, app.now(), lang);
        histories.push(Of {
            homework: homework.name().to_owned(),
            title: homework.title.get(lang).to_owned(),
            history: History::of(&submissions, homework, (&path, ""), at),
            answers: item::rows(app, student.id, homework, &teacher.0).await?,
        });
    }
    let exam = app.store.exam(student.id).await?;
    let view = View {
        overview: overview::view_of(app, &student, lang, overview::Looks::Teacher).await?,
        exam: exam.map(|p| p.show(lang)).unwrap_or_default(),
        exam_seen: seen(exam),
        exam_max: active.course.exam_max.show(lang),
        login: student.login,
        name: student.name,
        histories,
    };
    server.page("student.html", &teacher.0.visitor, &view)
}
