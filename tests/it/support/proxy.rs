//! A small proxy before several servers: every connection goes to the next server that takes it.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a server may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(1);

/// The proxy. It ends with the value.
pub struct Proxy {
    /// Where it is reached.
    pub url: String,
    address: SocketAddr,
    servers: Arc<Mutex<Vec<Option<SocketAddr>>>>,
    is_over: Arc<AtomicBool>,
}

impl Proxy {
    /// A proxy before so many servers, none of which is there yet.
    pub fn before(servers: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
        let address = listener.local_addr().expect("it has an address");
        let servers = Arc::new(Mutex::new(vec![None; servers]));
        let is_over = Arc::new(AtomicBool::new(false));
        let (behind, over) = (Arc::clone(&servers), Arc::clone(&is_over));
        std::thread::spawn(move || {
            let turn = AtomicUsize::new(0);
            for client in listener.incoming() {
                if over.load(Ordering::Acquire) {
                    return;
                }
                let Ok(client) = client else { continue };
                let behind = behind.lock().unwrap_or_else(PoisonError::into_inner);
                let first = turn.fetch_add(1, Ordering::Relaxed);
                let in_turn = (0..behind.len()).filter_map(|n| behind[(first + n) % behind.len()]);
                let in_turn: Vec<SocketAddr> = in_turn.collect();
                // Connecting takes its time where a server is just being killed; others are let in meanwhile.
                std::thread::spawn(move || pass(client, &in_turn));
            }
        });
        Self {
            url: format!("http://{address}"),
            address,
            servers,
            is_over,
        }
    }

    /// Says where one of the servers is, or that it is not there.
    pub fn set(&self, server: usize, url: Option<&str>) {
        let address = url.map(|url| {
            let address = url.strip_prefix("http://").expect("it is a URL of http");
            address.parse().expect("it is an address")
        });
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        servers[server] = address;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Release);
        drop(TcpStream::connect(self.address));
    }
}

/// Passes on what either side says, until one of them ends.
fn pass(client: TcpStream, servers: &[SocketAddr]) {
    let connect = |server: &SocketAddr| TcpStream::connect_timeout(server, CONNECT).ok();
    let Some(server) = servers.iter().find_map(connect) else {
        return;
    };
    let halves = client
        .try_clone()
        .and_then(|c| Ok((c, server.try_clone()?)));
    let Ok((client_again, server_again)) = halves else {
        return;
    };
    std::thread::spawn(move || one_way(client_again, server_again));
    one_way(server, client);
}

fn one_way(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(n @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..n]).is_err() {
            break;
        }
    }
    // Of either end the other is told.
    for side in [&from, &to] {
        drop(side.shutdown(Shutdown::Both));
    }
}
