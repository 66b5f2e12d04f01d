//! One connection: what it is doing, and since when its client keeps us waiting.

use super::bounds::Bounds;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// What a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing has come yet, or a part of the head of a request.
    Head,
    /// A request is worked on, or its answer is on its way.
    Busy,
    /// It was of use, and may be again.
    Kept,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    since: Instant,
    /// Since when the client has not taken what it asked for.
    stalled: Option<Instant>,
}

/// One connection, as it is seen by all who deal with it.
#[derive(Debug)]
pub struct Connection {
    state: Mutex<State>,
    /// Where it comes from.
    pub(super) peer: IpAddr,
    closing: Notify,
}

impl Connection {
    /// One from this address, of which nothing was read yet.
    pub(super) fn new(peer: IpAddr) -> Self {
        Self {
            state: Mutex::new(State {
                phase: Phase::Head,
                since: Instant::now(),
                stalled: None,
            }),
            peer,
            closing: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, phase: Phase) {
        let mut state = self.state();
        state.phase = phase;
        state.since = Instant::now();
    }

    /// A request's head was read; until the value is dropped it is worked on.
    pub fn work(self: &Arc<Self>) -> Working {
        self.enter(Phase::Busy);
        Working(Arc::clone(self))
    }

    /// Has it closed.
    pub(super) fn close(&self) {
        self.closing.notify_one();
    }

    /// Ends when the connection is to be closed.
    pub async fn closed(&self) {
        self.closing.notified().await;
    }

    /// Whether it has kept us waiting for longer than it may.
    pub(super) fn is_overdue(&self, bounds: &Bounds, now: Instant) -> bool {
        let state = self.state();
        let past = |since: Instant, most: Duration| now.saturating_duration_since(since) > most;
        let stalled = state.stalled.is_some_and(|since| past(since, bounds.still));
        stalled
            || match state.phase {
                Phase::Head => past(state.since, bounds.head),
                Phase::Kept => past(state.since, bounds.idle),
                Phase::Busy => false,
            }
    }

    /// Since when nobody waits for it.
    pub(super) fn waiting(&self) -> Option<Instant> {
        let state = self.state();
        (state.phase != Phase::Busy).then_some(state.since)
    }

    /// Something came.
    pub(super) fn received(&self) {
        let mut state = self.state();
        if state.phase == Phase::Kept {
            state.phase = Phase::Head;
            state.since = Instant::now();
        }
    }

    /// What is sent is not taken, or is again.
    pub(super) fn stalled(&self, stalled: bool) {
        let mut state = self.state();
        if !stalled {
            state.stalled = None;
        } else if state.stalled.is_none() {
            state.stalled = Some(Instant::now());
        }
    }
}

/// A request that is worked on.
pub struct Working(Arc<Connection>);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.enter(Phase::Kept);
    }
}
