//! The key by which platforms check what this server signs.

use crate::service::app::App;
use crate::service::lti::keys::key_of;
use crate::web::error::AppError;
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use std::sync::Arc;

/// `GET /lti/jwks.json`.
pub async fn show(State(app): State<Arc<App>>) -> Result<Json<Value>, AppError> {
    Ok(Json(key_of(&app).await?.document()))
}
