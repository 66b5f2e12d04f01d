//! The notebook that a homework starts from; `dgm starter` writes the same one.

use crate::course::State as HomeworkState;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::starter::{inputs_name, starter};
use crate::store::Role;
use crate::web::error::AppError;
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use std::sync::Arc;

/// `GET /homeworks/{homework}/starter.ipynb`.
pub async fn notebook(
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
) -> Result<impl IntoResponse, AppError> {
    let active = app.course().await?;
    let configured = active
        .course
        .homework(&homework)
        .ok_or(ServiceError::NotFound)?;
    let extension = app.store.extension(person.user.id, &homework).await?;
    let state = configured.schedule(extension).state(app.now());
    if state == HomeworkState::NotOpen && person.user.role < Role::Teacher {
        return Err(ServiceError::NotOpen.into());
    }
    let notebook = starter(configured, person.lang(), &inputs_name(&homework));
    let text = serde_json::to_string_pretty(&notebook).map_err(|_| ServiceError::Internal)?;
    let disposition = format!("attachment; filename=\"{homework}-starter.ipynb\"");
    Ok((
        [
            (header::CONTENT_TYPE, "application/x-ipynb+json".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        text,
    ))
}
