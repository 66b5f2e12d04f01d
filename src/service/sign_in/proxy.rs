//! The word of a proxy that has signed somebody in already.

use super::error::Why;
use super::identity::Identity;
use super::roster::person as on_roster;
use crate::service::app::App;
use crate::settings::{Key, ProxyHeader};
use crate::store::User;

/// The person whom the header's value names. Whether its sender is believed is for the caller to know.
///
/// # Errors
/// When it names nobody, or the database fails.
pub async fn person(app: &App, header: &ProxyHeader, value: &str) -> Result<User, Why> {
    let value = value.trim().to_owned();
    if value.is_empty() {
        return Err(Why::Silent);
    }
    let identity = match header.key {
        Key::Email => Identity {
            emails: vec![value],
            ..Identity::default()
        },
        Key::Login | Key::StudentId => Identity {
            claimed: Some(value),
            ..Identity::default()
        },
    };
    on_roster(app, &identity, header.key, &header.newcomers).await
}
