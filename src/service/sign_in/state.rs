//! What a browser keeps while it is at a provider. It is sealed by the course secret, so that it survives a restart and leaves no row behind for
//! somebody who never comes back; it leads back once.
//!
//! What proves towards the provider that it is the same browser (PKCE, the nonce) is made of it and of the secret, and is nowhere kept.

use crate::service::seal::{is_mark, mark};
use crate::store::secret;
use jiff::{SignedDuration, Timestamp};

/// For how long somebody may be at the provider.
pub(super) const LASTS: SignedDuration = SignedDuration::from_mins(15);
/// For what states are sealed.
const PURPOSE: &str = "dgm sign-in state";

/// What a browser keeps while it is at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// A number that nobody guesses, in hexadecimal; the provider gives it back.
    pub id: String,
    /// The provider.
    pub provider: String,
    /// Where to go then.
    pub back: String,
    /// Until when.
    pub expires: Timestamp,
}

impl State {
    /// A new one.
    pub(super) fn new(provider: &str, back: &str, now: Timestamp) -> Self {
        Self {
            id: secret(),
            provider: provider.to_owned(),
            back: back.to_owned(),
            expires: now.saturating_add(LASTS).unwrap_or(Timestamp::MAX),
        }
    }

    fn text(&self) -> String {
        let expires = self.expires.as_microsecond();
        let back = hex::encode(&self.back);
        format!("{}.{expires}.{}.{back}", self.id, self.provider)
    }

    /// As the browser keeps it: letters that a cookie may have.
    pub(super) fn sealed(&self, secret: &[u8; 32]) -> String {
        let text = self.text();
        let seal = mark(secret, PURPOSE, &text);
        format!("{text}.{seal}")
    }

    /// What a browser kept, if it is ours and its time is not over.
    pub(super) fn open(sealed: &str, secret: &[u8; 32], now: Timestamp) -> Option<Self> {
        let (text, seal) = sealed.rsplit_once('.')?;
        if !is_mark(secret, PURPOSE, text, seal) {
            return None;
        }
        let mut parts = text.split('.');
        let (id, expires) = (parts.next()?, parts.next()?);
        let (provider, back) = (parts.next()?, parts.next()?);
        let state = Self {
            id: id.to_owned(),
            provider: provider.to_owned(),
            back: String::from_utf8(hex::decode(back).ok()?).ok()?,
            expires: Timestamp::from_microsecond(expires.parse().ok()?).ok()?,
        };
        (state.expires > now).then_some(state)
    }

    /// A secret of this state for one purpose, in hexadecimal.
    pub(super) fn derived(&self, secret: &[u8; 32], purpose: &str) -> String {
        mark(secret, &format!("dgm sign-in {purpose}"), &self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [7; 32];

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn what_was_sealed_is_opened_until_its_time_is_over() {
        let now = at("2026-09-01T10:00:00Z");
        let state = State::new("university", "/homeworks/elbo?x=1", now);
        let sealed = state.sealed(&SECRET);
        assert!(
            sealed
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        );
        assert_eq!(State::open(&sealed, &SECRET, now), Some(state.clone()));
        let late = now + LASTS;
        assert_eq!(State::open(&sealed, &SECRET, late), None);
        assert_eq!(State::open(&sealed, &[8; 32], now), None, "another secret");
        let (verifier, nonce) = (
            state.derived(&SECRET, "verifier"),
            state.derived(&SECRET, "nonce"),
        );
        assert_ne!(verifier, nonce);
        assert!(!sealed.contains(&verifier) && !sealed.contains(&nonce));
    }

    #[test]
    fn nothing_in_it_can_be_changed() {
        let now = at("2026-09-01T10:00:00Z");
        let state = State::new("university", "/", now);
        let sealed = state.sealed(&SECRET);
        for (at, _) in sealed.char_indices() {
            let mut other = sealed.clone();
            other.replace_range(
                at..=at,
                if sealed[at..].starts_with('0') {
                    "1"
                } else {
                    "0"
                },
            );
            assert_eq!(State::open(&other, &SECRET, now), None, "{other}");
        }
        for other in ["", ".", "....", "a.b.c.d.e"] {
            assert_eq!(State::open(other, &SECRET, now), None, "{other}");
        }
    }
}
