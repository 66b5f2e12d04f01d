//! A learning platform with pages: a course in it, its links in a frame and in a tab of their own, a choice of what is linked, a gradebook.
//! It knows who sits at the browser by a cookie of its own, and believes what is signed by the tool's keys.

use crate::platform_key::{checked, public, signed};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use openidconnect::JsonWebKeySet;
use openidconnect::core::CoreJsonWebKey;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

/// By which the platform knows this server.
pub const CLIENT: &str = "dgm";
/// The deployment.
pub const DEPLOYMENT: &str = "7";
/// The claims of LTI begin so.
const CLAIM: &str = "https://purl.imsglobal.org/spec/lti/claim/";

/// What the platform has.
#[derive(Default)]
pub struct Inside {
    /// Where the tool is, and its keys.
    pub tool: String,
    pub keys: Option<JsonWebKeySet<CoreJsonWebKey>>,
    /// Where browsers reach the platform, and where servers do.
    pub url: String,
    pub services: String,
    /// What was linked.
    pub linked: Vec<Value>,
    columns: Vec<Value>,
    /// Scores as they came.
    pub scores: Vec<Value>,
    /// Whether its services fail.
    pub fails: bool,
    /// What registered there.
    pub registered: Vec<Value>,
}

/// The platform, cheap to clone.
#[derive(Clone)]
pub struct Platform(Arc<Mutex<Inside>>);

type Fields = HashMap<String, String>;

impl Platform {
    /// Starts it; servers reach it at once.
    pub async fn start() -> (Self, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("it has one").port();
        let platform = Self(Arc::default());
        platform.inside().services = format!("http://127.0.0.1:{port}");
        let router = Router::new()
            .route("/as/{who}", get(sign_in))
            .route("/course", get(course))
            .route("/begin", get(begin))
            .route("/auth", get(auth))
            .route("/register", get(registering).post(register))
            .route("/openid-configuration", get(configuration))
            .route("/return", post(linked))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/columns", get(columns).post(make_column))
            .route("/columns/{number}/scores", post(score))
            .with_state(platform.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (platform, port)
    }

    /// What it has.
    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().expect("nobody panicked")
    }

    /// The points that stand in the gradebook for somebody.
    pub fn stands(&self, subject: &str) -> Option<Value> {
        let inside = self.inside();
        let mut own = inside.scores.iter().filter(|s| s["userId"] == subject);
        own.next_back().map(|score| score["scoreGiven"].clone())
    }
}

/// `GET /as/anna`: somebody signs in at the platform.
async fn sign_in(Path(who): Path<String>) -> Response {
    let cookie = format!("who={who}; Path=/; Secure; HttpOnly; SameSite=None");
    ([(header::SET_COOKIE, cookie)], Redirect::to("/course")).into_response()
}

fn who(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    let mut cookies = cookies.split("; ");
    let own = cookies.find_map(|cookie| cookie.strip_prefix("who="));
    own.map(str::to_owned)
}

/// `GET /course`: links to the tool, one in a frame of the page as the platform likes it, one in a tab of its own.
async fn course(Query(query): Query<Fields>) -> Html<String> {
    let target = query
        .get("target")
        .map_or("/homeworks/elbo", String::as_str);
    Html(format!(
        "<!doctype html><meta name=viewport content='width=device-width'><title>Course</title><h1>A course at the platform</h1>\
        <p><a id=tab target=_blank href='/begin?target={target}'>Open the tool</a></p>\
        <iframe width='100%' height=700 src='/begin?target={target}'></iframe>"
    ))
}

fn form(action: &str, fields: &[(&str, &str)]) -> Html<String> {
    let field = |(name, value): &(&str, &str)| {
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        format!("<input type=hidden name=\"{name}\" value=\"{value}\">")
    };
    let fields: String = fields.iter().map(field).collect();
    Html(format!(
        "<!doctype html><title>…</title><form method=post action=\"{action}\">{fields}</form><script>document.forms[0].submit()</script>"
    ))
}

