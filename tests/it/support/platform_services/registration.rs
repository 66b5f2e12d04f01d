//! A tool registers itself.

use super::access::refused;
use super::{DEPLOYMENT, Services};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

pub async fn configuration(State(shared): State<Services>, headers: HeaderMap) -> Response {
    if headers
        .get(header::AUTHORIZATION)
        .is_none_or(|told| told != "Bearer once")
    {
        return refused(401, None);
    }
    let url = &shared.url;
    axum::Json(json!({
        "issuer": url, "authorization_endpoint": format!("{}/auth", shared.inside().front.as_ref().unwrap_or(url)), "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/jwks"), "registration_endpoint": format!("{url}/register"),
        "https://purl.imsglobal.org/spec/lti-platform-configuration": { "product_family_code": "moodle", "version": "5" },
    }))
    .into_response()
}

pub async fn register(State(shared): State<Services>, headers: HeaderMap, body: Bytes) -> Response {
    if headers
        .get(header::AUTHORIZATION)
        .is_none_or(|told| told != "Bearer once")
    {
        return refused(401, None);
    }
    let mut inside = shared.inside();
    let told: Value = serde_json::from_slice(&body).expect("it is JSON");
    let base = &shared.tool;
    let tool = &told["https://purl.imsglobal.org/spec/lti-tool-configuration"];
    let right = told["application_type"] == "web"
        && told["response_types"] == json!(["id_token"])
        && told["grant_types"] == json!(["implicit", "client_credentials"])
        && told["token_endpoint_auth_method"] == "private_key_jwt"
        && told["initiate_login_uri"] == format!("{base}/lti/login")
        && told["redirect_uris"] == json!([format!("{base}/lti/launch")])
        && told["jwks_uri"] == format!("{base}/lti/jwks.json")
        && told["client_name"].is_string()
        && tool["domain"] == shared.host()
        && tool["messages"][1]["type"] == "LtiDeepLinkingRequest";
    if !right {
        return refused(400, None);
    }
    let mut answer = told.clone();
    answer["client_id"] = shared.client.into();
    answer["https://purl.imsglobal.org/spec/lti-tool-configuration"]["deployment_id"] =
        DEPLOYMENT.into();
    inside.registered.push(told);
    axum::Json(answer).into_response()
}
