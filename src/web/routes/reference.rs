//! The reference answers, where the config reveals them.

use crate::ids::SubmissionId;
use crate::service::app::App;
use crate::service::disclose::{reference_answers, visible};
use crate::service::error::ServiceError;
use crate::service::inputs::reference_to_see;
use crate::web::download::attached;
use crate::web::error::AppError;
use crate::web::visitor::{Person, Teacher};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use judge::answers;
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
    let bytes = answers::write_npz(&found.ok_or(ServiceError::NotFound)?);
    Ok(file(
        &format!("{}-reference-{id}", submission.homework),
        bytes,
    ))
}

/// `GET /students/{login}/homeworks/{homework}/reference.npz`: for a student's inputs, for those who teach.
pub async fn of_student(
    State(app): State<Arc<App>>,
    _teacher: Teacher,
    Path((login, homework)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let student = app.store.user(&login).await?;
    let student = student.ok_or(ServiceError::NotFound)?;
    let bytes = answers::write_npz(&reference_to_see(&app, &student, &homework).await?);
    Ok(file(&format!("{login}-{homework}-reference"), bytes))
}

fn file(name: &str, bytes: Vec<u8>) -> Response {
    let name = format!("{name}.npz");
    (attached(&name, "application/octet-stream"), bytes).into_response()
}
