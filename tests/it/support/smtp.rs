//! A mail server of tests: enough of SMTP to be handed letters, and every way to refuse them that matters.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How the server meets one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// The greeting is this.
    Greets(&'static str),
    /// The sender is answered with this.
    Sender(&'static str),
    /// The recipient is answered with this.
    Recipient(&'static str),
    /// The letter is answered with this.
    Letter(&'static str),
    /// The letter is kept, and the line is cut before anybody is told so.
    Cuts,
    /// The line is cut in the middle of the letter.
    CutsEarly,
    /// The letter is kept, and nothing is said of it for a long time.
    Holds,
}

/// How the line is kept from readers.
#[derive(Clone)]
pub enum Line {
    /// Not at all.
    Plain,
    /// By TLS once somebody asks for it.
    StartTls(Arc<ServerConfig>),
    /// By TLS from the first byte.
    Tls(Arc<ServerConfig>),
}

/// What is offered on a line as it is now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    StartTls,
    SignIn,
    Nothing,
}

/// A letter that was handed over.
#[derive(Clone, Debug)]
pub struct Received {
    /// To whom, as the envelope says.
    pub to: Vec<String>,
    /// Everything between DATA and the dot, without the stuffing.
    pub text: String,
}

#[derive(Default)]
struct State {
    moods: VecDeque<Mood>,
    letters: Vec<Received>,
    is_deaf: bool,
    in_the_open: Vec<String>,
}

/// The server.
#[derive(Clone)]
pub struct Smtp {
    /// Where it listens, on this machine.
    pub port: u16,
    line: Line,
    /// Whom it takes letters from: a name and a password. From anybody where there is none.
    account: Option<(&'static str, &'static str)>,
    state: Arc<Mutex<State>>,
}

impl Smtp {
    /// Starts it on a port of its own, for anybody and without encryption.
    pub fn start() -> Self {
        Self::on(Line::Plain, None)
    }

    /// Starts it with this line, for whoever has this name and password.
    pub fn on(line: Line, account: Option<(&'static str, &'static str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("it has one").port();
        let server = Self {
            port,
            line,
            account,
            state: Arc::default(),
        };
        let serving = server.clone();
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let one = serving.clone();
                std::thread::spawn(move || {
                    // A client that goes away ends it.
                    let _ = one.meet(&socket);
                });
            }
        });
        server
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics with it")
    }

    /// The next letters are met so, one after the other; those after them are taken.
    pub fn next(&self, moods: &[Mood]) {
        self.state().moods.extend(moods);
    }

    /// From now on every connection is closed at once, or not.
    pub fn goes(&self, away: bool) {
        self.state().is_deaf = away;
    }

    /// What was handed over so far.
    pub fn letters(&self) -> Vec<Received> {
        self.state().letters.clone()
    }

    /// What was handed over, once there is more than that.
    pub fn more_than(&self, n: usize) -> Vec<Received> {
        for _ in 0..600 {
            let letters = self.letters();
            if letters.len() > n {
                return letters;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("no letter came");
    }

    /// What was said that others on the way could read.
    pub fn in_the_open(&self) -> Vec<String> {
        self.state().in_the_open.clone()
    }

    fn meet(&self, socket: &TcpStream) -> std::io::Result<()> {
        if self.state().is_deaf {
            return Ok(());
        }
        let encrypted = |config: &Arc<ServerConfig>| {
            let server = ServerConnection::new(Arc::clone(config));
            server.map(|server| StreamOwned::new(server, socket))
        };
        match &self.line {
            Line::Plain => self.greet(socket, Offer::Nothing).map(drop),
            Line::Tls(config) => {
                let stream = encrypted(config).map_err(std::io::Error::other)?;
                self.greet(stream, Offer::SignIn).map(drop)
            }
            Line::StartTls(config) => {
                if self.greet(socket, Offer::StartTls)?.is_some() {
                    let stream = encrypted(config).map_err(std::io::Error::other)?;
                    self.talk(BufReader::new(stream), Offer::SignIn)?;
                }
                Ok(())
            }
        }
    }

    /// Begins to talk; what is left of the line where TLS is asked for.
    fn greet<S: Read + Write>(&self, stream: S, offer: Offer) -> std::io::Result<Option<S>> {
        let mut stream = BufReader::new(stream);
        let writing = stream.get_mut();
        let greeting = match self.state().moods.front() {
            Some(Mood::Greets(line)) => Some(*line),
            _ => None,
        };
        if let Some(line) = greeting {
            self.state().moods.pop_front();
            writing.write_all(format!("{line}\r\n").as_bytes())?;
            return Ok(None);
        }
        writing.write_all(b"220 mail.test ESMTP\r\n")?;
        self.talk(stream, offer)
    }

    fn talk<S: Read + Write>(
        &self,
        mut stream: BufReader<S>,
        offer: Offer,
    ) -> std::io::Result<Option<S>> {
        let mut is_known = self.account.is_none();
        let mut to = Vec::new();
        let mut mood = None;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line)? == 0 || self.state().is_deaf {
                return Ok(None);
            }
            if offer != Offer::SignIn {
                self.state().in_the_open.push(line.trim().to_owned());
            }
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => match offer {
                    Offer::StartTls => "250-mail.test\r\n250-STARTTLS\r\n250 8BITMIME",
                    Offer::SignIn => "250-mail.test\r\n250-AUTH PLAIN\r\n250 8BITMIME",
                    Offer::Nothing => "250-mail.test\r\n250 8BITMIME",
                }
                .to_owned(),
                "STAR" if offer == Offer::StartTls => {
                    stream.get_mut().write_all(b"220 go on\r\n")?;
                    return Ok(Some(stream.into_inner()));
                }
                "AUTH" if offer == Offer::SignIn => {
                    is_known = self.knows(&line);
                    if is_known {
                        "235 2.7.0 welcome".to_owned()
                    } else {
                        "535 5.7.8 who is that".to_owned()
                    }
                }
                "MAIL" if !is_known => "530 5.7.0 sign in first".to_owned(),
                "MAIL" => {
                    mood = self.state().moods.pop_front();
                    to.clear();
                    match mood {
                        Some(Mood::Sender(refusal)) => refusal,
                        _ => "250 ok",
                    }
                    .to_owned()
                }
                "RCPT" => {
                    if let Some(Mood::Recipient(refusal)) = mood {
                        refusal.to_owned()
                    } else {
                        let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                        to.push(address.to_owned());
                        "250 ok".to_owned()
                    }
                }
                "DATA" => {
                    stream.get_mut().write_all(b"354 go on\r\n")?;
                    if mood == Some(Mood::CutsEarly) {
                        return Ok(None);
                    }
                    let text = read_letter(&mut stream)?;
                    let Some(answer) = self.take(mood, &to, text) else {
                        return Ok(None);
                    };
                    answer
                }
                "QUIT" => "221 bye".to_owned(),
                "RSET" | "NOOP" => "250 ok".to_owned(),
                _ => "502 what".to_owned(),
            };
            let writing = stream.get_mut();
            writing.write_all(format!("{answer}\r\n").as_bytes())?;
            writing.flush()?;
            if verb == "QUIT" {
                return Ok(None);
            }
        }
    }

    /// Whether somebody signs in as the one whom letters are taken from.
    fn knows(&self, line: &str) -> bool {
        let told = line.trim().strip_prefix("AUTH PLAIN ").unwrap_or_default();
        let (name, password) = self.account.unwrap_or_default();
        decoded(told) == format!("\0{name}\0{password}").into_bytes()
    }

    /// What a letter is answered with; nothing where the line is cut.
    fn take(&self, mood: Option<Mood>, to: &[String], text: String) -> Option<String> {
        if let Some(Mood::Letter(refusal)) = mood {
            return Some(refusal.to_owned());
        }
        let to = to.to_vec();
        self.state().letters.push(Received { to, text });
        if mood == Some(Mood::Holds) {
            std::thread::sleep(Duration::from_mins(1));
        }
        (mood != Some(Mood::Cuts)).then(|| "250 kept".to_owned())
    }
}

