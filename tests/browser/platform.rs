//! A learning platform with pages: a course in it, its links in a frame and in a tab of their own, a choice of what is linked.
//! It knows who sits at the browser by a cookie of its own, and believes what is signed by the tool's keys.

use crate::platform_key::{checked, signed};
pub use crate::platform_services::DEPLOYMENT;
use crate::platform_services::{Inside, Services};
use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

/// By which the platform knows this server.
pub const CLIENT: &str = "dgm";
/// The claims of LTI begin so.
const CLAIM: &str = "https://purl.imsglobal.org/spec/lti/claim/";

/// The platform, cheap to clone.
#[derive(Clone)]
pub struct Platform {
    services: Services,
    /// What was linked.
    linked: Arc<Mutex<Vec<Value>>>,
}

type Fields = HashMap<String, String>;

#[expect(
    clippy::disallowed_methods,
    reason = "the real server has the real clock"
)]
fn clock() -> Timestamp {
    Timestamp::now()
}

impl Platform {
    /// Starts it, for a tool at this address; servers reach it at once.
    pub async fn start(tool: &str) -> (Self, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("it has one").port();
        let services = Services {
            inside: Arc::default(),
            url: format!("http://127.0.0.1:{port}"),
            client: CLIENT,
            tool: tool.to_owned(),
            clock,
        };
        let platform = Self {
            services: services.clone(),
            linked: Arc::default(),
        };
        let pages = Router::new()
            .route("/as/{who}", get(sign_in))
            .route("/course", get(course))
            .route("/begin", get(begin))
            .route("/auth", get(auth))
            .route("/tools", get(registering))
            .route("/return", post(linked))
            .with_state(platform.clone());
        let router = pages.merge(services.router());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (platform, port)
    }

    /// What it has.
    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        self.services.inside()
    }

    /// Where servers reach it.
    pub fn services(&self) -> &str {
        &self.services.url
    }

    /// Where browsers reach it.
    pub fn front(&self) -> String {
        self.inside().front.clone().expect("it is behind a proxy")
    }

    /// What was linked.
    pub fn linked(&self) -> Vec<Value> {
        self.linked.lock().expect("nobody panicked").clone()
    }

    /// The points that stand in the gradebook for somebody.
    pub fn stands(&self, subject: &str) -> Option<String> {
        self.inside().stands(0, subject)
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
    let tool = &platform.services.tool;
    let target = format!("{tool}{}", query["target"]);
    form(
        &format!("{tool}/lti/login"),
        &[
            ("iss", &platform.front()),
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
    let launch = format!("{}/lti/launch", platform.services.tool);
    if query["redirect_uri"] != launch || query["client_id"] != CLIENT {
        return StatusCode::BAD_REQUEST.into_response();
    }
    let claims = claims(&platform, &who, &query);
    let head = json!({ "alg": "RS256", "kid": "key 0", "typ": "JWT" });
    let token = signed(0, &head, &claims);
    form(&launch, &[("state", &query["state"]), ("id_token", &token)]).into_response()
}

fn claims(platform: &Platform, who: &str, query: &Fields) -> Value {
    let now = clock().as_second();
    let target = query["lti_message_hint"].as_str();
    let role = match who {
        "teacher" => "Instructor",
        _ => "Learner",
    };
    let (front, services) = (platform.front(), platform.services());
    let mut claims = json!({
        "iss": front, "aud": CLIENT, "sub": format!("id of {who}"), "iat": now, "exp": now + 60,
        "nonce": query["nonce"], "name": who, "email": format!("{who}@example.org"),
        "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
            "scope": [
                "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
                "https://purl.imsglobal.org/spec/lti-ags/scope/score",
            ],
            "lineitems": format!("{services}/columns?type_id=3"),
        },
    });
    let mut claim = |name: &str, value: Value| claims[format!("{CLAIM}{name}")] = value;
    claim("version", "1.3.0".into());
    claim("deployment_id", DEPLOYMENT.into());
    claim(
        "target_link_uri",
        format!("{}{target}", platform.services.tool).into(),
    );
    let role = format!("http://purl.imsglobal.org/vocab/lis/v2/membership#{role}");
    claim("roles", json!([role]));
    claim(
        "context",
        json!({ "id": "c1", "title": "Generative models" }),
    );
    if target == "/lti/deep-linking" {
        claim("message_type", "LtiDeepLinkingRequest".into());
        claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] = json!({
            "deep_link_return_url": format!("{front}/return"),
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
    let inside = platform.inside();
    let told = inside.tool.as_ref().map(|keys| checked(keys, &form["JWT"]));
    let Some(Ok(told)) = told else {
        return (StatusCode::FORBIDDEN, "This is not signed by the tool.").into_response();
    };
    let told: Value = serde_json::from_str(&told).expect("claims are JSON");
    let items = &told["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"];
    let items = items.as_array().cloned().unwrap_or_default();
    let titles = items.iter().map(|item| item["title"].to_string());
    let titles = titles.collect::<Vec<_>>().join(", ");
    *platform.linked.lock().expect("nobody panicked") = items;
    Html(format!(
        "<!doctype html><title>Linked</title><p>Linked at the platform: {titles}"
    ))
    .into_response()
}

/// `GET /tools?tool=ADDRESS`: shows the tool's page in a frame until the tool says that it is done, as Moodle does.
async fn registering(
    State(platform): State<Platform>,
    Query(query): Query<Fields>,
) -> Html<String> {
    let configuration = format!("{}/.well-known/openid-configuration", platform.services());
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
