//! A learning platform on this machine: keys, access by assertion, members page by page, columns, scores. It refuses what a platform refuses.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use dgm_grader::store::{MatchBy, Platform, PlatformSettings, PlatformState};
use jiff::Timestamp;
use openidconnect::JsonWebKeySet;
use openidconnect::core::CoreJsonWebKey;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::support::platform_key::public;
pub use crate::support::platform_key::{checked, signed, unsigned};
use crate::support::site::{Site, clock};

/// By which the platform knows this server.
pub const CLIENT: &str = "dgm at the university";
/// The deployment.
pub const DEPLOYMENT: &str = "7";
/// Where this server is.
pub const BASE: &str = "http://dgm.test";

/// A score as it came.
#[derive(Clone, Debug)]
pub struct Score {
    /// The column's number.
    pub column: usize,
    /// The body, as text: numbers stand in it as they were written.
    pub text: String,
    /// It, read.
    pub json: Value,
}

/// What the platform has and does.
#[derive(Default)]
pub struct Inside {
    /// Which of its keys it signs with.
    pub key: usize,
    /// The keys of this server.
    pub tool: Option<JsonWebKeySet<CoreJsonWebKey>>,
    /// Pages of members.
    pub members: Vec<Value>,
    /// What stands in the `Link` header of a page that is not the last, where it is not the next one.
    pub next: Option<String>,
    /// Columns as they were made.
    pub columns: Vec<Value>,
    /// Scores that were taken.
    pub scores: Vec<Score>,
    /// How often its keys were asked for, access was given.
    pub asked_for_keys: usize,
    /// How often access was given.
    pub granted: usize,
    /// What services answer next, instead of what they would, with `Retry-After`.
    pub refuse: VecDeque<(u16, Option<&'static str>)>,
    /// Tokens that are good.
    tokens: HashSet<String>,
    /// Assertions that were used.
    used: HashSet<String>,
    /// Registrations that came.
    pub registered: Vec<Value>,
}

/// The platform.
pub struct Simulator {
    /// Its address.
    pub url: String,
    port: u16,
    /// What it has.
    pub inside: Arc<Mutex<Inside>>,
    task: Option<JoinHandle<()>>,
}

#[derive(Clone)]
struct Shared {
    inside: Arc<Mutex<Inside>>,
    url: String,
}

impl Simulator {
    /// Starts one.
    pub async fn start() -> Self {
        let mut platform = Self {
            url: String::new(),
            port: 0,
            inside: Arc::default(),
            task: None,
        };
        platform.resume().await;
        platform
    }

    /// Answers, at the address that it had.
    pub async fn resume(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await;
        let listener = listener.expect("it listens");
        self.port = listener.local_addr().expect("it has an address").port();
        self.url = format!("http://127.0.0.1:{}", self.port);
        let shared = Shared {
            inside: Arc::clone(&self.inside),
            url: self.url.clone(),
        };
        let router = Router::new()
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/members", get(members))
            .route("/columns", get(columns).post(make_column))
            .route("/columns/{number}/lineitem/scores", post(score))
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/register", post(register))
            // A connection that stayed open would be answered after the platform stopped.
            .layer(map_response(async |mut response: Response| {
                let headers = response.headers_mut();
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
                response
            }))
            .with_state(shared);
        let served = async move {
            axum::serve(listener, router).await.expect("it serves");
        };
        self.task = Some(tokio::spawn(served));
    }

