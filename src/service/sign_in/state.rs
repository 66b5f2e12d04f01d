//! What a browser keeps while it is at a provider. It is sealed by the course secret, so that it survives a restart and leaves no row behind for
//! somebody who never comes back; it leads back once.
//!
//! What proves towards the provider that it is the same browser (PKCE, the nonce) is made of it and of the secret, and is nowhere kept.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use rand::TryRngCore as _;
use sha2::Sha256;

/// For how long somebody may be at the provider.
pub(super) const LASTS: SignedDuration = SignedDuration::from_mins(15);

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

/// The secret under which states are sealed: another than the one that inputs are drawn from.
fn mac(secret: &[u8; 32], purpose: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(b"dgm sign-in ");
    mac.update(purpose.as_bytes());
    mac.update(b"\0");
    mac
}

impl State {
    /// A new one; nothing where the machine gives no random bytes.
    pub(super) fn new(provider: &str, back: &str, now: Timestamp) -> Option<Self> {
        let mut bytes = [0_u8; 32];
        rand::rngs::OsRng.try_fill_bytes(&mut bytes).ok()?;
        Some(Self {
            id: hex::encode(bytes),
            provider: provider.to_owned(),
            back: back.to_owned(),
            expires: now.saturating_add(LASTS).unwrap_or(Timestamp::MAX),
        })
    }

    fn text(&self) -> String {
        let expires = self.expires.as_microsecond();
        let back = hex::encode(&self.back);
        format!("{}.{expires}.{}.{back}", self.id, self.provider)
    }

    /// As the browser keeps it: letters that a cookie may have.
    pub(super) fn sealed(&self, secret: &[u8; 32]) -> String {
        let text = self.text();
        let mut mac = mac(secret, "state");
        mac.update(text.as_bytes());
        format!("{text}.{}", hex::encode(mac.finalize().into_bytes()))
    }

    /// What a browser kept, if it is ours and its time is not over.
    pub(super) fn open(sealed: &str, secret: &[u8; 32], now: Timestamp) -> Option<Self> {
        let (text, seal) = sealed.rsplit_once('.')?;
        let mut mac = mac(secret, "state");
        mac.update(text.as_bytes());
        mac.verify_slice(&hex::decode(seal).ok()?).ok()?;
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
        let mut mac = mac(secret, purpose);
        mac.update(self.id.as_bytes());
        hex::encode(mac.finalize().into_bytes())
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
        let state = State::new("university", "/homeworks/elbo?x=1", now).expect("random bytes");
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
        let state = State::new("university", "/", now).expect("random bytes");
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
