//! `GET /api/v1/gradebook`.

use crate::web::fault::Fault;
use crate::web::routes::gradebook::{Wants, file};
use crate::web::state::AppState;
use crate::web::visitor::Teacher;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;

/// The gradebook: as CSV unless `Accept` or `format` (csv, json, xlsx, canvas, moodle) says otherwise.
#[utoipa::path(get, path = "/api/v1/gradebook", params(("format" = Option<String>, Query, description = "csv, json, xlsx, canvas or moodle")),
    responses((status = 200, description = "points are exact decimals", content(("text/csv"), ("application/json"), ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    (status = 401), (status = 403), (status = 422)), security(("token" = [])))]
pub async fn show(
    State(app): State<AppState>,
    teacher: Teacher,
    Query(wants): Query<Wants>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    file(&app, &teacher.0, wants.format.as_deref(), accept).await
}
