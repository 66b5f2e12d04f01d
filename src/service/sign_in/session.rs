//! A session of somebody who was found to be who they are, whichever way they came: how it begins, and how it ends.
//!
//! Beginning and end stand in the audit; the store writes each with its entry in one change.

use crate::service::error::ServiceError;
use crate::store::{User, Way, keys};
use tower_sessions::Session;

/// Begins a person's session on a device, in place of the one that the browser had.
///
/// # Errors
/// When it cannot be kept.
pub async fn begin(
    session: &Session,
    user: &User,
    way: &Way,
    device: &str,
) -> Result<(), ServiceError> {
    // Nothing that pages kept for whoever was here before passes on.
    session.clear().await;
    // A new session id, so that one known to somebody else before is worth nothing after. The session of the old one ends.
    session.cycle_id().await?;
    session.insert(keys::USER, user.id).await?;
    session.insert(keys::DEVICE, device).await?;
    session.insert(keys::WAY, way.word()).await?;
    // Here and not on the way out, so that a failure is told as every other.
    session.save().await?;
    Ok(())
}

/// Ends a session. Which way its person had come, where it was somebody's.
///
/// # Errors
/// When it cannot be read or ended.
pub async fn end(session: &Session) -> Result<Option<Way>, ServiceError> {
    let way: Option<String> = session.get(keys::WAY).await?;
    session.flush().await?;
    Ok(way.and_then(|word| Way::of(&word)))
}
