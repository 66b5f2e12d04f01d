//! The session of a browser in which somebody was just found to be who they are.

use super::device::device;
use super::error::AppError;
use crate::service::sign_in::session::begin;
use crate::store::{User, Way};
use axum::http::{HeaderMap, header};
use tower_sessions::Session;

/// Begins it.
///
/// # Errors
/// When it cannot be kept.
pub async fn start(
    session: &Session,
    user: &User,
    way: &Way,
    headers: &HeaderMap,
) -> Result<(), AppError> {
    Ok(begin(session, user, way, &device_of(headers)).await?)
}

/// The device that a request comes from.
pub fn device_of(headers: &HeaderMap) -> String {
    let line = headers.get(header::USER_AGENT);
    device(line.and_then(|line| line.to_str().ok()).unwrap_or_default())
}
