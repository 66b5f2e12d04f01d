//! A connection that is kept, and HTTP/1.1 as far as our own server speaks it.

use anyhow::{Context as _, bail, ensure};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long an answer may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// The largest answer that is read.
const LARGEST: usize = 64 << 20;

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// The head, as it came.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim())
}

/// A client of one server.
pub struct Client {
    address: SocketAddr,
    stream: Option<TcpStream>,
}

impl Client {
    /// A client of a server on this machine.
    ///
    /// # Errors
    /// When the address is another machine's.
    pub fn new(address: SocketAddr) -> anyhow::Result<Self> {
        ensure!(address.ip().is_loopback(), "{address} is not this machine");
        Ok(Self {
            address,
            stream: None,
        })
    }

    /// Asks, by `key`, a line of the head.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn ask(
        &mut self,
        method: &str,
        path: &str,
        key: &str,
        body: Option<(&str, &[u8])>,
    ) -> anyhow::Result<Answer> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\n{key}\r\n",
            self.address
        );
        if let Some((kind, body)) = body {
            let length = body.len();
            request += "content-type: ";
            request += kind;
            request += "\r\ncontent-length: ";
            request += &length.to_string();
            request += "\r\n";
        }
        request += "\r\n";
        let mut bytes = request.into_bytes();
        bytes.extend(body.map_or(&[][..], |(_, body)| body));
        let answered = timeout(PATIENCE, self.exchange(&bytes)).await;
        match answered.map_err(anyhow::Error::from).flatten() {
            Ok(answer) => Ok(answer),
            Err(error) => {
                self.stream = None;
                Err(error)
            }
        }
    }

    async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut().context("it is connected")?;
        write(stream, request).await?;
        let mut read = Vec::new();
        let end = loop {
            if let Some(end) = find(&read, b"\r\n\r\n") {
                break end;
            }
            more(stream, &mut read).await?;
        };
        let head = String::from_utf8_lossy(&read[..end]).into_owned();
        let mut rest = read.split_off(end + 4);
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
        let chunked = header(&head, "transfer-encoding").is_some_and(|v| v == "chunked");
        let body = if chunked {
            let mut body = Vec::new();
            loop {
                let line = loop {
                    if let Some(line) = find(&rest, b"\r\n") {
                        break line;
                    }
                    more(stream, &mut rest).await?;
                };
                let size = usize::from_str_radix(std::str::from_utf8(&rest[..line])?.trim(), 16)?;
                while rest.len() < line + 4 + size {
                    more(stream, &mut rest).await?;
                }
                body.extend(&rest[line + 2..line + 2 + size]);
                rest.drain(..line + 4 + size);
                if size == 0 {
                    break body;
                }
            }
        } else {
            let length = header(&head, "content-length").and_then(|v| v.parse().ok());
            let length: usize = length.unwrap_or(0);
            while rest.len() < length {
                more(stream, &mut rest).await?;
            }
            rest
        };
        if header(&head, "connection").is_some_and(|v| v.eq_ignore_ascii_case("close")) {
            self.stream = None;
        }
        Ok(Answer {
            status: status.context("it has a status")?,
            head,
            body,
        })
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> anyhow::Result<()> {
    while !bytes.is_empty() {
        stream.writable().await?;
        match stream.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

async fn more(stream: &TcpStream, read: &mut Vec<u8>) -> anyhow::Result<()> {
    ensure!(read.len() < LARGEST, "the answer is too large");
    loop {
        stream.readable().await?;
        read.reserve(16 * 1024);
        match stream.try_read_buf(read) {
            Ok(0) => bail!("the connection was closed"),
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
    }
}
