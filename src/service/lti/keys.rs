//! The key that this server signs with: access to platforms' services, and what is linked in them.
//!
//! It is drawn from the course secret as the students' inputs are, and kept nowhere: all processes on one database have the same secret and so
//! the same key, a backup that is restored brings it along, and a copy of the database alone gives nobody the key.

use crate::service::app::App;
use crate::service::error::ServiceError;
use hmac::{Hmac, KeyInit as _, Mac as _};
use moka::sync::Cache;
use openidconnect::core::CoreRsaPrivateSigningKey;
use openidconnect::{JsonWebKeyId, PrivateSigningKey as _};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey as _, LineEnding};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, LazyLock};

/// What platforms ask for at least.
const BITS: usize = 2048;

/// Finding a key takes a while, and every request signed needs it. Tests have several applications in one process.
static KNOWN: LazyLock<Cache<[u8; 32], Arc<SigningKey>>> = LazyLock::new(|| Cache::new(8));

/// The key.
pub struct SigningKey {
    /// It, as the library signs with it.
    pub(super) key: CoreRsaPrivateSigningKey,
    /// Its name, which every signature carries.
    pub(super) id: String,
    public: Value,
}

impl SigningKey {
    /// The document that platforms check signatures by.
    pub fn document(&self) -> Value {
        json!({ "keys": [self.public] })
    }
}

/// The generator of this library's version, on the stream that inputs are drawn from.
struct Drawn(ChaCha20Rng);

impl rsa::rand_core::RngCore for Drawn {
    fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        self.0.fill_bytes(dest);
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rsa::rand_core::Error> {
        self.0.fill_bytes(dest);
        Ok(())
    }
}

impl rsa::rand_core::CryptoRng for Drawn {}

/// The key of a course secret. The first call takes as long as finding one: call it on a thread that may block.
///
/// # Errors
/// When none can be made: a fault of ours.
pub fn signing_key(secret: &[u8; 32]) -> Result<Arc<SigningKey>, ServiceError> {
    let found = KNOWN.try_get_with(*secret, || drawn(secret).map(Arc::new));
    found.map_err(|error| {
        tracing::error!(%error, "no key to sign with could be made");
        ServiceError::Internal
    })
}

/// The key of the application, without keeping other requests waiting while it is found.
///
/// # Errors
/// When none can be made: a fault of ours.
pub async fn key_of(app: &App) -> Result<Arc<SigningKey>, ServiceError> {
    let secret = app.secret;
    if let Some(known) = KNOWN.get(&secret) {
        return Ok(known);
    }
    let found = tokio::task::spawn_blocking(move || signing_key(&secret)).await;
    found.map_err(|error| {
        tracing::error!(%error, "no key to sign with could be made");
        ServiceError::Internal
    })?
}

fn drawn(secret: &[u8; 32]) -> Result<SigningKey, String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|error| error.to_string())?;
    mac.update(b"key for learning platforms, 1");
    let seed: [u8; 32] = mac.finalize().into_bytes().into();
    let mut stream = Drawn(ChaCha20Rng::from_seed(seed));
    let key = RsaPrivateKey::new(&mut stream, BITS).map_err(|error| error.to_string())?;
    let pem = key.to_pkcs1_pem(LineEnding::LF);
    let pem = pem.map_err(|error| error.to_string())?;
    let modulus = key.n().to_bytes_be();
    let id = hex::encode(&Sha256::digest(&modulus)[..16]);
    let key = CoreRsaPrivateSigningKey::from_pem(&pem, Some(JsonWebKeyId::new(id.clone())))?;
    let mut public = serde_json::to_value(key.as_verification_key());
    if let Ok(public) = &mut public {
        // Some platforms take no key that does not say it.
        public["alg"] = "RS256".into();
    }
    let public = public.map_err(|error| error.to_string())?;
    Ok(SigningKey { key, id, public })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_secret_is_frozen_and_says_nothing_private() {
        let key = signing_key(&[7; 32]).unwrap();
        // Platforms keep it for a while: another way of drawing it is to be noticed before it is theirs to notice.
        assert_eq!(key.id, "1e43221c708e7904cf27b29f27f4f71c");
        let public = key.document()["keys"][0].clone();
        let members: Vec<_> = public.as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ["alg", "e", "kid", "kty", "n", "use"]);
        assert!(Arc::ptr_eq(&key, &signing_key(&[7; 32]).unwrap()));
        assert_ne!(key.id, signing_key(&[8; 32]).unwrap().id);
    }
}
