//! What waits in the database for servers of others: letters, and points for learning platforms.

use super::check::{Check, State, Subject, shown};
use crate::service::lti::platform_keys;
use crate::store::{Platform, PlatformState, Store, StoreError};
use jiff::{SignedDuration, Timestamp};
use l10n::message;

/// Letters given up are told of for so long, as on the page “Mail”.
const LOST: SignedDuration = SignedDuration::from_hours(24 * 7);
/// A letter that may be sent is sent within seconds; one that waits so long is looked after by nobody.
const LEFT: SignedDuration = SignedDuration::from_mins(10);

/// Letters that wait or were given up.
pub(super) async fn letters(
    store: &Store,
    is_sent: bool,
    now: Timestamp,
) -> Result<Vec<Check>, StoreError> {
    let check = |state, found| Check::new(Subject::Mail, state, found);
    let mut checks = Vec::new();
    let since = now.saturating_sub(LOST).unwrap_or(Timestamp::MIN);
    let counts = store.letter_counts(since).await?;
    if counts.given_up > 0 {
        let found = message!("doctor-mail-lost", n = counts.given_up);
        checks.push(check(State::Warn, found));
    }
    let Some(oldest) = store.oldest_letter().await? else {
        return Ok(checks);
    };
    let (n, at) = (counts.waiting, shown(oldest.made_at));
    let found = match oldest.trouble {
        _ if !is_sent => message!("doctor-mail-unset", n = n, at = at),
        Some(trouble) => message!(
            "doctor-mail-troubled",
            n = n,
            at = at,
            why = trouble.message(),
            said = oldest.said.unwrap_or_default()
        ),
        None if now.duration_since(oldest.due_at) > LEFT => {
            message!("doctor-mail-left", n = n, at = at)
        }
        None => {
            let found = message!("doctor-mail-waits", n = n, at = at);
            checks.push(check(State::Ok, found));
            return Ok(checks);
        }
    };
    checks.push(check(State::Warn, found));
    Ok(checks)
}

/// Learning platforms, and points that did not go to them.
pub(super) async fn platforms(store: &Store, reach: bool) -> Result<Vec<Check>, StoreError> {
    let check = |state, found| Check::new(Subject::Platforms, state, found);
    let mut checks = Vec::new();
    for Platform { settings, .. } in store.platforms().await? {
        let name = settings.name.as_str();
        let (state, found) = match settings.state {
            PlatformState::Waiting => (State::Warn, message!("doctor-platform-waits", name = name)),
            PlatformState::Off => (State::Ok, message!("doctor-platform-off", name = name)),
            PlatformState::On if settings.deployments.is_empty() => (
                State::Warn,
                message!("doctor-platform-undeployed", name = name),
            ),
            PlatformState::On => (State::Ok, message!("doctor-platform-on", name = name)),
        };
        checks.push(check(state, found));
        if reach && settings.state == PlatformState::On {
            let address = settings.jwks_url.as_str();
            checks.push(match platform_keys::fetched(address).await {
                Ok(_) => check(State::Ok, message!("doctor-platform-reached", name = name)),
                Err(error) => {
                    let found = message!(
                        "doctor-platform-unreached",
                        name = name,
                        address = address,
                        error = error
                    );
                    check(State::Fail, found)
                }
            });
        }
    }
    let unsent = store.unsent_scores().await?;
    if unsent > 0 {
        let found = message!("doctor-platforms-unsent", n = unsent);
        checks.push(check(State::Warn, found));
    }
    if checks.is_empty() {
        checks.push(check(State::Ok, message!("doctor-platforms-none")));
    }
    Ok(checks)
}
