//! A session of somebody who was found to be who they are, whichever way they came: how it begins, and how it ends.
//!
//! Beginning and end stand in the audit; the store writes each with its entry in one change.

use crate::service::error::ServiceError;
use crate::store::{User, Way, keys};
use tower_sessions::Session;
use tower_sessions::session::Error;

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
    Ok(keep(session, user, (keys::WAY, &way.word()), device).await?)
}

/// The same by a link, unless that was spent meanwhile: whether it has begun. A link that signs in once is spent by it and by nothing
/// less, so whoever is not let in by a fault of ours has it still.
///
/// # Errors
/// When it cannot be kept.
pub async fn begin_by_link(
    session: &Session,
    user: &User,
    secret: &str,
    device: &str,
) -> Result<bool, ServiceError> {
    let Err(error) = keep(session, user, (keys::LINK, secret), device).await else {
        return Ok(true);
    };
    let is_spent: Option<bool> = session.remove(keys::SPENT).await?;
    // It is not tried once more on the way out.
    session.clear().await;
    match is_spent {
        Some(true) => Ok(false),
        _ => Err(error.into()),
    }
}

async fn keep(
    session: &Session,
    user: &User,
    (key, by): (&str, &str),
    device: &str,
) -> Result<(), Error> {
    // Nothing that pages kept for whoever was here before passes on.
    session.clear().await;
    // A new session id, so that one known to somebody else before is worth nothing after. The session of the old one ends.
    session.cycle_id().await?;
    session.insert(keys::USER, user.id).await?;
    session.insert(keys::DEVICE, device).await?;
    session.insert(key, by).await?;
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