    /// Answers nobody.
    pub async fn stop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
            drop(task.await);
        }
    }

    /// What is agreed on with it.
    pub fn settings(&self) -> PlatformSettings {
        PlatformSettings {
            name: "Moodle of the faculty".to_owned(),
            issuer: self.url.clone(),
            client_id: CLIENT.to_owned(),
            deployments: vec!["1".to_owned(), DEPLOYMENT.to_owned()],
            auth_url: format!("{}/auth?kept=1", self.url),
            token_url: format!("{}/token", self.url),
            jwks_url: format!("{}/jwks", self.url),
            audience: String::new(),
            match_by: MatchBy::Email,
            creates: false,
            state: PlatformState::On,
        }
    }

    /// Registers it here, and this server's key there.
    pub async fn agree(&self, site: &Site, settings: &PlatformSettings) -> Platform {
        let document = site.nobody().get("/lti/jwks.json").await;
        assert_eq!(document.status, 200);
        let tool = serde_json::from_slice(&document.body).expect("it is a set of keys");
        self.inside().tool = Some(tool);
        let store = &site.app.store;
        let made = store.add_platform(settings, "owner", clock()).await;
        made.expect("it answers").expect("it is new")
    }

    /// What it has.
    pub fn inside(&self) -> std::sync::MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panicked")
    }

    /// The points that stand in a column for somebody, by the last score: `None` where nothing was sent, or they were taken back.
    pub fn stands(&self, column: usize, subject: &str) -> Option<String> {
        let inside = self.inside();
        let of = |score: &&Score| score.column == column && score.json["userId"] == subject;
        let last = inside.scores.iter().rev().find(of)?;
        // As the number is written, not as a float has it.
        let (_, rest) = last.text.split_once("\"scoreGiven\":")?;
        rest.split([',', '}']).next().map(str::to_owned)
    }

    /// The claims of a launch by this person, in answer to a nonce.
    pub fn claims(&self, subject: &str, email: &str, nonce: &str) -> Value {
        let now = clock().as_second();
        json!({
            "iss": self.url, "aud": CLIENT, "sub": subject, "iat": now, "exp": now + 60, "nonce": nonce,
            "name": "Анна Смирнова", "given_name": "Анна", "family_name": "Смирнова", "email": email,
            "https://purl.imsglobal.org/spec/lti/claim/message_type": "LtiResourceLinkRequest",
            "https://purl.imsglobal.org/spec/lti/claim/version": "1.3.0",
            "https://purl.imsglobal.org/spec/lti/claim/deployment_id": DEPLOYMENT,
            "https://purl.imsglobal.org/spec/lti/claim/target_link_uri": format!("{BASE}/lti/launch"),
            "https://purl.imsglobal.org/spec/lti/claim/resource_link": { "id": "42", "title": "x" },
            "https://purl.imsglobal.org/spec/lti/claim/roles":
                ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
            "https://purl.imsglobal.org/spec/lti/claim/context":
                { "id": "c1", "title": "Generative models", "type": ["CourseSection"] },
            "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
                "scope": [
                    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
                    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
                ],
                "lineitems": format!("{}/columns?type_id=3", self.url),
            },
            "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice":
                { "context_memberships_url": format!("{}/members", self.url), "service_versions": ["2.0"] },
        })
    }

    /// Claims signed by the platform's key of now.
    pub fn sign(&self, claims: &Value) -> String {
        let key = self.inside().key;
        let id = format!("key {key}");
        signed(
            key,
            &json!({ "alg": "RS256", "kid": id, "typ": "JWT" }),
            claims,
        )
    }

    /// Its public key as JSON.
    pub fn public(&self) -> Value {
        public(self.inside().key)
    }
}

async fn jwks(State(shared): State<Shared>) -> Response {
    let mut inside = shared.inside.lock().expect("nobody panicked");
    inside.asked_for_keys += 1;
    axum::Json(json!({ "keys": [public(inside.key), { "kty": "unheard of" }] })).into_response()
}

fn refused(status: u16, wait: Option<&'static str>) -> Response {
    let status = StatusCode::from_u16(status).expect("it is a status");
    match wait {
        Some(wait) => (status, [(header::RETRY_AFTER, wait)]).into_response(),
        None => status.into_response(),
    }
}

