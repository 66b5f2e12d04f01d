//! Signing in by a link: whom it signs in, and that it is spent where it signs in once.

use super::error::Why;
use crate::service::app::App;
use crate::store::{LinkState, User, Way};

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

/// The person whom a link signs in now, and by which way they come. A link of a letter is spent by it.
///
/// # Errors
/// When it signs nobody in, or the database fails.
pub async fn follow(app: &App, secret: &str) -> Result<(User, Way), Why> {
    let user = owner(app, secret).await?;
    // Of two browsers at once the link of a letter lets one in.
    let way = app.store.spend_link(secret, app.now()).await?;
    Ok((user, way.ok_or(Why::LinkUsed)?))
}
