//! A PostgreSQL that goes away and comes back, seen through a line that is cut: the shared one must not be stopped.

use crate::support::binary::{Server, dgm};
use dgm_grader::store::Store;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A line to a server that can be cut, and can go silent.
struct Line {
    address: SocketAddr,
    up: Arc<AtomicBool>,
    /// How often it went silent. What was connected before the last time stays open and hears nothing more.
    silences: Arc<AtomicUsize>,
    open: Arc<Mutex<Vec<TcpStream>>>,
}

fn pump(mut from: TcpStream, mut to: TcpStream, is_silent: impl Fn() -> bool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        if is_silent() {
            continue;
        }
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    drop(to.shutdown(Shutdown::Both));
}

impl Line {
    fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let line = Self {
            address: listener.local_addr().expect("it has one"),
            up: Arc::new(AtomicBool::new(true)),
            silences: Arc::default(),
            open: Arc::default(),
        };
        let (up, open) = (Arc::clone(&line.up), Arc::clone(&line.open));
        let silences = Arc::clone(&line.silences);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // Taken and dropped, as by a server that is being stopped.
                if !up.load(Ordering::SeqCst) {
                    continue;
                }
                let far = TcpStream::connect(&server).expect("PostgreSQL listens");
                let again = |stream: &TcpStream| stream.try_clone().expect("it is shared");
                let ends = [again(&client), again(&far)];
                open.lock().expect("nobody failed").extend(ends);
                let (a, b) = (again(&client), again(&far));
                let (silences, since) = (Arc::clone(&silences), silences.load(Ordering::SeqCst));
                let is_silent = move || silences.load(Ordering::SeqCst) > since;
                let as_well = is_silent.clone();
                std::thread::spawn(move || pump(a, b, is_silent));
                std::thread::spawn(move || pump(far, client, as_well));
            }
        });
        line
    }

    fn cut(&self) {
        self.up.store(false, Ordering::SeqCst);
        for stream in self.open.lock().expect("nobody failed").drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }

    /// Nobody on it is told anything from now on, not even that it is broken.
    fn silence(&self) {
        self.silences.fetch_add(1, Ordering::SeqCst);
    }

    fn mend(&self) {
        self.up.store(true, Ordering::SeqCst);
    }
}

/// A schema of its own, so that runs at once do not meet; the server's address and the URL through the line.
struct Schema {
    url: String,
    name: String,
}

impl Schema {
    async fn made(of: &str) -> Option<Self> {
        let url = crate::support::postgres::postgres()?;
        let name = format!("dgm_{of}_{}", std::process::id());
        let schema = Self { url, name };
        schema.run(format!("create schema {}", schema.name)).await;
        Some(schema)
    }

    async fn run(&self, statement: String) {
        let mut connection = PgConnection::connect(&self.url).await.expect("it answers");
        crate::support::postgres::run(&mut connection, statement).await;
    }

    fn address(&self) -> (&str, &str, &str) {
        let (user, rest) = self.url.split_once('@').expect("USER@HOST/NAME");
        let (host, name) = rest.split_once('/').expect("HOST/NAME");
        (user, host, name)
    }

    /// The URL of this schema, by way of another address where one is given.
    fn through(&self, line: Option<SocketAddr>) -> String {
        let (user, host, name) = self.address();
        let host = line.map_or_else(|| host.to_owned(), |line| line.to_string());
        let mark = if name.contains('?') { '&' } else { '?' };
        format!(
            "{user}@{host}/{name}{mark}options=-csearch_path%3D{}",
            self.name
        )
    }

    async fn dropped(self) {
        self.run(format!("drop schema {} cascade", self.name)).await;
    }
}

fn web() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(Duration::from_secs(20)));
    config.build().into()
}

/// The status, what it says, the seconds to wait, and how long it took.
fn ask(url: &str, header: (&str, &str)) -> (u16, String, Option<String>, Duration) {
    let begun = Instant::now();
    let asked = web().get(url).header(header.0, header.1).call();
    let mut answer = asked.expect("it is answered");
    let later = answer.headers().get("retry-after");
    let later = later.and_then(|v| v.to_str().ok()).map(str::to_owned);
    let status = answer.status().as_u16();
    let text = answer.body_mut().read_to_string().expect("it is text");
    (status, text, later, begun.elapsed())
}

