//! The application behind a real socket, for those who do not speak as a library would.

use super::site::{Site, start_within};
use dgm_grader::web::bounds::Bounds;
use dgm_grader::web::serve::serve_until;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// A site within these bounds.
pub async fn bounded(bounds: Bounds) -> Site {
    let folder = tempfile::tempdir().expect("a folder is made");
    Site::of(start_within(folder.path(), bounds).await, folder)
}

/// A server in this process.
pub struct Served {
    /// Where it listens.
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Served {
    /// Serves this site on a free port.
    pub async fn start(site: &Site) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            // Also where the test has ended.
            let _ = stopped.await;
        };
        let task = tokio::spawn(serve_until(site.server.clone(), listener, stopped));
        Self {
            address,
            stop,
            task,
        }
    }

    /// Opens a connection.
    pub async fn connect(&self) -> Client {
        let socket = TcpStream::connect(self.address).await;
        Client(socket.expect("it is accepted"))
    }

    /// What is answered to this.
    pub async fn ask(&self, request: &str) -> String {
        let mut client = self.connect().await;
        client.say(request.as_bytes()).await;
        client.answer().await
    }

    /// Stops the server as a signal does, and waits until it has ended.
    pub async fn stop(self) {
        // It cannot have ended by itself.
        let _ = self.stop.send(());
        let ended = timeout(PATIENCE, self.task).await.expect("it ends");
        ended
            .expect("it does not panic")
            .expect("the socket is well");
    }
}

/// One end of a connection.
pub struct Client(TcpStream);

impl Client {
    /// Sends something; a server that has hung up meanwhile is no failure.
    pub async fn say(&mut self, bytes: &[u8]) {
        let _ = self.0.write_all(bytes).await;
    }

    /// Sends something, all of which the server has to take.
    pub async fn say_all(&mut self, bytes: &[u8]) {
        let written = self.0.write_all(bytes).await;
        written.expect("the server has not hung up");
    }

    /// Says that nothing more will come.
    pub async fn end(&mut self) {
        self.0.shutdown().await.expect("it is open");
    }

    /// Everything that comes until the other side closes, or a whole answer of a known length came.
    pub async fn answer(&mut self) -> String {
        let mut answer = Vec::new();
        let read = async {
            let mut piece = [0; 4096];
            while let Ok(count @ 1..) = self.0.read(&mut piece).await {
                answer.extend_from_slice(&piece[..count]);
                if is_whole(&answer) {
                    break;
                }
            }
        };
        timeout(PATIENCE, read)
            .await
            .expect("it is answered or closed");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer).to_ascii_lowercase();
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|l| l.strip_prefix("content-length: "));
    let length = length.and_then(|l| l.trim().parse::<usize>().ok());
    length.is_some_and(|length| answer.len() >= head.len() + 4 + length)
}
