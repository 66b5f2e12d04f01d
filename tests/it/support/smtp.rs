//! A mail server of tests: enough of SMTP to be handed letters, and every way to refuse them that matters.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How the server meets one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// The greeting is this.
    Greets(&'static str),
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
}

/// The server.
#[derive(Clone)]
pub struct Smtp {
    /// Where it listens, on this machine.
    pub port: u16,
    state: Arc<Mutex<State>>,
}

impl Smtp {
    /// Starts it on a port of its own.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("it has one").port();
        let server = Self {
            port,
            state: Arc::default(),
        };
        let serving = server.clone();
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let one = serving.clone();
                std::thread::spawn(move || {
                    // A client that goes away ends it.
                    let _ = one.talk(&socket);
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

    fn talk(&self, socket: &TcpStream) -> std::io::Result<()> {
        if self.state().is_deaf {
            return Ok(());
        }
        let (mut reading, mut writing) = (BufReader::new(socket), socket);
        let greeting = match self.state().moods.front() {
            Some(Mood::Greets(line)) => Some(*line),
            _ => None,
        };
        if let Some(line) = greeting {
            self.state().moods.pop_front();
            return writing.write_all(format!("{line}\r\n").as_bytes());
        }
        writing.write_all(b"220 mail.test ESMTP\r\n")?;
        let mut to = Vec::new();
        let mut mood = None;
        loop {
            let mut line = String::new();
            if reading.read_line(&mut line)? == 0 || self.state().is_deaf {
                return Ok(());
            }
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            let answer = match verb.as_str() {
                "EHLO" => "250-mail.test\r\n250 8BITMIME".to_owned(),
                "MAIL" => {
                    mood = self.state().moods.pop_front();
                    to.clear();
                    "250 ok".to_owned()
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
                    writing.write_all(b"354 go on\r\n")?;
                    if mood == Some(Mood::CutsEarly) {
                        return Ok(());
                    }
                    let text = read_letter(&mut reading)?;
                    let Some(answer) = self.take(mood, &to, text) else {
                        return Ok(());
                    };
                    answer
                }
                "QUIT" => "221 bye".to_owned(),
                "RSET" | "NOOP" => "250 ok".to_owned(),
                _ => "502 what".to_owned(),
            };
            writing.write_all(format!("{answer}\r\n").as_bytes())?;
            if verb == "QUIT" {
                return Ok(());
            }
        }
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

fn read_letter(reading: &mut BufReader<&TcpStream>) -> std::io::Result<String> {
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