fn said(data: &Path, url: &str, arguments: &[&str]) -> String {
    let output = dgm(data, arguments)
        .env("DGM_DATABASE_URL", url)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Tells a story of a database that is reached through a line: with the line, and the URLs around it and through it.
async fn told(name: &str, tell: fn(&Line, &str, &str)) {
    let Some(schema) = Schema::made(name).await else {
        return;
    };
    let line = Line::to(with_port(schema.address().1));
    let (direct, through) = (schema.through(None), schema.through(Some(line.address)));
    let told = tokio::task::spawn_blocking(move || tell(&line, &direct, &through)).await;
    // Dropped also where the story failed.
    schema.dropped().await;
    told.expect("it comes back");
}

/// A server that reaches its database through the line, and what Anna's programs send.
fn served(data: &Path, direct: &str, through: &str) -> (Server, String) {
    said(data, direct, &["user", "add", "anna"]);
    let token = said(data, direct, &["user", "token", "anna"]);
    let mut serve = dgm(data, &["serve", "--listen", "127.0.0.1:0", "--log", "off"]);
    serve.env("DGM_DATABASE_URL", through);
    (Server::of(serve), format!("Bearer {token}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_goes_away_and_comes_back() {
    told("away", tell).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_to_postgresql_goes_silent() {
    told("silent", tell_of_silence).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_relies_for_long_on_what_is_heard_on_a_silent_line() {
    told("unheard", |line, _, through| {
        let runtime = tokio::runtime::Handle::current();
        runtime.block_on(async {
            let store = Store::open(through).await.expect("the store opens");
            let watching = store.clone();
            let watching = tokio::spawn(async move { watching.watch().await });
            let watched = async |wanted: bool| {
                let begun = Instant::now();
                while store.changes().is_watched() != wanted {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                begun.elapsed()
            };
            watched(true).await;
            line.silence();
            let relied = watched(false).await;
            assert!(relied < Duration::from_secs(8), "{relied:?}");
            watching.abort();
        });
    })
    .await;
}

fn tell_of_silence(line: &Line, direct: &str, through: &str) {
    let data = tempfile::tempdir().expect("a folder is made");
    let data = data.path();
    let (server, bearer) = served(data, direct, through);
    let grade = format!("{}/api/v1/grade", server.url);
    let grade = || ask(&grade, ("authorization", bearer.as_str())).0;
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Statements are under way when it happens: each of these is answered all the same, or `ask` fails.
        let under_way = || {
            while !is_over.load(Ordering::SeqCst) {
                let status = grade();
                assert!(matches!(status, 200 | 503 | 429), "{status}");
            }
        };
        let askers: Vec<_> = (0..8).map(|_| scope.spawn(under_way)).collect();
        std::thread::sleep(Duration::from_millis(300));
        line.silence();
        let begun = Instant::now();
        // A line that is laid anew works; those who wait on the old one do not keep the others from it.
        while grade() != 200 {
            assert!(begun.elapsed() < Duration::from_secs(12), "nobody sees it");
            std::thread::sleep(Duration::from_millis(100));
        }
        is_over.store(true, Ordering::SeqCst);
        for asker in askers {
            asker.join().expect("each was answered");
        }
    });
    assert_eq!(grade(), 200);
}

fn with_port(host: &str) -> String {
    if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:5432")
    }
}

fn tell(line: &Line, direct: &str, through: &str) {
    let data = tempfile::tempdir().expect("a folder is made");
    let data = data.path();
    let (server, bearer) = served(data, direct, through);
    let grade = format!("{}/api/v1/grade", server.url);
    let (live, ready) = (
        format!("{}/health/live", server.url),
        format!("{}/health/ready", server.url),
    );
    let token = ("authorization", bearer.as_str());
    let nobody = ("accept", "*/*");
    assert_eq!(ask(&grade, token).0, 200);
    assert_eq!(ask(&ready, nobody).0, 200);

    line.cut();
    // The first finds out; the others are told at once, and none is told that it is not signed in.
    let first = ask(&grade, token);
    assert_eq!(first.0, 503, "{}", first.1);
    assert!(first.3 < Duration::from_secs(6), "{:?}", first.3);
    let mut slow = 0;
    for _ in 0..20 {
        let (status, text, later, took) = ask(&grade, token);
        assert_eq!((status, later.as_deref()), (503, Some("30")), "{text}");
        assert!(text.contains("\"code\":\"away\""), "{text}");
        slow += usize::from(took > Duration::from_millis(500));
    }
    assert!(
        slow <= 1,
        "one a second asks the database, the others do not wait: {slow}"
    );
    std::thread::sleep(Duration::from_millis(1100));
    let page = ask(
        &format!("{}/account", server.url),
        ("cookie", "dgm_session=AAAAAAAAAAAAAAAAAAAAAA"),
    );
    assert_eq!(page.0, 503, "{}", page.1);
    assert!(page.3 < Duration::from_secs(3), "{:?}", page.3);
    assert_eq!(ask(&ready, nobody).0, 503);
    assert_eq!(ask(&live, nobody).0, 200);

    line.mend();
    let begun = Instant::now();
    while ask(&grade, token).0 != 200 {
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "it is back and nobody sees it"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_millis(1100));
    assert_eq!(ask(&ready, nobody).0, 200);

    // Another server on this database with a secret of its own would draw other inputs.
    let other = tempfile::tempdir().expect("a folder is made");
    let serve = ["serve", "--listen", "127.0.0.1:0", "--log", "off"];
    let refused = dgm(other.path(), &serve)
        .env("DGM_DATABASE_URL", direct)
        .output()
        .expect("it runs");
    assert_eq!(refused.status.code(), Some(2));
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(text.contains("the course secret is lost"), "{text}");
    assert!(!other.path().join("secret.key").exists());
    let refused = dgm(other.path(), &serve)
        .env("DGM_DATABASE_URL", direct)
        .env("DGM_SECRET_KEY", "ab".repeat(32))
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        text.contains("is not the secret of this database"),
        "{text}"
    );
    // One with the same secret may run beside it.
    let secret = std::fs::read_to_string(data.join("secret.key")).expect("it is there");
    let mut beside = dgm(other.path(), &serve);
    beside
        .env("DGM_DATABASE_URL", direct)
        .env("DGM_SECRET_KEY", secret);
    let beside = Server::of(beside);
    assert_eq!(ask(&format!("{}/health/ready", beside.url), nobody).0, 200);

    let backup = dgm(data, &["backup", "course.backup"])
        .env("DGM_DATABASE_URL", direct)
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&backup.stderr).into_owned();
    assert_eq!(backup.status.code(), Some(2), "{text}");
    for says in ["pg_dump", "secret.key"] {
        assert!(text.contains(says), "{text}");
    }
    let looked = said(data, direct, &["doctor", "--format", "json"]);
    let looked: serde_json::Value = serde_json::from_str(&looked).expect("it is JSON");
    assert_eq!(looked["ok"], true, "{looked}");
}
