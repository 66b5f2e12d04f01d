//! The connections that are open: how many, from where, and which of them nobody waits for any more.

use super::bounds::Bounds;
use super::connection::Connection;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// All connections that are open.
pub struct Connections {
    bounds: Bounds,
    open: Mutex<HashMap<u64, Arc<Connection>>>,
    freed: Notify,
}

/// A connection's place among the open ones, until this is dropped.
pub struct Place {
    connection: Arc<Connection>,
    connections: Arc<Connections>,
    number: u64,
}

impl Place {
    /// The connection.
    pub const fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.open().remove(&self.number);
        self.connections.freed.notify_waiters();
    }
}

impl Connections {
    /// None yet.
    pub fn new(bounds: Bounds) -> Arc<Self> {
        Arc::new(Self {
            bounds,
            open: Mutex::default(),
            freed: Notify::new(),
        })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, Arc<Connection>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a new connection; `number` is one that no other had. Where there is none, whoever has been silent for
    /// longest makes way. Nothing where this address has all it may have, and none of that is silent.
    pub fn admit(self: &Arc<Self>, number: u64, peer: IpAddr) -> Option<Place> {
        let mut open = self.open();
        let theirs = open.values().filter(|c| c.peer == peer).count();
        if theirs >= self.bounds.an_address() {
            close_longest_silent(&mut open, |c| c.peer == peer).then_some(())?;
        } else if open.len() >= self.bounds.connections {
            close_longest_silent(&mut open, |_| true).then_some(())?;
        }
        let connection = Arc::new(Connection::new(peer));
        open.insert(number, Arc::clone(&connection));
        Some(Place {
            connection,
            connections: Arc::clone(self),
            number,
        })
    }

    /// Ends when one more may be accepted, which may be at once.
    pub async fn room(&self) {
        loop {
            let freed = self.freed.notified();
            if self.has_room() {
                return;
            }
            // Looks again after a moment: somebody may have gone silent instead of away.
            drop(tokio::time::timeout(Duration::from_millis(100), freed).await);
        }
    }

    fn has_room(&self) -> bool {
        let open = self.open();
        open.len() < self.bounds.connections || open.values().any(|c| c.waiting().is_some())
    }

    /// Closes whatever has kept us waiting for too long, once a second; never ends.
    pub async fn sweep(&self) {
        let mut seconds = tokio::time::interval(Duration::from_secs(1).min(self.bounds.head));
        loop {
            seconds.tick().await;
            let now = Instant::now();
            self.close(|c| c.is_overdue(&self.bounds, now));
        }
    }

    /// Closes those that nobody waits for.
    pub fn close_silent(&self) {
        self.close(|c| c.waiting().is_some());
    }

    /// Closes all.
    pub fn close_all(&self) {
        self.close(|_| true);
    }

    fn close(&self, which: impl Fn(&Connection) -> bool) {
        for connection in self.open().values().filter(|c| which(c)) {
            connection.close();
        }
    }
}

/// Closes the one of these that has been silent for longest, if any is.
fn close_longest_silent(
    open: &mut HashMap<u64, Arc<Connection>>,
    which: impl Fn(&Connection) -> bool,
) -> bool {
    let silent = open.iter().filter(|(_, c)| which(c));
    let silent = silent.filter_map(|(number, c)| Some((c.waiting()?, *number)));
    let Some((_, number)) = silent.min() else {
        return false;
    };
    // It is not counted any more: its task closes it in a moment.
    if let Some(connection) = open.remove(&number) {
        connection.close();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::BROADCAST);

    fn four() -> Arc<Connections> {
        Connections::new(Bounds {
            connections: 4,
            head: Duration::from_secs(10),
            ..Bounds::default()
        })
    }

    async fn is_closing(place: &Place) -> bool {
        let closed = place.connection.closed();
        tokio::time::timeout(Duration::from_millis(1), closed)
            .await
            .is_ok()
    }

    #[tokio::test]
    async fn the_longest_silent_makes_way() {
        let connections = four();
        let first = connections.admit(0, HERE).unwrap();
        let _working = first.connection().work();
        let second = connections.admit(1, HERE).unwrap();
        let third = connections.admit(2, THERE).unwrap();
        let fourth = connections.admit(3, THERE).unwrap();
        let fifth = connections.admit(4, HERE).unwrap();
        assert!(is_closing(&second).await, "it was silent for longest");
        for kept in [&first, &third, &fourth, &fifth] {
            assert!(!is_closing(kept).await);
        }
        assert_eq!(connections.open().len(), 4);
        drop((second, fifth));
        assert_eq!(connections.open().len(), 3);
    }

    #[tokio::test]
    async fn one_address_does_not_have_them_all() {
        let connections = four();
        let places: Vec<_> = (0..3)
            .map(|n| connections.admit(n, HERE).unwrap())
            .collect();
        let working: Vec<_> = places.iter().map(|p| p.connection().work()).collect();
        assert!(connections.admit(3, HERE).is_none(), "three are at work");
        assert!(connections.admit(4, THERE).is_some());
        drop(working);
        assert!(connections.admit(5, HERE).is_some(), "one makes way");
        assert!(is_closing(&places[0]).await);
    }

    #[tokio::test]
    async fn who_keeps_us_waiting_is_overdue() {
        let connections = four();
        let bounds = &connections.bounds;
        let place = connections.admit(0, HERE).unwrap();
        let connection = place.connection();
        let after = |seconds| Instant::now() + Duration::from_secs(seconds);
        assert!(!connection.is_overdue(bounds, after(9)));
        assert!(connection.is_overdue(bounds, after(11)));
        let working = connection.work();
        assert!(!connection.is_overdue(bounds, after(1000)));
        connection.stalled(true);
        assert!(connection.is_overdue(bounds, after(31)));
        connection.stalled(false);
        drop(working);
        assert!(!connection.is_overdue(bounds, after(70)));
        assert!(connection.is_overdue(bounds, after(80)));
        connection.received();
        assert!(connection.is_overdue(bounds, after(11)), "half a head");
    }
}
