//! A learning platform on this machine, to which this server goes and from which people come.

use crate::support::platform_key::public;
pub use crate::support::platform_key::{checked, signed, unsigned};
pub use crate::support::platform_services::DEPLOYMENT;
use crate::support::platform_services::{Inside, Services};
use crate::support::site::{Site, clock};
use axum::http::{HeaderValue, header};
use axum::middleware::map_response;
use axum::response::Response;
use dgm_grader::store::{MatchBy, Platform, PlatformSettings, PlatformState};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// By which the platform knows this server.
pub const CLIENT: &str = "dgm at the university";
/// Where this server is.
pub const BASE: &str = "http://dgm.test";

/// The platform.
pub struct Simulator {
    /// Its address.
    pub url: String,
    port: u16,
    /// What it has.
    pub inside: Arc<Mutex<Inside>>,
    task: Option<JoinHandle<()>>,
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
        let services = Services {
            inside: Arc::clone(&self.inside),
            url: self.url.clone(),
            client: CLIENT,
            tool: BASE.to_owned(),
            clock,
        };
        let router = services
            .router()
            // A connection that stayed open would be answered after the platform stopped.
            .layer(map_response(async |mut response: Response| {
                let headers = response.headers_mut();
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
                response
            }));
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
        self.inside().stands(column, subject)
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
