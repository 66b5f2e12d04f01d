//! The reference answers, where the config reveals them.

use crate::ids::SubmissionId;
use crate::service::app::App;
use crate::service::disclose::visible;
use crate::service::error::ServiceError;
use crate::service::expected::reference_answers;
use crate::service::inputs::reference_to_see;
use crate::web::download;
use crate::web::error::AppError;
use crate::web::visitor::{Person, Teacher};
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

/// `GET /submissions/{id}/reference.npz`: for the inputs of this submission, of the tasks that may be seen; to others there is nothing.
pub async fn npz(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<SubmissionId>,
) -> Result<Response, AppError> {
    let reader = person.reader();
    let submission = visible(&app, &reader, id).await?;
    let found = reference_answers(&app, &reader, &submission).await?;
    let name = format!("{}-reference-{id}", submission.homework);
    Ok(download::npz(&name, &found.ok_or(ServiceError::NotFound)?))
}

/// `GET /students/{login}/homeworks/{homework}/reference.npz`: for a student's inputs, for those who teach.
pub async fn of_student(
    State(app): State<Arc<App>>,
    _teacher: Teacher,
    Path((login, homework)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let student = app.store.user(&login).await?;
    let student = student.ok_or(ServiceError::NotFound)?;
    let arrays = reference_to_see(&app, &student, &homework).await?;
    Ok(download::npz(
        &format!("{login}-{homework}-reference"),
        &arrays,
    ))
}
