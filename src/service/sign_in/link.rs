//! Signing in by a link: whom it signs in, and that it is spent where it signs in once.

use super::error::Why;
use super::session::begin_by_link;
use crate::service::app::App;
use crate::store::{LinkState, User};
use tower_sessions::Session;

/// The person whom a link signs in. Looking spends nothing.
///
/// # Errors
/// When it signs nobody in, or the database fails.
pub async fn owner(app: &App, secret: &str) -> Result<User, Why> {
    Err(match app.store.link(secret, app.now()).await? {
        LinkState::Works(user) => return Ok(user),
        LinkState::Deactivated => Why::Deactivated,
        LinkState::Ended => Why::LinkEnded,
        LinkState::Used => Why::LinkUsed,
        LinkState::Expired | LinkState::Unknown => Why::LinkExpired,
    })
}

/// Signs a link's owner in on a device. Of two browsers at once the link of a letter lets one in.
///
/// # Errors
/// When the link was spent, or the database fails.
pub async fn follow(session: &Session, user: &User, secret: &str, device: &str) -> Result<(), Why> {
    if begin_by_link(session, user, secret, device).await? {
        Ok(())
    } else {
        Err(Why::LinkUsed)
    }
}
