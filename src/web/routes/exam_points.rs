//! The oral exam's points of one student, from a row of the list or the student's page.

use crate::service::adjust::{change_exam, set_exam};
use crate::service::sign_in::local;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use judge::points::Points;
use serde::{Deserialize, Serialize};

/// Points as a form takes them along, so that no others are overwritten by it.
pub fn seen(points: Option<Points>) -> String {
    points.map(|points| points.to_string()).unwrap_or_default()
}

/// The form: points, or nothing for «not graded».
#[derive(Deserialize)]
pub struct Entry {
    points: String,
    /// The points that the form was shown with.
    seen: Option<String>,
    /// `exam` to come back to the list; `/exam?…` to the page of it.
    #[serde(default)]
    back: String,
}

#[derive(Serialize)]
struct Changed {
    login: String,
    name: String,
    /// What there is by now.
    points: Option<String>,
    seen: String,
    exam_max: String,
    typed: String,
    /// Where the form leads back to, and where one goes who leaves it.
    back: String,
    page: String,
}

/// `POST /students/{login}/exam`; where there are other points by now than those that were shown, they stay, and are told.
pub async fn set(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(entry): Form<Entry>,
) -> Result<Response, AppError> {
    let (app, actor) = (&server.app, &teacher.0.user);
    let (student, done) = match &entry.seen {
        Some(seen) => change_exam(app, actor, &login, (seen, &entry.points)).await?,
        None => (set_exam(app, actor, &login, &entry.points).await?, true),
    };
    let page = match entry.back.as_str() {
        "exam" => format!("/exam#{}", student.login),
        list if list.starts_with("/exam?") => format!("{}#{}", local(list), student.login),
        _ => format!("/students/{}#exam", student.login),
    };
    if done {
        return Ok(Redirect::to(&page).into_response());
    }
    let lang = teacher.0.lang();
    let given = app.store.exam(student.id).await?;
    let view = Changed {
        points: given.map(|points| points.show(lang)),
        seen: seen(given),
        exam_max: app.course().await?.course.exam_max.show(lang),
        login: student.login,
        name: student.name,
        typed: entry.points,
        back: entry.back,
        page,
    };
    let html = server.page("exam_changed.html", &teacher.0.visitor, &view)?;
    Ok((StatusCode::CONFLICT, html).into_response())
}
