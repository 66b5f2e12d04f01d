//! A server that answers what it is told to: the real one is tried with the same verbs where it is built.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Serves these bodies by their paths below `/api/v1/`, for as long as the test runs; where it is reached.
pub fn serve(answers: Vec<(&'static str, Vec<u8>)>) -> String {
    listen(answers).0
}

/// The same, and the tokens that it was sent.
pub fn listen(answers: Vec<(&'static str, Vec<u8>)>) -> (String, Tokens) {
    let tokens = Tokens::default();
    let seen = Arc::clone(&tokens);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Whoever goes away early is no fault of the server.
            drop(answer(&stream, &answers, &seen));
        }
    });
    (format!("http://{address}"), tokens)
}

/// Tokens that a server was sent.
pub type Tokens = Arc<Mutex<BTreeSet<String>>>;

fn answer(stream: &TcpStream, answers: &[(&str, Vec<u8>)], tokens: &Tokens) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    lines.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? <= 2 {
            break;
        }
        let line = line.to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if let Some(token) = line.strip_prefix("authorization: bearer ") {
            let mut tokens = tokens.lock().expect("nobody panics with it");
            tokens.insert(token.trim().to_owned());
        }
    }
    std::io::copy(&mut lines.take(length), &mut std::io::sink())?;
    let path = first.split(' ').nth(1).unwrap_or_default();
    let found = answers
        .iter()
        .find(|(known, _)| path == format!("/api/v1/{known}"));
    let missing = br#"{"title":"Not found","detail":"There is no such page."}"#.to_vec();
    let (status, body) = found.map_or(("404 Not Found", &missing), |(_, body)| ("200 OK", body));
    let mut out = stream;
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    out.write_all(body)
}
