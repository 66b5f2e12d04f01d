//! `PUT /api/v1/students/{login}/exam`.

use super::body::{Sent, read, said_or_null};
use crate::service::adjust::set_exam;
use crate::service::app::App;
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use l10n::message;
use serde::Deserialize;
use std::sync::Arc;

/// The exam's points as an exact decimal; null takes them away.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ExamEntry)]
pub struct Entry {
    /// `"23.5"`; null takes them away.
    #[serde(deserialize_with = "said_or_null")]
    #[schema(required = true)]
    points: Option<String>,
}

/// Gives, changes or takes away the exam's points.
#[utoipa::path(put, path = "/students/{login}/exam", operation_id = "set_exam", tag = "teacher",
    params(("login" = String, Path, description = "The student's login.")), request_body = Entry,
    responses((status = 204, description = "They are as asked for.")))]
pub async fn set(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    body: Sent,
) -> Result<StatusCode, AppError> {
    let entry: Entry = read(body, message!("exam-body"))?;
    let points = entry.points.unwrap_or_default();
    let _student = set_exam(&app, &teacher.0.user, &login, &points).await?;
    Ok(StatusCode::NO_CONTENT)
}