/// `POST /token`: checks the assertion as the security framework says.
async fn token(State(shared): State<Shared>, body: Bytes) -> Response {
    let mut inside = shared.inside.lock().expect("nobody panicked");
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
    let now = clock().as_second();
    let number = |name: &str| claims[name].as_i64().unwrap_or_default();
    let right = claims["iss"] == CLIENT
        && claims["sub"] == CLIENT
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
fn refusal(inside: &mut Inside, headers: &HeaderMap, scope: &str) -> Option<Response> {
    let told = headers.get(header::AUTHORIZATION);
    let token = told.and_then(|told| told.to_str().ok()?.strip_prefix("Bearer "));
    let token = token.unwrap_or_default().to_owned();
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

async fn members(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let mut inside = shared.inside.lock().expect("nobody panicked");
    if let Some(refusal) = refusal(&mut inside, &headers, "contextmembership.readonly") {
        return refusal;
    }
    let kind = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
    assert_eq!(headers[header::ACCEPT], kind);
    let page: usize = query
        .get("page")
        .map_or(0, |page| page.parse().expect("a number"));
    let Some(members) = inside.members.get(page) else {
        return refused(404, None);
    };
    let body = json!({ "id": "x", "context": { "id": "c1" }, "members": members }).to_string();
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    if page + 1 < inside.members.len() {
        let next = format!("{}/members?page={}", shared.url, page + 1);
        let next = inside.next.clone().unwrap_or(next);
        let link = format!(
            "<{}/members>; rel=\"differences\", <{next}>; rel=\"next\"",
            shared.url
        );
        let link = link.parse().expect("it is a header");
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

async fn columns(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let mut inside = shared.inside.lock().expect("nobody panicked");
    if let Some(refusal) = refusal(&mut inside, &headers, "scope/lineitem") {
        return refusal;
    }
    assert_eq!(query["type_id"], "3", "what stood in the address stays");
    let wanted = query.get("resource_id");
    let found = inside.columns.iter();
    let found: Vec<_> = found
        .filter(|column| wanted.is_none_or(|wanted| column["resourceId"] == *wanted))
        .collect();
    axum::Json(json!(found)).into_response()
}

async fn make_column(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let mut inside = shared.inside.lock().expect("nobody panicked");
    if let Some(refusal) = refusal(&mut inside, &headers, "scope/lineitem") {
        return refusal;
    }
    let kind = "application/vnd.ims.lis.v2.lineitem+json";
    assert_eq!(headers[header::CONTENT_TYPE], kind);
    let mut column: Value = serde_json::from_slice(&body).expect("it is JSON");
    assert!(column["label"].is_string() && column["scoreMaximum"].is_number());
    let number = inside.columns.len();
    column["id"] = json!(format!(
        "{}/columns/{number}/lineitem?type_id=3",
        shared.url
    ));
    inside.columns.push(column.clone());
    (
        StatusCode::CREATED,
        [(header::CONTENT_TYPE, kind)],
        column.to_string(),
    )
        .into_response()
}

async fn score(
    State(shared): State<Shared>,
    Path(column): Path<usize>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut inside = shared.inside.lock().expect("nobody panicked");
    if let Some(refusal) = refusal(&mut inside, &headers, "scope/score") {
        return refusal;
    }
    let kind = "application/vnd.ims.lis.v1.score+json";
    if query.get("type_id").map(String::as_str) != Some("3")
        || headers
            .get(header::CONTENT_TYPE)
            .is_none_or(|told| told != kind)
        || column >= inside.columns.len()
    {
        return refused(400, None);
    }
    let text = String::from_utf8(body.to_vec()).expect("it is text");
    let json: Value = serde_json::from_str(&text).expect("it is JSON");
    let stamp = |score: &Value| -> Timestamp {
        let text = score["timestamp"].as_str().unwrap_or_default();
        text.parse().expect("it is an instant")
    };
    let subject = json["userId"].as_str().unwrap_or_default();
    let last = inside.scores.iter().rev();
    let mut last = last.filter(|s| s.column == column && s.json["userId"] == subject);
    // Whole seconds, as Moodle compares them.
    let is_later = last
        .next()
        .is_none_or(|last| stamp(&last.json).as_second() < stamp(&json).as_second());
    let progress = [
        "Initialized",
        "Started",
        "InProgress",
        "Submitted",
        "Completed",
    ];
    let grading = [
        "FullyGraded",
        "Pending",
        "PendingManual",
        "Failed",
        "NotReady",
    ];
    let is = |name: &str, words: &[&str]| words.iter().any(|word| json[name] == *word);
    let is_number = |name: &str| json.get(name).is_none_or(Value::is_number);
    let is_whole = json.get("scoreGiven").is_some() == json.get("scoreMaximum").is_some();
    if subject.is_empty()
        || !is("activityProgress", &progress)
        || !is("gradingProgress", &grading)
        || !is_number("scoreGiven")
        || !is_number("scoreMaximum")
        || !is_whole
    {
        return refused(400, None);
    }
    if !is_later {
        return refused(409, None);
    }
    inside.scores.push(Score { column, text, json });
    StatusCode::OK.into_response()
}

async fn configuration(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    if headers
        .get(header::AUTHORIZATION)
        .is_none_or(|told| told != "Bearer once")
    {
        return refused(401, None);
    }
    let url = &shared.url;
    axum::Json(json!({
        "issuer": url, "authorization_endpoint": format!("{url}/auth"), "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/jwks"), "registration_endpoint": format!("{url}/register"),
        "https://purl.imsglobal.org/spec/lti-platform-configuration": { "product_family_code": "moodle", "version": "5" },
    }))
    .into_response()
}

async fn register(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    if headers
        .get(header::AUTHORIZATION)
        .is_none_or(|told| told != "Bearer once")
    {
        return refused(401, None);
    }
    let mut inside = shared.inside.lock().expect("nobody panicked");
    let told: Value = serde_json::from_slice(&body).expect("it is JSON");
    let tool = &told["https://purl.imsglobal.org/spec/lti-tool-configuration"];
    let right = told["application_type"] == "web"
        && told["response_types"] == json!(["id_token"])
        && told["grant_types"] == json!(["implicit", "client_credentials"])
        && told["token_endpoint_auth_method"] == "private_key_jwt"
        && told["initiate_login_uri"] == format!("{BASE}/lti/login")
        && told["redirect_uris"] == json!([format!("{BASE}/lti/launch")])
        && told["jwks_uri"] == format!("{BASE}/lti/jwks.json")
        && told["client_name"].is_string()
        && tool["domain"] == "dgm.test"
        && tool["messages"][1]["type"] == "LtiDeepLinkingRequest";
    if !right {
        return refused(400, None);
    }
    let mut answer = told.clone();
    answer["client_id"] = CLIENT.into();
    answer["https://purl.imsglobal.org/spec/lti-tool-configuration"]["deployment_id"] =
        DEPLOYMENT.into();
    inside.registered.push(told);
    axum::Json(answer).into_response()
}
