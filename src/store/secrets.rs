//! The fingerprint of the course secret: the database knows which secret its inputs were drawn from, and not the secret.

use super::{Store, StoreError};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The setting that keeps it.
const NAME: &str = "secret-fingerprint";

/// What a database says of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fingerprint {
    /// It is the one whose fingerprint is kept, or is so from now on.
    Same,
    /// Another one's is kept.
    Other,
}

/// What is kept of a secret: 64 bits that tell it from others and say nothing of it.
///
/// # Panics
/// Never: HMAC takes a key of any length.
pub fn fingerprint(secret: &[u8; 32]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(b"fingerprint of the course secret");
    hex::encode(&mac.finalize().into_bytes()[..8])
}

impl Store {
    /// The fingerprint that is kept, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_fingerprint(&self) -> Result<Option<String>, StoreError> {
        self.kept_setting(NAME).await
    }

    /// Compares a secret with the one whose fingerprint is kept; the first one is kept. Of two processes at once one is first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_secret(&self, secret: &[u8; 32]) -> Result<Fingerprint, StoreError> {
        let own = fingerprint(secret);
        // A write for each start would make a start wait for whoever writes.
        let kept = match self.kept_fingerprint().await? {
            Some(kept) => kept,
            None => self.setting(NAME, &own).await?,
        };
        Ok(if kept == own {
            Fingerprint::Same
        } else {
            Fingerprint::Other
        })
    }

    /// Keeps the fingerprint of this secret in place of whichever is there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accept_secret(&self, secret: &[u8; 32]) -> Result<(), StoreError> {
        self.keep_setting(NAME, &fingerprint(secret)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_frozen_and_tells_secrets_apart() {
        // Kept in databases: it may never change.
        assert_eq!(fingerprint(&[7; 32]), "a03c108008b3e44e");
        assert_ne!(fingerprint(&[7; 32]), fingerprint(&[8; 32]));
    }
}
