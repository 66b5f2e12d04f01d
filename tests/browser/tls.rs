//! What stands before a server that speaks no TLS: it does, and passes on what it reads.

use crate::authority::{Authority, Good};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// Stands before a port of this machine, under this name; where it is reached.
pub async fn before(port: u16, name: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let own = listener.local_addr().expect("it has one").port();
    let acceptor = TlsAcceptor::from(Authority::new().server(name, Good::Now));
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(pass(acceptor.clone(), socket, port));
        }
    });
    format!("https://{name}:{own}")
}

async fn pass(acceptor: TlsAcceptor, socket: TcpStream, port: u16) {
    let Ok(mut outside) = acceptor.accept(socket).await else {
        return;
    };
    // While the server is away, the line is closed.
    if let Ok(mut inside) = TcpStream::connect(("127.0.0.1", port)).await {
        drop(copy_bidirectional(&mut outside, &mut inside).await);
    }
}
