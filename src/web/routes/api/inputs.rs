//! `GET /api/v1/homeworks/{homework}/inputs`.

use super::file::File;
use crate::service::app::App;
use crate::service::inputs::own_inputs;
use crate::web::download;
use crate::web::error::AppError;
use crate::web::preferred::media;
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

/// This student's own inputs: `.npz`, or JSON where `Accept` asks for it.
#[utoipa::path(get, path = "/homeworks/{homework}/inputs", operation_id = "download_inputs", tag = "student",
    params(("homework" = String, Path, description = "The homework's name.")),
    responses((status = 200, description = "An `.npz`, or one list of nested lists a name.",
        content((File = "application/octet-stream"), (std::collections::BTreeMap<String, serde_json::Value> = "application/json")))))]
pub async fn download(
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let arrays = own_inputs(&app, &person.user, &homework).await?;
    let name = format!("{homework}-inputs");
    let offers = [
        ("application/octet-stream", false),
        ("application/json", true),
    ];
    Ok(if media(&headers, &offers, false) {
        download::json(&name, &arrays)
    } else {
        download::npz(&name, &arrays)
    })
}
