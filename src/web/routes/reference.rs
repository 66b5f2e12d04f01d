//! The reference answers, where the config reveals them.

use crate::answers;
use crate::service::app::App;
use crate::service::disclose::{reference_answers, visible};
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use std::sync::Arc;

/// `GET /submissions/{id}/reference.npz`: for the inputs of this submission, of the tasks that may be seen; to others there is nothing.
pub async fn npz(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<impl IntoResponse, AppError> {
    let reader = person.reader();
    let submission = visible(&app, &reader, id).await?;
    let found = reference_answers(&app, &reader, &submission).await?;
    let bytes = answers::write_npz(&found.ok_or(ServiceError::NotFound)?);
    let disposition = format!(
        "attachment; filename=\"{}-reference-{id}.npz\"",
        submission.homework
    );
    Ok((
        [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    ))
}
