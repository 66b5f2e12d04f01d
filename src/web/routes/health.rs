//! For the operator: is it alive, and can it work.

use crate::web::error::AWAY;
use crate::web::state::ServerState;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// `GET /health/live`: 200 while the process answers, whatever the database does.
pub async fn live() -> impl IntoResponse {
    axum::Json(serde_json::json!({"status": "ok", "version": VERSION}))
}

/// `GET /health/ready` and `GET /health`: 200 when the database can be read and written to and a course is in force; else 503.
/// What failed stands in the log, as anybody may ask.
pub async fn ready(State(server): State<ServerState>) -> Response {
    if server.readiness.ask(&server.app).await.is_ok() {
        return live().await.into_response();
    }
    let document = serde_json::json!({"status": "not ready", "version": VERSION});
    let later = [(header::RETRY_AFTER, AWAY.to_string())];
    (StatusCode::SERVICE_UNAVAILABLE, later, axum::Json(document)).into_response()
}
