//! The connections that are open: how many, from where, and which of them nobody waits for any more.

use super::bounds::Bounds;
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
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
    peer: IpAddr,
    closing: Notify,
}

impl Connection {
    fn new(peer: IpAddr) -> Self {
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

    /// Ends when the connection is to be closed.
    pub async fn closed(&self) {
        self.closing.notified().await;
    }

    fn is_overdue(&self, bounds: &Bounds, now: Instant) -> bool {
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
    fn waiting(&self) -> Option<Instant> {
        let state = self.state();
        (state.phase != Phase::Busy).then_some(state.since)
    }

    fn received(&self) {
        let mut state = self.state();
        if state.phase == Phase::Kept {
            state.phase = Phase::Head;
            state.since = Instant::now();
        }
    }

    fn stalled(&self, stalled: bool) {
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
            connection.closing.notify_one();
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
        connection.closing.notify_one();
    }
    true
}

/// A socket that tells its connection what comes and what is not taken.
pub struct Told<T> {
    socket: T,
    connection: Arc<Connection>,
}

impl<T> Told<T> {
    /// The socket of this connection.
    pub const fn new(socket: T, connection: Arc<Connection>) -> Self {
        Self { socket, connection }
    }

    fn wrote<R>(&self, written: Poll<R>) -> Poll<R> {
        self.connection.stalled(written.is_pending());
        written
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Told<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.socket).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.connection.received();
        }
        read
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Told<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(cx, slices);
        self.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
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
