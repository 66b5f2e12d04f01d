//! What learning platforms of tests sign with, and how they check what is signed for them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKey as _, JsonWebKeyId, JsonWebKeySet, PrivateSigningKey as _};
use rsa::RsaPrivateKey;
use rsa::pkcs1::{EncodeRsaPrivateKey as _, LineEnding};
use serde_json::Value;
use std::sync::LazyLock;

/// Two keys of platforms, made once: making one takes a while.
static KEYS: LazyLock<[String; 2]> = LazyLock::new(|| {
    [0, 1].map(|_| {
        let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key is made");
        let pem = key.to_pkcs1_pem(LineEnding::LF).expect("it is written");
        pem.as_str().to_owned()
    })
});

fn signing(key: usize) -> CoreRsaPrivateSigningKey {
    let id = JsonWebKeyId::new(format!("key {key}"));
    CoreRsaPrivateSigningKey::from_pem(&KEYS[key], Some(id)).expect("it is a key")
}

/// The public half of a key, as JSON.
pub fn public(key: usize) -> Value {
    serde_json::to_value(signing(key).as_verification_key()).expect("it is JSON")
}

/// Claims under a header, signed with one of the keys whatever the header says.
pub fn signed(key: usize, head: &Value, claims: &Value) -> String {
    let text = unsigned(head, claims);
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let signature = signing(key).sign(&algorithm, text.as_bytes());
    let signature = BASE64_URL_SAFE_NO_PAD.encode(signature.expect("it signs"));
    format!("{text}.{signature}")
}

/// Claims under a header, without a signature.
pub fn unsigned(head: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(head), part(claims))
}

/// The claims of a token that this server signed, checked by its keys.
pub fn checked(tool: &JsonWebKeySet<CoreJsonWebKey>, token: &str) -> Result<String, String> {
    let parts: Vec<&str> = token.split('.').collect();
    let [head, claims, signature] = parts[..] else {
        return Err("it has not three parts".to_owned());
    };
    let decode = |part: &str| {
        BASE64_URL_SAFE_NO_PAD
            .decode(part)
            .map_err(|e| e.to_string())
    };
    let header: Value = serde_json::from_slice(&decode(head)?).map_err(|e| e.to_string())?;
    if header["alg"] != "RS256" {
        return Err("another algorithm".to_owned());
    }
    let id = header["kid"].as_str().unwrap_or_default();
    let key = tool.keys().iter();
    let mut key = key.filter(|key| key.key_id().is_some_and(|own| own.as_str() == id));
    let key = key.next().ok_or("an unknown key")?;
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let text = format!("{head}.{claims}");
    key.verify_signature(&algorithm, text.as_bytes(), &decode(signature)?)
        .map_err(|e| e.to_string())?;
    String::from_utf8(decode(claims)?).map_err(|e| e.to_string())
}
