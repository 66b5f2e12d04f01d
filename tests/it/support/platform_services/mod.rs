//! What a learning platform answers servers: keys, access by assertion, members page by page, columns, scores, registration. It refuses
//! what a platform refuses.

mod access;
mod gradebook;
mod members;
mod registration;

use access::{jwks, token};
use axum::Router;
use axum::routing::{get, post};
use gradebook::{Score, column, columns, make_column, score};
use jiff::Timestamp;
use members::members;
use openidconnect::JsonWebKeySet;
use openidconnect::core::CoreJsonWebKey;
use registration::{configuration, register};
use serde_json::Value;
use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Semaphore;

/// The deployment.
pub const DEPLOYMENT: &str = "7";

/// What the platform has and does.
#[derive(Default)]
pub struct Inside {
    /// Which of its keys it signs with.
    pub key: usize,
    /// The keys of the tool.
    pub tool: Option<JsonWebKeySet<CoreJsonWebKey>>,
    /// Where browsers reach the platform, if that is another address.
    pub front: Option<String>,
    /// Pages of members.
    pub members: Vec<Value>,
    /// What stands in the `Link` header of a page that is not the last, where it is not the next one.
    pub next: Option<String>,
    /// Columns as they were made; null where one was deleted.
    pub columns: Vec<Value>,
    /// Scores that were taken.
    pub scores: Vec<Score>,
    /// Where it is there, a score is answered once somebody lets it.
    pub held: Option<Arc<Semaphore>>,
    /// How often its keys were asked for.
    pub asked_for_keys: usize,
    /// How often access was given.
    pub granted: usize,
    /// Whether services answer nothing but that they cannot.
    pub fails: bool,
    /// What services answer next, instead of what they would, with `Retry-After`.
    pub refuse: VecDeque<(u16, Option<&'static str>)>,
    /// Tokens that are good.
    tokens: HashSet<String>,
    /// Assertions that were used.
    used: HashSet<String>,
    /// Registrations that came.
    pub registered: Vec<Value>,
}

/// The services of a platform, cheap to clone.
#[derive(Clone)]
pub struct Services {
    /// What the platform has.
    pub inside: Arc<Mutex<Inside>>,
    /// Where servers reach it.
    pub url: String,
    /// By which it knows the tool.
    pub client: &'static str,
    /// Where the tool is.
    pub tool: String,
    /// What time it is there.
    pub clock: fn() -> Timestamp,
}

impl Services {
    /// All of them.
    pub fn router(self) -> Router {
        Router::new()
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/members", get(members))
            .route("/columns", get(columns).post(make_column))
            .route("/columns/{number}/lineitem", get(column))
            .route("/columns/{number}/lineitem/scores", post(score))
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/register", post(register))
            .with_state(self)
    }

    /// What the platform has.
    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panicked")
    }

    fn host(&self) -> &str {
        let (_, host) = self.tool.split_once("://").expect("it is an address");
        host
    }
}

impl Inside {
    /// The points that stand in a column for somebody, by the last score: `None` where nothing was sent, or they were taken back.
    pub fn stands(&self, column: usize, subject: &str) -> Option<String> {
        let of = |score: &&Score| score.column == column && score.json["userId"] == subject;
        let last = self.scores.iter().rev().find(of)?;
        // As the number is written, not as a float has it.
        let (_, rest) = last.text.split_once("\"scoreGiven\":")?;
        rest.split([',', '}']).next().map(str::to_owned)
    }
}
