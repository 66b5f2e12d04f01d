//! A student's own inputs to download.

use crate::answers;
use crate::course::State as HomeworkState;
use crate::grading::{draw_inputs, inputs_to_file, student_seed};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Role, User};
use crate::web::error::AppError;
use crate::web::visitor::Person;
use assignments::judge::arrays::Arrays;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// `GET /homeworks/{homework}/inputs.npz`.
pub async fn npz(
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
) -> Result<Response, AppError> {
    let (arrays, homework) = own(&app, &person.user, homework).await?;
    Ok(file(
        &homework,
        "npz",
        "application/octet-stream",
        answers::write_npz(&arrays),
    )
    .into_response())
}

/// `GET /homeworks/{homework}/inputs.json`.
pub async fn json(
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
) -> Result<Response, AppError> {
    let (arrays, homework) = own(&app, &person.user, homework).await?;
    Ok(file(
        &homework,
        "json",
        "application/json",
        answers::write_json(&arrays).into_bytes(),
    )
    .into_response())
}

/// The arrays of a person's inputs, and the homework's name as configured.
pub async fn own(
    app: &Arc<App>,
    user: &User,
    homework: String,
) -> Result<(Arrays, String), AppError> {
    let active = app.course().await?;
    let configured = active
        .course
        .homework(&homework)
        .ok_or(ServiceError::NotFound)?;
    if configured.state(app.now()) == HomeworkState::NotOpen && user.role < Role::Teacher {
        return Err(ServiceError::NotOpen.into());
    }
    let seed = student_seed(&app.secret, &user.login, &homework);
    app.compute(move || {
        let configured = active
            .course
            .homework(&homework)
            .ok_or(ServiceError::NotFound)?;
        Ok((inputs_to_file(&draw_inputs(configured, seed)), homework))
    })
    .await?
}

fn file(homework: &str, ending: &str, kind: &'static str, bytes: Vec<u8>) -> impl IntoResponse {
    let disposition = format!("attachment; filename=\"{homework}-inputs.{ending}\"");
    (
        [
            (header::CONTENT_TYPE, kind.to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    )
}
