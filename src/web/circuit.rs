//! What requests find while the database is away: an answer at once, and the database is asked again no more than once a second.

use super::fault::{self, Fault};
use super::state::AppState;
use super::visitor::{Visitor, accepted};
use crate::store::Store;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long the database has for its answer when it is asked whether it is back.
const PATIENCE: Duration = Duration::from_millis(1500);
/// How long nobody asks again.
const PAUSE: Duration = Duration::from_secs(1);

/// Open while the database cannot be reached. One that is only busy or full can be read, and leaves it closed.
#[derive(Debug, Default)]
pub struct Circuit {
    open: AtomicBool,
    asked: Mutex<Option<Instant>>,
}

impl Circuit {
    /// Whether a request may go on. While the circuit is open, one request a second asks the database, and the others are told at once.
    pub async fn lets_through(&self, store: &Store) -> bool {
        if !self.open.load(Ordering::Relaxed) {
            return true;
        }
        self.ask(store).await.unwrap_or(false)
    }

    /// A request failed as it does where the database is away: is it?
    pub async fn doubt(&self, store: &Store) {
        self.ask(store).await;
    }

    /// Asks, unless somebody is asking or has just asked.
    async fn ask(&self, store: &Store) -> Option<bool> {
        let mut asked = self.asked.try_lock().ok()?;
        if asked.is_some_and(|at| at.elapsed() < PAUSE) {
            return None;
        }
        let answer = tokio::time::timeout(PATIENCE, store.ping()).await;
        let answers = matches!(answer, Ok(Ok(())));
        *asked = Some(Instant::now());
        match (self.open.swap(!answers, Ordering::Relaxed), answers) {
            (false, false) => tracing::error!("the database cannot be reached"),
            (true, true) => tracing::info!("the database is back"),
            _ => {}
        }
        Some(answers)
    }
}

/// The layer around pages.
pub async fn for_pages(State(app): State<AppState>, request: Request, next: Next) -> Response {
    guard(&app, request, next, |fault, visitor| {
        fault::page(&app, fault, visitor)
    })
    .await
}

/// The layer around the API.
pub async fn for_programs(State(app): State<AppState>, request: Request, next: Next) -> Response {
    guard(&app, request, next, |fault, visitor| {
        fault::problem(&app, fault, visitor)
    })
    .await
}

async fn guard(
    app: &AppState,
    request: Request,
    next: Next,
    face: impl FnOnce(&Fault, &Visitor) -> Response,
) -> Response {
    let away = |visitor| fault::dressed(face(&Fault::Away, visitor), &Fault::Away);
    let visitor = Visitor {
        lang: accepted(request.headers()),
        path: request.uri().path().to_owned(),
        ..Visitor::default()
    };
    if !app.circuit.lets_through(&app.store).await {
        return away(&visitor);
    }
    let response = next.run(request).await;
    // Outside of the layers that show faults are those that find the visitor and keep the session: they fail without a page.
    let bare = response.status().is_server_error()
        && !response.headers().contains_key(header::CONTENT_TYPE);
    if bare || matches!(response.extensions().get(), Some(Fault::Away)) {
        app.circuit.doubt(&app.store).await;
    }
    if bare { away(&visitor) } else { response }
}
