//! A list that was taken in is taken back, for programs.

use super::people::{Only, only};
use crate::ids::EntryId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::imports::{preview, take_back};
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use l10n::message;
use serde::Serialize;
use std::sync::Arc;

/// What taking a list back did, or would do.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = ImportTakenBack)]
pub struct TakenBack {
    /// Whether it was done.
    applied: bool,
    /// The number of the audit's entry of it.
    #[schema(value_type = Option<i64>)]
    entry: Option<EntryId>,
    /// How many changes of the list are taken back.
    undone: usize,
    /// How many stay, because something has changed since or hangs on them.
    kept: usize,
}

/// Takes back a list of people or of points that was taken in: what was changed since stays.
#[utoipa::path(post, path = "/imports/{id}/take-back", operation_id = "take_back_import", tag = "teacher",
    params(("id" = i64, Path, description = "The number of the audit's entry of the list, which its import told."), Only),
    responses((status = 200, description = "What it did, or would do.", body = TakenBack)))]
pub async fn back(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(id): Path<EntryId>,
    query: Result<Query<Only>, QueryRejection>,
) -> Result<Json<TakenBack>, AppError> {
    let dry_run = only(query)?;
    let actor = &teacher.0.user;
    let taken = preview(&app, actor, id).await?;
    let entry = if dry_run {
        None
    } else {
        let done = take_back(&app, actor, id, &taken).await?;
        Some(done.ok_or(ServiceError::Form(message!("person-changed-since")))?)
    };
    Ok(Json(TakenBack {
        applied: !dry_run,
        entry,
        undone: taken.undone.len(),
        kept: taken.kept.len(),
    }))
}