fn read_letter<S: Read>(reading: &mut BufReader<S>) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if reading.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(text);
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

impl Received {
    /// The header of this name, unfolded; empty where it is missing.
    pub fn header(&self, name: &str) -> String {
        let (head, _) = self.text.split_once("\r\n\r\n").expect("it has a body");
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let begin = format!("{}:", name.to_ascii_lowercase());
        let found: Vec<_> = head
            .split("\r\n")
            .filter(|line| line.to_ascii_lowercase().starts_with(&begin))
            .collect();
        assert!(found.len() <= 1, "{name} stands twice: {head}");
        let value = found.first().and_then(|line| line.split_once(':'));
        words(value.map_or("", |(_, value)| value.trim()))
    }

    /// The names of all headers.
    pub fn headers(&self) -> Vec<String> {
        let (head, _) = self.text.split_once("\r\n\r\n").expect("it has a body");
        let lines = head.split("\r\n").filter(|l| !l.starts_with([' ', '\t']));
        lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect()
    }

    /// The plain text.
    pub fn plain(&self) -> String {
        self.part("text/plain")
    }

    /// The HTML.
    pub fn html(&self) -> String {
        self.part("text/html")
    }

    fn part(&self, kind: &str) -> String {
        let boundary = self.header("content-type");
        let (_, boundary) = boundary.split_once("boundary=\"").expect("it has parts");
        let boundary = format!("--{}", boundary.trim_end_matches('"'));
        let part = self
            .text
            .split(&boundary)
            .find(|part| part.to_ascii_lowercase().contains(kind))
            .expect("it has such a part");
        let (head, body) = part.split_once("\r\n\r\n").expect("it has a body");
        let head = head.to_ascii_lowercase();
        let bytes = if head.contains("quoted-printable") {
            quoted(body)
        } else if head.contains("base64") {
            decoded(&body.replace("\r\n", ""))
        } else {
            body.as_bytes().to_vec()
        };
        let text = String::from_utf8(bytes).expect("it is UTF-8");
        text.replace("\r\n", "\n")
    }

    /// The address that follows this beginning in the plain text, to the end of its line.
    pub fn link(&self, begin: &str) -> String {
        let text = self.plain();
        let (_, rest) = text
            .split_once(begin)
            .unwrap_or_else(|| panic!("{begin} in {text}"));
        let end: String = rest.chars().take_while(|c| !c.is_whitespace()).collect();
        format!("{begin}{end}")
    }
}

fn decoded(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    engine.decode(text.trim()).expect("it is base64")
}

fn quoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            bytes.push(*first);
        } else if let Some(after) = rest.strip_prefix(b"\r\n") {
            rest = after;
        } else {
            let (code, after) = rest.split_at(2);
            bytes.extend(hex::decode(code).expect("two digits"));
            rest = after;
        }
    }
    bytes
}

/// A header with its encoded words decoded.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=?utf-8?b?") {
        let (word, after) = after.split_once("?=").expect("the word ends");
        if !before.trim().is_empty() || out.is_empty() {
            out.push_str(before);
        }
        out.push_str(&String::from_utf8(decoded(word)).expect("it is UTF-8"));
        rest = after;
    }
    out + rest
}
