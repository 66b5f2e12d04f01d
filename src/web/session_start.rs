//! A session of somebody who was just found to be who they are, whichever way they came.

use super::device::device;
use super::error::AppError;
use crate::store::{User, Way, keys};
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
    // A new session id, so that one known to somebody else before is worth nothing after.
    session.cycle_id().await?;
    session.insert(keys::USER, user.id).await?;
    session.insert(keys::DEVICE, used(headers)).await?;
    session.insert(keys::WAY, way.word()).await?;
    // Here and not on the way out, so that a failure is a page as every other.
    session.save().await?;
    Ok(())
}

fn used(headers: &HeaderMap) -> String {
    let line = headers.get(header::USER_AGENT);
    device(line.and_then(|line| line.to_str().ok()).unwrap_or_default())
}
