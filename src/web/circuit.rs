//! What requests find while the database is away: an answer at once, and the database is asked again no more than once a second.

use crate::store::Store;
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
        if answer.is_err() {
            // No answer at all, not even a refusal: the next to ask gets a line of its own.
            store.reconnect();
        }
        *asked = Some(Instant::now());
        match (self.open.swap(!answers, Ordering::Relaxed), answers) {
            (false, false) => tracing::error!("the database cannot be reached"),
            (true, true) => tracing::info!("the database is back"),
            _ => {}
        }
        Some(answers)
    }
}
