//! From who a provider says somebody is to the person on the roster.

use super::error::Why;
use super::identity::Identity;
use crate::import::roster::is_login;
use crate::service::app::App;
use crate::settings::{Key, Newcomers};
use crate::store::{Details, FoundBy, Newcomer, User};

/// The person on the roster, who may be taken in just now.
pub(super) async fn person(
    app: &App,
    identity: &Identity,
    key: Key,
    newcomers: &Newcomers,
) -> Result<User, Why> {
    let emails = admitted(identity, key, newcomers)?;
    let values: Vec<String> = match key {
        Key::Email => emails.clone(),
        Key::Login | Key::StudentId => identity.claimed.clone().into_iter().collect(),
    };
    let Some(first) = values.first().cloned() else {
        return Err(Why::Silent);
    };
    let mut found: Vec<User> = Vec::new();
    for value in &values {
        for user in of(app, key, value).await? {
            if found.iter().all(|other| other.id != user.id) {
                found.push(user);
            }
        }
    }
    match found.len() {
        0 if newcomers.create => take_in(app, identity, key, &first, emails.first()).await,
        0 => Err(Why::Unknown(first)),
        1 => found
            .pop()
            .filter(|user| user.active)
            .ok_or(Why::Deactivated),
        _ => Err(Why::Several(first)),
    }
}

/// The addresses that count: those that are vouched for, of the domains that may sign in this way.
fn admitted(identity: &Identity, key: Key, newcomers: &Newcomers) -> Result<Vec<String>, Why> {
    let asks = key == Key::Email || !newcomers.domains.is_empty();
    let (admitted, others): (Vec<_>, Vec<_>) = identity
        .emails
        .iter()
        .cloned()
        .partition(|email| newcomers.takes(email));
    if !asks || !admitted.is_empty() {
        return Ok(admitted);
    }
    Err(match (others.into_iter().next(), &identity.unverified) {
        (Some(other), _) => Why::Domain(other),
        (None, Some(email)) => Why::Unverified(email.clone()),
        (None, None) => Why::Silent,
    })
}

async fn of(app: &App, key: Key, value: &str) -> Result<Vec<User>, Why> {
    Ok(match key {
        Key::Email => app.store.found_by(FoundBy::Email, value).await?,
        Key::StudentId => app.store.found_by(FoundBy::StudentId, value).await?,
        // A former login leads on to its person, and somebody else never gets it.
        Key::Login => app.store.user(value).await?.into_iter().collect(),
    })
}

/// A new student.
async fn take_in(
    app: &App,
    identity: &Identity,
    key: Key,
    value: &str,
    email: Option<&String>,
) -> Result<User, Why> {
    let login = match key {
        Key::Email => value.to_lowercase(),
        Key::Login | Key::StudentId => value.to_owned(),
    };
    // What can be no login is for a person to decide.
    if !is_login(&login) {
        return Err(Why::Unknown(value.to_owned()));
    }
    let details = Details {
        email: email.cloned().unwrap_or_default(),
        student_id: match key {
            Key::StudentId => value.to_owned(),
            Key::Email | Key::Login => String::new(),
        },
        ..Details::default()
    };
    let new = Newcomer {
        name: identity.name.clone().unwrap_or_else(|| login.clone()),
        login,
        details,
    };
    let taken = app.store.take_in(&new, app.now()).await?;
    // The login is somebody's who has another address: they are not the same for all we know.
    taken.ok_or_else(|| Why::Unknown(value.to_owned()))
}
