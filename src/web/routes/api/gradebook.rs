//! `GET /api/v1/gradebook`.

use super::file::File;
use crate::report::export::{Document, Format};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::routes::gradebook::file;
use crate::web::visitor::Teacher;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use l10n::message;
use serde::Deserialize;
use std::sync::Arc;

/// Which file is wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The format; by default the first that `Accept` knows, else CSV.
    #[param(inline)]
    format: Option<Format>,
}

/// The gradebook: as CSV unless `Accept` or `format` (csv, json, xlsx, canvas, moodle) says otherwise.
#[utoipa::path(get, path = "/gradebook", operation_id = "read_gradebook", tag = "teacher", params(Asked),
    responses((status = 200, description = "Points are exact decimals.", content((Document = "application/json"), (String = "text/csv"),
        (File = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
pub async fn show(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let Query(asked) = asked.map_err(|_| ServiceError::Form(message!("export-format")))?;
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    file(&app, &teacher.0, asked.format.map(Format::name), accept).await
}