/// `GET /begin`: the platform asks the tool to ask it who is there.
async fn begin(State(platform): State<Platform>, Query(query): Query<Fields>) -> Html<String> {
    let inside = platform.inside();
    let target = format!("{}{}", inside.tool, query["target"]);
    form(
        &format!("{}/lti/login", inside.tool),
        &[
            ("iss", &inside.url),
            ("login_hint", "somebody"),
            ("target_link_uri", &target),
            ("lti_message_hint", &query["target"]),
            ("client_id", CLIENT),
            ("lti_deployment_id", DEPLOYMENT),
        ],
    )
}

/// `GET /auth`: who is there, for the tool, by way of the browser.
async fn auth(
    State(platform): State<Platform>,
    headers: HeaderMap,
    Query(query): Query<Fields>,
) -> Response {
    let Some(who) = who(&headers) else {
        return Html("Nobody is signed in at the platform.").into_response();
    };
    let inside = platform.inside();
    let launch = format!("{}/lti/launch", inside.tool);
    if query["redirect_uri"] != launch || query["client_id"] != CLIENT {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let claims = claims(&inside, &who, &query);
    let head = json!({ "alg": "RS256", "kid": "key 0", "typ": "JWT" });
    let token = signed(0, &head, &claims);
    form(&launch, &[("state", &query["state"]), ("id_token", &token)]).into_response()
}

fn claims(inside: &Inside, who: &str, query: &Fields) -> Value {
    #[expect(
        clippy::disallowed_methods,
        reason = "the real server has the real clock"
    )]
    let now = Timestamp::now().as_second();
    let target = query["lti_message_hint"].as_str();
    let role = match who {
        "teacher" => "Instructor",
        _ => "Learner",
    };
    let services = &inside.services;
    let mut claims = json!({
        "iss": inside.url, "aud": CLIENT, "sub": format!("id of {who}"), "iat": now, "exp": now + 60,
        "nonce": query["nonce"], "name": who, "email": format!("{who}@example.org"),
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
            "scope": [
                "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
                "https://purl.imsglobal.org/spec/lti-ags/scope/score",
            ],
            "lineitems": format!("{services}/columns"),
        },
    });
    let mut claim = |name: &str, value: Value| claims[format!("{CLAIM}{name}")] = value;
    claim("version", "1.3.0".into());
    claim("deployment_id", DEPLOYMENT.into());
    claim("target_link_uri", format!("{}{target}", inside.tool).into());
    let role = format!("http://purl.imsglobal.org/vocab/lis/v2/membership#{role}");
    claim("roles", json!([role]));
    claim(
        "context",
        json!({ "id": "c1", "title": "Generative models" }),
    );
    if target == "/lti/deep-linking" {
        claim("message_type", "LtiDeepLinkingRequest".into());
        claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] = json!({
            "deep_link_return_url": format!("{}/return", inside.url),
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe", "window"],
            "accept_multiple": true,
        });
    } else {
        claim("message_type", "LtiResourceLinkRequest".into());
        claim("resource_link", json!({ "id": "42" }));
    }
    claims
}

/// `POST /return`: what was chosen, signed by the tool.
async fn linked(State(platform): State<Platform>, Form(form): Form<Fields>) -> Response {
    let mut inside = platform.inside();
    let told = inside.keys.as_ref().map(|keys| checked(keys, &form["JWT"]));
    let Some(Ok(told)) = told else {
        return (StatusCode::FORBIDDEN, "This is not signed by the tool.").into_response();
    };
    let told: Value = serde_json::from_str(&told).expect("claims are JSON");
    let items = &told["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"];
    inside.linked = items.as_array().cloned().unwrap_or_default();
    let titles = inside.linked.iter().map(|item| item["title"].to_string());
    let titles = titles.collect::<Vec<_>>().join(", ");
    Html(format!(
        "<!doctype html><title>Linked</title><p>Linked at the platform: {titles}"
    ))
    .into_response()
}

