//! What a teacher gives by hand, for programs: overrides, excuses and later deadlines.

use crate::service::adjust::{Subject, read_reason};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use l10n::message;
use serde::Deserialize;
use std::sync::Arc;

/// Points in place of all others, or an excuse; neither takes both away.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct OverrideEntry {
    /// `"12.5"`.
    points: Option<String>,
    /// Whether the student is excused from the homework.
    #[serde(default)]
    excused: bool,
    /// Why; needed where something is given.
    #[serde(default)]
    reason: String,
}

/// A later deadline.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ExtensionEntry {
    /// An instant (RFC 3339), or a date that is meant to its end in the course's zone; null takes it away.
    deadline: Option<String>,
    /// Why; needed where a deadline is given.
    #[serde(default)]
    reason: String,
}

/// Gives points in place of all others, excuses, or takes either away.
#[utoipa::path(put, path = "/students/{login}/homeworks/{homework}/override", operation_id = "set_override", tag = "teacher",
    params(("login" = String, Path, description = "The student's login."), ("homework" = String, Path, description = "The homework's name.")), request_body = OverrideEntry,
    responses((status = 204, description = "It is as asked for.")))]
pub async fn set_override(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path((login, homework)): Path<(String, String)>,
    body: Result<Json<OverrideEntry>, JsonRejection>,
) -> Result<StatusCode, AppError> {
    let Json(entry) = body.map_err(|_| ServiceError::Form(message!("hand-override-body")))?;
    let subject = Subject::find(&app, &login, &homework).await?;
    let points = entry.points.unwrap_or_default();
    let given = subject.read_override(&points, entry.excused, &entry.reason)?;
    subject
        .give_override(&app, given.as_ref(), &teacher.0.user)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a later deadline, or takes it away. What lateness took from submissions and graded items is reckoned anew.
#[utoipa::path(put, path = "/students/{login}/homeworks/{homework}/extension", operation_id = "set_extension", tag = "teacher",
    params(("login" = String, Path, description = "The student's login."), ("homework" = String, Path, description = "The homework's name.")), request_body = ExtensionEntry,
    responses((status = 204, description = "It is as asked for.")))]
pub async fn set_extension(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path((login, homework)): Path<(String, String)>,
    body: Result<Json<ExtensionEntry>, JsonRejection>,
) -> Result<StatusCode, AppError> {
    let Json(entry) = body.map_err(|_| ServiceError::Form(message!("hand-extension-body")))?;
    let subject = Subject::find(&app, &login, &homework).await?;
    let deadline = entry.deadline.unwrap_or_default();
    let extension = subject.read_extension(&app, &deadline).await?;
    let reason = read_reason(&entry.reason, extension.deadline.is_some())?;
    subject
        .give_extension(&app, &extension, &reason, &teacher.0.user)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
