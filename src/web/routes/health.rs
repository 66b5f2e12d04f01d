//! For the operator: is it alive.

use crate::web::fault::Fault;
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::IntoResponse;

/// `GET /health`: 200 when the database answers and a course is in force.
pub async fn health(State(app): State<AppState>) -> Result<impl IntoResponse, Fault> {
    app.store.ping().await?;
    app.course().await?;
    Ok(axum::Json(
        serde_json::json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")}),
    ))
}
