//! The teacher enters the oral exam's points.

use crate::points::Points;
use crate::web::fault::Fault;
use crate::web::state::AppState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;

/// The form: points, or nothing for «not graded».
#[derive(Deserialize)]
pub struct Entry {
    points: String,
}

/// `POST /students/{login}/exam`.
pub async fn set(
    State(app): State<AppState>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(entry): Form<Entry>,
) -> Result<Redirect, Fault> {
    give(&app, &teacher, &login, &entry.points).await?;
    Ok(Redirect::to("/gradebook"))
}

/// Gives, changes or takes away the exam's points; a decimal comma is understood.
pub async fn give(app: &AppState, teacher: &Teacher, login: &str, text: &str) -> Result<(), Fault> {
    let student = app.store.user(login).await?.ok_or(Fault::NotFound)?;
    let text = text.trim().replace(',', ".");
    let points = if text.is_empty() {
        None
    } else {
        Some(
            text.parse::<Points>()
                .map_err(|_| Fault::Form("form-points"))?,
        )
    };
    let most = app.course().await?.course.exam_max;
    if points.is_some_and(|p| p < Points::ZERO || p > most) {
        return Err(Fault::Form("form-exam-range"));
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
    Ok(())
}
