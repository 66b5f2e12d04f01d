//! A student's own inputs to download.

use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::inputs::{given_before, inputs_to_see, own_inputs};
use crate::web::download;
use crate::web::error::AppError;
use crate::web::visitor::{Person, Teacher};
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

/// `GET /homeworks/{homework}/inputs.npz`.
pub async fn npz(
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
) -> Result<Response, AppError> {
    let arrays = own_inputs(&app, &person.user, &homework).await?;
    Ok(download::npz(&format!("{homework}-inputs"), &arrays))
}

/// `GET /homeworks/{homework}/inputs.json`.
pub async fn json(
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
) -> Result<Response, AppError> {
    let arrays = own_inputs(&app, &person.user, &homework).await?;
    Ok(download::json(&format!("{homework}-inputs"), &arrays))
}

/// `GET /homeworks/{homework}/inputs/{number}`: inputs that were given before the course gave new ones, by the number of their release.
pub async fn earlier(
    State(app): State<Arc<App>>,
    person: Person,
    Path((homework, number)): Path<(String, i64)>,
) -> Result<Response, AppError> {
    let arrays = given_before(&app, &person.user, &homework, number).await?;
    let name = format!("{homework}-inputs-{number}");
    Ok(download::npz(&name, &arrays))
}

/// `GET /students/{login}/homeworks/{homework}/inputs.npz`: a student's inputs, for those who teach; they are not given to the student by it.
pub async fn of_student(
    State(app): State<Arc<App>>,
    _teacher: Teacher,
    Path((login, homework)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let student = app.store.user(&login).await?;
    let student = student.ok_or(ServiceError::NotFound)?;
    let arrays = inputs_to_see(&app, &student, &homework).await?;
    Ok(download::npz(
        &format!("{login}-{homework}-inputs"),
        &arrays,
    ))
}
