//! An object storage of tests: a bucket that reckons every signature anew, as the specification says, and every way to fail that matters.

use dgm_grader::objects::ObjectStorage;
use dgm_grader::settings::{self, Around, File};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

/// The id of the key and the key.
pub const KEY: (&str, &str) = ("GKtests", "s3cret+key/of=tests");

/// How the storage meets a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It does what it is asked.
    Works,
    /// It answers with this status and this code.
    Refuses(u16, &'static str),
    /// It answers that what is asked for is elsewhere.
    SendsElsewhere,
    /// It does what it is asked and hands out other bytes of the same length.
    Alters,
    /// The line is cut in the middle of the answer.
    Cuts,
    /// It says nothing, for longer than anybody waits.
    Hangs,
}

#[derive(Default)]
struct State {
    objects: BTreeMap<String, Vec<u8>>,
    /// Of the next requests.
    moods: VecDeque<Mood>,
    /// Of all others.
    lasting: Option<Mood>,
    /// Method and path of every request.
    asked: Vec<(String, String)>,
    /// Whether deletions wait for a word.
    holds_deletions: bool,
    now: Option<Timestamp>,
}

/// A running storage with one bucket.
#[derive(Clone)]
pub struct Bucket {
    /// Where it is.
    pub url: String,
    state: Arc<(Mutex<State>, Condvar)>,
}

impl Bucket {
    /// Starts it on a port of its own.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("it has one");
        let bucket = Self {
            url: format!("http://{address}"),
            state: Arc::default(),
        };
        let serving = bucket.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let serving = serving.clone();
                // Whoever breaks a line off is told nothing.
                std::thread::spawn(move || drop(serving.serve(stream)));
            }
        });
        bucket
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.0.lock().expect("nobody failed")
    }

    /// How the next requests are met.
    pub fn next(&self, moods: &[Mood]) {
        self.state().moods.extend(moods);
    }

    /// How all others are met.
    pub fn lasting(&self, mood: Option<Mood>) {
        self.state().lasting = mood;
    }

    /// The instant of now, for signatures that are too old.
    pub fn set_now(&self, now: Timestamp) {
        self.state().now = Some(now);
    }

    /// Deletions wait from now on, or no longer.
    pub fn hold_deletions(&self, held: bool) {
        self.state().holds_deletions = held;
        self.state.1.notify_all();
    }

    /// What lies there, by name.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        self.state().objects.clone()
    }

    /// Changes what lies there.
    pub fn change(&self, change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) {
        change(&mut self.state().objects);
    }

    /// How often it was asked to do this.
    pub fn count(&self, method: &str) -> usize {
        let state = self.state();
        state.asked.iter().filter(|(m, _)| m == method).count()
    }

    /// Waits until it was asked to do this.
    pub fn wait_for(&self, method: &str) {
        let mut state = self.state();
        while !state.asked.iter().any(|(m, _)| m == method) {
            state = self.state.1.wait(state).expect("nobody failed");
        }
    }

    /// The config's table that names it.
    pub fn config(&self) -> String {
        config(&self.url, "dgm", "course/")
    }

    /// It, for a store that keeps all files outside that are larger than this.
    pub fn storage(&self, larger_than: u64, clock: fn() -> Timestamp) -> ObjectStorage {
        let mut settings = read(&self.config(), KEY.1);
        settings.larger_than = larger_than;
        ObjectStorage::new(settings, clock)
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let Some(request) = Request::read(&mut reader)? else {
            return Ok(());
        };
        let mood = {
            let mut state = self.state();
            let asked = (request.method.clone(), request.path.clone());
            state.asked.push(asked);
            self.state.1.notify_all();
            state.moods.pop_front().or(state.lasting)
        };
        if request.method == "DELETE" {
            let held = self.state();
            let waiting = self.state.1.wait_while(held, |state| state.holds_deletions);
            drop(waiting.expect("nobody failed"));
        }
        let (status, mut body) = match mood {
            Some(Mood::Refuses(status, code)) => (status, error(code)),
            Some(Mood::SendsElsewhere) => (307, error("TemporaryRedirect")),
            Some(Mood::Hangs) => {
                // Until the other side has enough of it.
                let mut rest = Vec::new();
                return reader.read_to_end(&mut rest).map(drop);
            }
            Some(Mood::Works | Mood::Alters | Mood::Cuts) | None => self.answer(&request),
        };
        if mood == Some(Mood::Alters) && status == 200 {
            for byte in &mut body {
                *byte ^= 1;
            }
        }
        let elsewhere = if status == 307 {
            "location: http://127.0.0.1:9/\r\n"
        } else {
            ""
        };
        let head = format!(
            "HTTP/1.1 {status} x\r\ncontent-length: {}\r\n{elsewhere}connection: close\r\n\r\n",
            body.len()
        );
        let mut stream = stream;
        stream.write_all(head.as_bytes())?;
        if mood == Some(Mood::Cuts) {
            return stream.write_all(&body[..body.len() / 2]);
        }
        stream.write_all(&body)
    }

    fn answer(&self, request: &Request) -> (u16, Vec<u8>) {
        let mut state = self.state();
        if let Err(code) = request.verify(state.now) {
            return (403, error(code));
        }
        let Some(name) = request.path.strip_prefix("/dgm/") else {
            return (404, error("NoSuchBucket"));
        };
        match request.method.as_str() {
            "PUT" => {
                state.objects.insert(name.to_owned(), request.body.clone());
                (200, Vec::new())
            }
            "GET" => match state.objects.get(name) {
                Some(bytes) => (200, bytes.clone()),
                None => (404, error("NoSuchKey")),
            },
            "DELETE" => {
                state.objects.remove(name);
                (204, Vec::new())
            }
            _ => (405, error("MethodNotAllowed")),
        }
    }
}

