//! Signed claims as platforms take them: compact JWS with RS256.
//!
//! The signature is the library's; the payload is written here, since a claim may hold points, and points are exact decimals.

use super::keys::SigningKey;
use crate::service::error::ServiceError;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use openidconnect::PrivateSigningKey as _;
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde::Serialize;
use serde_json::json;

/// Signs claims.
pub(super) fn signed(key: &SigningKey, claims: &impl Serialize) -> Result<String, ServiceError> {
    let header = json!({ "alg": "RS256", "kid": key.id, "typ": "JWT" });
    let payload = serde_json::to_vec(claims).map_err(|_| ServiceError::Internal)?;
    let text = format!(
        "{}.{}",
        BASE64_URL_SAFE_NO_PAD.encode(header.to_string()),
        BASE64_URL_SAFE_NO_PAD.encode(payload)
    );
    let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let signature = key.key.sign(&algorithm, text.as_bytes());
    let signature = signature.map_err(|error| {
        tracing::error!(%error, "nothing could be signed");
        ServiceError::Internal
    })?;
    let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
    Ok(format!("{text}.{signature}"))
}
