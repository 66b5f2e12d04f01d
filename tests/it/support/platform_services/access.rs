//! Access to the services of a platform: its keys, and tokens for assertions that the tool signed.

use super::super::platform_key::{checked, public};
use super::{Inside, Services};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use std::collections::HashMap;

pub async fn jwks(State(shared): State<Services>) -> Response {
    let mut inside = shared.inside();
    inside.asked_for_keys += 1;
    axum::Json(json!({ "keys": [public(inside.key), { "kty": "unheard of" }] })).into_response()
}

pub fn refused(status: u16, wait: Option<&'static str>) -> Response {
    let status = StatusCode::from_u16(status).expect("it is a status");
    match wait {
        Some(wait) => (status, [(header::RETRY_AFTER, wait)]).into_response(),
        None => status.into_response(),
    }
}

/// `POST /token`: checks the assertion as the security framework says.
pub async fn token(State(shared): State<Services>, body: Bytes) -> Response {
    let mut inside = shared.inside();
    let fields: HashMap<String, String> = openidconnect::url::form_urlencoded::parse(&body)
        .into_owned()
        .collect();
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    if field("grant_type") != "client_credentials" || field("client_assertion_type") != bearer {
        return refused(400, None);
    }
    let Some(tool) = &inside.tool else {
        return refused(401, None);
    };
    let Ok(claims) = checked(tool, field("client_assertion")) else {
        return refused(401, None);
    };
    let claims: Value = serde_json::from_str(&claims).expect("claims are JSON");
    let now = (shared.clock)().as_second();
    let number = |name: &str| claims[name].as_i64().unwrap_or_default();
    let right = claims["iss"] == shared.client
        && claims["sub"] == shared.client
        && claims["aud"] == format!("{}/token", shared.url)
        && number("iat") <= now
        && number("exp") > now
        && number("exp") - number("iat") <= 3600;
    let id = claims["jti"].as_str().unwrap_or_default().to_owned();
    if !right || id.is_empty() || !inside.used.insert(id) {
        return refused(401, None);
    }
    inside.granted += 1;
    let token = format!("token {} for {}", inside.granted, field("scope"));
    inside.tokens.insert(token.clone());
    let answer = json!({
        "access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": field("scope"),
    });
    axum::Json(answer).into_response()
}

/// What a service answers instead, where it may not be asked with this.
pub fn refusal(inside: &mut Inside, headers: &HeaderMap, scope: &str) -> Option<Response> {
    let told = headers.get(header::AUTHORIZATION);
    let token = told.and_then(|told| told.to_str().ok()?.strip_prefix("Bearer "));
    let token = token.unwrap_or_default().to_owned();
    if inside.fails {
        return Some(refused(503, None));
    }
    if let Some((status, wait)) = inside.refuse.pop_front() {
        if status == 401 {
            inside.tokens.remove(&token);
        }
        return Some(refused(status, wait));
    }
    // Access may be for several things at once.
    let mut scopes = token.split(' ');
    let is_good = inside.tokens.contains(&token) && scopes.any(|own| own.ends_with(scope));
    (!is_good).then(|| refused(401, None))
}
