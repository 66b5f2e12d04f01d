//! What a teacher gives by hand, for programs: overrides, excuses and later deadlines.

use super::body::{Sent, read, said_or_null, without};
use crate::service::adjust::{Subject, read_reason};
use crate::service::app::App;
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use l10n::message;
use serde::Deserialize;
use std::sync::Arc;

/// Points in place of all others, or an excuse.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OverrideEntry {
    /// `"12.5"`; null without an excuse takes away what was given. It may be left out where the student is excused.
    #[serde(default, deserialize_with = "said_or_null")]
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
#[serde(deny_unknown_fields)]
pub struct ExtensionEntry {
    /// An instant (RFC 3339), or a date that is meant to its end in the course's zone; null takes it away.
    #[serde(deserialize_with = "said_or_null")]
    #[schema(required = true)]
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
    body: Sent,
) -> Result<StatusCode, AppError> {
    let entry: OverrideEntry = read(body, message!("hand-override-body"))?;
    let points = match entry.points {
        Some(points) => points,
        None if entry.excused => String::new(),
        // Nothing was said of points: that is no wish to take them away.
        None => return Err(without("points", message!("hand-override-body")).into()),
    };
    let subject = Subject::find(&app, &login, &homework).await?;
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
    body: Sent,
) -> Result<StatusCode, AppError> {
    let entry: ExtensionEntry = read(body, message!("hand-extension-body"))?;
    let subject = Subject::find(&app, &login, &homework).await?;
    let deadline = entry.deadline.unwrap_or_default();
    let extension = subject.read_extension(&app, &deadline).await?;
    let reason = read_reason(&entry.reason, extension.deadline.is_some())?;
    subject
        .give_extension(&app, &extension, &reason, &teacher.0.user)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
