//! `GET /api/v1/homeworks/{homework}/inputs`.

use crate::answers;
use crate::web::fault::Fault;
use crate::web::routes::inputs::own;
use crate::web::state::AppState;
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};

/// This student's own inputs: `.npz`, or JSON where `Accept` asks for it.
#[utoipa::path(get, path = "/api/v1/homeworks/{homework}/inputs", params(("homework" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = 401), (status = 404), (status = 409, description = "not open yet")), security(("token" = [])))]
pub async fn download(
    State(app): State<AppState>,
    person: Person,
    Path(homework): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let (arrays, _) = own(&app, &person.user, homework).await?;
    let accepts_json = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("application/json"));
    Ok(if accepts_json {
        (
            [(header::CONTENT_TYPE, "application/json")],
            answers::write_json(&arrays),
        )
            .into_response()
    } else {
        (
            [(header::CONTENT_TYPE, "application/octet-stream")],
            answers::write_npz(&arrays),
        )
            .into_response()
    })
}