/// The table of the config that names a storage.
pub fn config(url: &str, bucket: &str, prefix: &str) -> String {
    format!(
        "[object_storage]\nendpoint = \"{url}\"\nbucket = \"{bucket}\"\nprefix = \"{prefix}\"\nkey_id = \"{}\"\nlarger_than = 0\n",
        KEY.0
    )
}

/// What a config says of a storage, with this key.
pub fn read(text: &str, secret: &str) -> settings::ObjectStorage {
    let variable = |name: &str| (name == "DGM_OBJECT_STORAGE_SECRET").then(|| secret.to_owned());
    let around = Around {
        folder: Path::new("/nowhere"),
        variable: &variable,
    };
    match File::read(text, around) {
        Ok((file, _)) => file.object_storage.expect("it names one"),
        Err(problems) => panic!("{problems}"),
    }
}

fn error(code: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>").into_bytes()
}

struct Request {
    method: String,
    path: String,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Request {
    fn read(reader: &mut BufReader<TcpStream>) -> std::io::Result<Option<Self>> {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else {
            return Ok(None);
        };
        let mut headers = HashMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length");
        let length = length.and_then(|l| l.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        Ok(Some(Self {
            method,
            path,
            headers,
            body,
        }))
    }

    /// Whether the request is signed as the specification says: by its own words, and over the bytes that arrived.
    fn verify(&self, now: Option<Timestamp>) -> Result<(), &'static str> {
        let header = |name: &str| self.headers.get(name).cloned().unwrap_or_default();
        let payload = hex::encode(Sha256::digest(&self.body));
        if header("x-amz-content-sha256") != payload {
            return Err("XAmzContentSHA256Mismatch");
        }
        let said = header("authorization");
        let said = said
            .strip_prefix("AWS4-HMAC-SHA256 ")
            .ok_or("AccessDenied")?;
        let part = |name: &str| {
            let mut parts = said.split(", ").filter_map(|part| part.split_once('='));
            let found = parts.find(|(known, _)| *known == name);
            found
                .map(|(_, value)| value.to_owned())
                .ok_or("AccessDenied")
        };
        let (credential, signed) = (part("Credential")?, part("SignedHeaders")?);
        let (key_id, scope) = credential.split_once('/').ok_or("AccessDenied")?;
        if key_id != KEY.0 {
            return Err("InvalidAccessKeyId");
        }
        let names: Vec<&str> = signed.split(';').collect();
        if !names.contains(&"host") || !names.contains(&"x-amz-date") {
            return Err("AccessDenied");
        }
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let mut canonical = vec![self.method.clone(), path.to_owned(), query.to_owned()];
        canonical.extend(names.iter().map(|name| format!("{name}:{}", header(name))));
        canonical.extend([String::new(), signed.clone(), payload]);
        let canonical = hex::encode(Sha256::digest(canonical.join("\n")));
        let date = header("x-amz-date");
        let signed_at = date.parse::<Timestamp>().map_err(|_| "AccessDenied")?;
        let too_old = |now: Timestamp| now.duration_since(signed_at).abs().as_mins() > 15;
        if now.is_some_and(too_old) {
            return Err("RequestTimeTooSkewed");
        }
        let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{canonical}");
        let mut key = format!("AWS4{}", KEY.1).into_bytes();
        for word in scope.split('/') {
            key = mac(&key, word);
        }
        if hex::encode(mac(&key, &to_sign)) == part("Signature")? {
            Ok(())
        } else {
            Err("SignatureDoesNotMatch")
        }
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