/// `GET /register?tool=ADDRESS`: shows the tool's page in a frame until the tool says that it is done, as Moodle does.
async fn registering(
    State(platform): State<Platform>,
    Query(query): Query<Fields>,
) -> Html<String> {
    let configuration = format!("{}/openid-configuration", platform.inside().services);
    let tool = &query["tool"];
    Html(format!(
        "<!doctype html><meta name=viewport content='width=device-width'><title>Tools</title><h1>Tools of the platform</h1><p id=state>The tool is at it.</p>\
        <iframe width='100%' height=700 src='{tool}?openid_configuration={configuration}&amp;registration_token=once'></iframe>\
        <script>addEventListener('message', said => {{\
            if (said.data && said.data.subject === 'org.imsglobal.lti.close') {{\
                document.querySelector('iframe').remove();\
                document.getElementById('state').textContent = 'The tool is registered.';\
            }}\
        }});</script>"
    ))
}

async fn configuration(State(platform): State<Platform>) -> Response {
    let inside = platform.inside();
    let (url, services) = (&inside.url, &inside.services);
    axum::Json(json!({
        "issuer": services, "authorization_endpoint": format!("{url}/auth"), "token_endpoint": format!("{services}/token"),
        "jwks_uri": format!("{services}/jwks"), "registration_endpoint": format!("{services}/register"),
    }))
    .into_response()
}

async fn register(State(platform): State<Platform>, body: String) -> Response {
    let mut told: Value = serde_json::from_str(&body).expect("it is JSON");
    platform.inside().registered.push(told.clone());
    told["client_id"] = "registered".into();
    axum::Json(told).into_response()
}

async fn jwks() -> Response {
    axum::Json(json!({ "keys": [public(0)] })).into_response()
}

async fn token(State(platform): State<Platform>, Form(form): Form<Fields>) -> Response {
    let inside = platform.inside();
    let asserted = inside.keys.as_ref();
    let asserted = asserted.map(|keys| checked(keys, &form["client_assertion"]));
    if !matches!(asserted, Some(Ok(_))) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let answer = json!({
        "access_token": "granted", "token_type": "Bearer", "expires_in": 3600, "scope": form["scope"],
    });
    axum::Json(answer).into_response()
}

/// Why a service does not answer, where it does not.
fn refusal(inside: &Inside, headers: &HeaderMap) -> Option<StatusCode> {
    let token = headers.get(header::AUTHORIZATION);
    if token.is_none_or(|token| token != "Bearer granted") {
        return Some(StatusCode::UNAUTHORIZED);
    }
    inside.fails.then_some(StatusCode::SERVICE_UNAVAILABLE)
}

async fn columns(State(platform): State<Platform>, headers: HeaderMap) -> Response {
    let inside = platform.inside();
    if let Some(refusal) = refusal(&inside, &headers) {
        return refusal.into_response();
    }
    let kind = "application/vnd.ims.lis.v2.lineitemcontainer+json";
    let all = Value::from(inside.columns.clone()).to_string();
    ([(header::CONTENT_TYPE, kind)], all).into_response()
}

async fn make_column(
    State(platform): State<Platform>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let mut inside = platform.inside();
    if let Some(refusal) = refusal(&inside, &headers) {
        return refusal.into_response();
    }
    let mut column: Value = serde_json::from_str(&body).expect("it is JSON");
    column["id"] = format!("{}/columns/{}", inside.services, inside.columns.len()).into();
    inside.columns.push(column.clone());
    let kind = "application/vnd.ims.lis.v2.lineitem+json";
    let made = [(header::CONTENT_TYPE, kind)];
    (StatusCode::CREATED, made, column.to_string()).into_response()
}

async fn score(
    State(platform): State<Platform>,
    Path(_): Path<usize>,
    headers: HeaderMap,
    body: String,
) -> StatusCode {
    let mut inside = platform.inside();
    if let Some(refusal) = refusal(&inside, &headers) {
        return refusal;
    }
    let score = serde_json::from_str(&body).expect("it is JSON");
    inside.scores.push(score);
    StatusCode::OK
}
