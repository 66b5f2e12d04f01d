//! The teacher enters the oral exam's points, one by one or as a list.

use super::roster::{RefusedRow, refused};
use crate::import::exam::{Plan, plan};
use crate::points::Points;
use crate::report::gradebook::Gradebook;
use crate::service::adjust::read_points;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::User;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::table_form::TableForm;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

#[derive(Serialize)]
struct View {
    exam_max: String,
    graded: usize,
    students: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    login: String,
    name: String,
    points: String,
}

/// `GET /exam`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let lang = teacher.0.lang();
    let book = Gradebook::load(&app.store, &active.course, lang).await?;
    let row = |s: &crate::report::gradebook::StudentRow| Row {
        login: s.login.clone(),
        name: s.name.clone(),
        points: s.standing.exam.map(|p| p.show(lang)).unwrap_or_default(),
    };
    let graded = book.students.iter().filter(|s| s.standing.exam.is_some());
    let view = View {
        exam_max: active.course.exam_max.show(lang),
        graded: graded.count(),
        students: book.students.iter().map(row).collect(),
    };
    server.page("exam.html", &teacher.0.visitor, &view)
}

/// The form: points, or nothing for «not graded».
#[derive(Deserialize)]
pub struct Entry {
    points: String,
    /// `exam` to come back to the list.
    #[serde(default)]
    back: String,
}

/// `POST /students/{login}/exam`.
pub async fn set(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(entry): Form<Entry>,
) -> Result<Redirect, AppError> {
    let student = give(&app, &teacher, &login, &entry.points).await?;
    let back = match entry.back.as_str() {
        "exam" => format!("/exam#{}", student.login),
        _ => format!("/students/{}#exam", student.login),
    };
    Ok(Redirect::to(&back))
}

/// Gives, changes or takes away the exam's points; a decimal comma is understood.
pub async fn give(
    app: &Arc<App>,
    teacher: &Teacher,
    login: &str,
    text: &str,
) -> Result<User, AppError> {
    let student = app.store.user(login).await?.ok_or(ServiceError::NotFound)?;
    let points = read_points(text)?;
    let most = app.course().await?.course.exam_max;
    if points.is_some_and(|p| p < Points::ZERO || p > most) {
        return Err(ServiceError::Form("form-exam-range").into());
    }
    app.store
        .set_exam(
            student.id,
            &student.login,
            points,
            &teacher.0.user.login,
            app.now(),
        )
        .await?;
    Ok(student)
}

#[derive(Serialize)]
struct Preview {
    text: String,
    seen: String,
    changed_since: bool,
    changes: Vec<ChangeRow>,
    same: usize,
    empty: usize,
    refused: Vec<RefusedRow>,
}

#[derive(Serialize)]
struct ChangeRow {
    login: String,
    name: String,
    before: Option<String>,
    after: String,
}

/// `POST /exam`: shows what a list would change; done once exactly that was confirmed.
pub async fn import(
    State(server): State<ServerState>,
    teacher: Teacher,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let form = TableForm::read(form).await?;
    let (people, exams) = (app.store.users().await?, app.store.exams().await?);
    let most = app.course().await?.course.exam_max;
    let plan =
        plan(&form.table, &people, &exams, most).map_err(|e| ServiceError::invalid("CSV", &e))?;
    let fingerprint = hex::encode(Sha256::digest(format!("{plan:?}")));
    let (seen, lang) = (form.field("seen"), teacher.0.lang());
    if seen == fingerprint {
        let given: Vec<_> = plan.changes.iter().map(|c| (&c.student, c.after)).collect();
        app.store
            .set_exams(&given, &teacher.0.user.login, app.now())
            .await?;
        return Ok(Redirect::to("/exam").into_response());
    }
    let Plan {
        changes,
        same,
        empty,
        refused: rows,
    } = plan;
    let change = |c: crate::import::exam::Change| ChangeRow {
        login: c.student.login,
        name: c.student.name,
        before: c.before.map(|p| p.show(lang)),
        after: c.after.show(lang),
    };
    let view = Preview {
        changed_since: !seen.is_empty(),
        text: form.text,
        seen: fingerprint,
        changes: changes.into_iter().map(change).collect(),
        same,
        empty,
        refused: refused(&rows, lang),
    };
    let visitor = &teacher.0.visitor;
    Ok(server
        .page("exam_preview.html", visitor, &view)?
        .into_response())
}
