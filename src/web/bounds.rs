//! How much one server takes at once, and how long it waits for others.

use std::time::Duration;

/// What the operator may set, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of uploads held in memory at once, and as many of downloads.
    pub in_flight: usize,
    /// Requests of one person that are worked on at once: as many as a browser makes.
    pub requests: usize,
    /// How long a request waits for its turn before it is told to come back.
    pub turn: Duration,
    /// Connections open at once.
    pub connections: usize,
    /// The longest that the head of a request may take.
    pub head: Duration,
    /// How long a connection is kept between two requests.
    pub idle: Duration,
    /// The longest that a body being sent, or an answer being read, may stand still.
    pub still: Duration,
    /// How long a body may come in a trickle before it is ended.
    pub trickle: Duration,
    /// How often is looked how fast a body comes.
    pub look: Duration,
    /// The longest that requests under way hold up a stop.
    pub drain: Duration,
    /// How long a page waits for what a change would do before it says how far that is.
    pub preview: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            in_flight: 128 << 20,
            requests: 6,
            turn: Duration::from_secs(10),
            connections: 4096,
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            still: Duration::from_secs(30),
            trickle: Duration::from_mins(1),
            look: Duration::from_secs(2),
            drain: Duration::from_secs(15),
            preview: Duration::from_secs(1),
        }
    }
}

impl Bounds {
    /// Bytes that one person may have in flight: a quarter of all, so that no three people shut everybody out.
    pub const fn a_person(&self) -> usize {
        self.in_flight / 4
    }

    /// Connections from one address. A whole class may sit behind one, and behind a proxy everybody does.
    pub const fn an_address(&self) -> usize {
        self.connections - self.connections / 4
    }
}
