//! A small proxy before several servers: every connection goes to the next one, as behind a proxy of an operator.

use anyhow::ensure;
use std::net::SocketAddr;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};

/// Where to listen, and what stands behind.
#[derive(clap::Args)]
pub struct Args {
    #[arg(long, default_value = "127.0.0.1:8070")]
    listen: SocketAddr,
    /// The servers on this machine.
    #[arg(long, required = true)]
    server: Vec<SocketAddr>,
}

/// Passes on until it is ended.
///
/// # Errors
/// When an address is not of this machine, or cannot be listened at.
pub async fn serve(args: &Args) -> anyhow::Result<()> {
    for address in args.server.iter().chain([&args.listen]) {
        ensure!(address.ip().is_loopback(), "{address} is not this machine");
    }
    let listener = TcpListener::bind(args.listen).await?;
    println!("http://{}", listener.local_addr()?);
    for server in args.server.iter().cycle() {
        let (client, _) = listener.accept().await?;
        tokio::spawn(pass(client, *server));
    }
    Ok(())
}

/// Passes on what either side says, until both have ended.
async fn pass(mut client: TcpStream, server: SocketAddr) {
    let passed = async {
        let mut server = TcpStream::connect(server).await?;
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        copy_bidirectional(&mut client, &mut server).await
    };
    if let Err(error) = passed.await {
        eprintln!("{server}: {error}");
    }
}
