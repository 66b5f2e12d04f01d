//! Texts that go through somebody's browser or a letter and have to come back as they were: signed with the course secret, so that
//! nothing is kept here for those who are not signed in, and any process on the same database knows them again.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

fn mac(secret: &[u8; 32], purpose: &str, text: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    // A purpose holds no NUL: no text of one purpose is one of another.
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(text.as_bytes());
    mac
}

/// What only this server can make of a text, for one purpose.
pub(super) fn signed(secret: &[u8; 32], purpose: &str, text: &str) -> [u8; 32] {
    mac(secret, purpose, text).finalize().into_bytes().into()
}

/// The same in hexadecimal.
pub(super) fn mark(secret: &[u8; 32], purpose: &str, text: &str) -> String {
    hex::encode(signed(secret, purpose, text))
}

/// Whether this is the mark of the text. It takes as long for every wrong one.
pub(super) fn is_mark(secret: &[u8; 32], purpose: &str, text: &str, told: &str) -> bool {
    let told = hex::decode(told).unwrap_or_default();
    mac(secret, purpose, text).verify_slice(&told).is_ok()
}

/// A value as a text that nobody else can make. Whoever has it can read it.
pub(super) fn sealed(secret: &[u8; 32], purpose: &str, value: &impl Serialize) -> String {
    let json = serde_json::to_vec(value).unwrap_or_default();
    let text = BASE64_URL_SAFE_NO_PAD.encode(json);
    let mark = mark(secret, purpose, &text);
    format!("{text}.{mark}")
}

/// The value of such a text.
pub(super) fn opened<T: DeserializeOwned>(
    secret: &[u8; 32],
    purpose: &str,
    text: &str,
) -> Option<T> {
    let (text, mark) = text.split_once('.')?;
    if !is_mark(secret, purpose, text, mark) {
        return None;
    }
    let json = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_for_one_secret_one_purpose_and_every_letter() {
        let (secret, other) = ([7; 32], [8; 32]);
        let text = sealed(&secret, "a", &("ключ", 3));
        assert_eq!(
            opened::<(String, i32)>(&secret, "a", &text),
            Some(("ключ".to_owned(), 3))
        );
        assert_eq!(opened::<(String, i32)>(&other, "a", &text), None);
        assert_eq!(opened::<(String, i32)>(&secret, "b", &text), None);
        for at in 0..text.len() {
            let mut spoilt = text.clone().into_bytes();
            spoilt[at] = if spoilt[at] == b'0' { b'1' } else { b'0' };
            let spoilt = String::from_utf8(spoilt).unwrap();
            assert_eq!(opened::<(String, i32)>(&secret, "a", &spoilt), None);
        }
        for nonsense in ["", ".", "a.b", "\0.ff"] {
            assert_eq!(opened::<String>(&secret, "a", nonsense), None);
        }
    }
}
