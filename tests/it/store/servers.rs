//! Three servers of one PostgreSQL behind a proxy are one: what one of them is told all know, what is done once is done by one of them,
//! and one of them may be killed at any moment.
//!
//! A few kills on every run; `DGM_CRASH_SERVERS` says how many (`just crash`).

use super::crash::{Client, HOMEWORK, OTHERWISE, agent, finished, nothing_twice};
use crate::support::binary::{Server, printed};
use crate::support::course::course;
use crate::support::postgres::{run, with_schema};
use crate::support::proxy::Proxy;
use dgm_grader::store::Store;
use serde_json::Value;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;
use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many servers there are, and how many students send at once.
const SERVERS: usize = 3;
const CLIENTS: usize = 9;
/// How long something may take of which no time is promised.
const PATIENCE: Duration = Duration::from_mins(2);
/// Attempts of the homework that has few, and submissions a minute and student.
const ATTEMPTS: usize = 5;
const A_MINUTE: usize = 30;

/// The servers of a course, on one data folder and one database.
struct Servers<'a> {
    data: &'a Path,
    database: &'a str,
    config: String,
    running: Vec<Server>,
}

impl<'a> Servers<'a> {
    fn of(data: &'a Path, database: &'a str, config: &str) -> Self {
        let file = data.join("course.toml");
        std::fs::write(&file, config).expect("it is written");
        let mut servers = Self {
            data,
            database,
            config: file.to_str().expect("a temporary path is text").to_owned(),
            running: Vec::new(),
        };
        for _ in 0..SERVERS {
            let server = servers.start();
            servers.running.push(server);
        }
        servers
    }

    fn start(&self) -> Server {
        let arguments = ["--database", self.database, "--course", &self.config];
        Server::start_with(self.data, &arguments)
    }

    fn chore(&self, arguments: &[&str]) -> String {
        printed(
            self.data,
            &[arguments, &["--database", self.database]].concat(),
        )
    }

    /// A new person's token.
    fn token(&self, login: &str, role: &str) -> String {
        self.chore(&["user", "add", login, "--role", role]);
        format!("Bearer {}", self.chore(&["user", "token", login]))
    }

    fn urls(&self) -> Vec<String> {
        self.running
            .iter()
            .map(|server| server.url.clone())
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_servers_lose_nothing() {
    with_schema("servers", |database| async move {
        let told = tokio::task::spawn_blocking(move || killed(&database));
        told.await.expect("the story holds");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_servers_are_one() {
    with_schema("as_one", |database| async move {
        let told = tokio::task::spawn_blocking(move || as_one(&database));
        told.await.expect("the story holds");
    })
    .await;
}

fn killed(database: &str) {
    let given = std::env::var("DGM_CRASH_SERVERS").ok();
    let kills = given.map_or(3, |n| n.parse().expect("it is a number of kills"));
    let folder = tempfile::tempdir().expect("a folder is made");
    let mut servers = Servers::of(folder.path(), database, &course(HOMEWORK));
    let proxy = Proxy::before(SERVERS);
    for (n, url) in servers.urls().iter().enumerate() {
        proxy.set(n, Some(url));
    }
    let teacher = servers.token("teacher", "teacher");
    let mut clients: Vec<Client> = (0..CLIENTS)
        .map(|n| Client {
            login: format!("s{n}"),
            bearer: servers.token(&format!("s{n}"), "student"),
            body: Vec::new(),
            kept: Vec::new(),
            sent: HashSet::new(),
        })
        .collect();
    let (numbers, acknowledged) = (AtomicU64::new(1), AtomicU64::new(0));
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for client in &mut clients {
            scope.spawn(|| send(client, &proxy.url, &numbers, &acknowledged, &over));
        }
        for kill in 0..kills {
            let (before, begun) = (acknowledged.load(Ordering::Relaxed), Instant::now());
            scope.spawn({
                let (url, teacher) = (&proxy.url, &teacher);
                move || publish_beside(url, teacher, kill)
            });
            // Somewhere in the midst of it, also while what is published is graded anew.
            while acknowledged.load(Ordering::Relaxed) < before + 20 && begun.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(5));
            }
            let victim = kill % SERVERS;
            let server = &mut servers.running[victim];
            server.child.kill().expect("it is killed (SIGKILL)");
            server.child.wait().expect("it has ended");
            proxy.set(victim, None);
            servers.running[victim] = servers.start();
            proxy.set(victim, Some(&servers.running[victim].url));
        }
        over.store(true, Ordering::Relaxed);
    });
    for client in &clients {
        client.look(&proxy.url, 0);
    }
    let runtime = tokio::runtime::Handle::current();
    let (stored, jobs) = runtime.block_on(async {
        let store = Store::open(database).await.expect("the store opens");
        // What a killed server was at is taken up by one of the others.
        let jobs = finished(&store).await;
        let mut stored = 0;
        for client in &clients {
            stored += nothing_twice(&store, client).await;
        }
        store.close().await;
        (stored, jobs)
    });
    let acknowledged: usize = clients.iter().map(|c| c.kept.len()).sum();
    assert!(stored >= acknowledged && acknowledged > 0);
    println!(
        "{kills} kills of {SERVERS} servers: {acknowledged} acknowledged, 0 lost, {stored} stored, 0 twice, {jobs} jobs finished"
    );
}

/// Publishes the course as it is judged after this kill. It may be killed in the midst of it, or come while the one before is under way.
fn publish_beside(url: &str, bearer: &str, kill: usize) {
    let toml = course(HOMEWORK)
        + if kill.is_multiple_of(2) {
            OTHERWISE
        } else {
            ""
        };
    let put = agent()
        .put(format!("{url}/api/v1/course"))
        .header("authorization", bearer)
        .header("content-type", "application/toml")
        .send(&toml);
    if let Ok(answer) = put {
        assert!([200, 409, 503].contains(&answer.status().as_u16()));
    }
}

/// Sends until it is over, again where nobody answered.
fn send(
    client: &mut Client,
    url: &str,
    numbers: &AtomicU64,
    acknowledged: &AtomicU64,
    over: &AtomicBool,
) {
    let agent = agent();
    while !over.load(Ordering::Relaxed) {
        if client.body.is_empty() {
            let number = numbers.fetch_add(1, Ordering::Relaxed);
            client.body = answers(number);
        }
        client.sent.insert(client.body.clone());
        let sent = agent
            .post(format!("{url}/api/v1/homeworks/elbo/submissions"))
            .header("authorization", &client.bearer)
            .send(&client.body[..]);
        let Ok(mut answer) = sent else {
            // It was the one that was killed.
            std::thread::sleep(Duration::from_millis(10));
            continue;
        };
        match answer.status().as_u16() {
            200 | 201 => {
                if let Ok(text) = answer.body_mut().read_to_string() {
                    let receipt = serde_json::from_str(&text).expect("a receipt is JSON");
                    client
                        .kept
                        .push((receipt, std::mem::take(&mut client.body)));
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                }
            }
            // So many a minute; or the database has no connection to spare for a server that begins.
            429 | 503 => std::thread::sleep(Duration::from_millis(50)),
            status => panic!("{status}: {:?}", answer.body_mut().read_to_string()),
        }
    }
}

fn answers(number: u64) -> Vec<u8> {
    format!("{{\"gaussian_kl.kl\": {number}}}").into_bytes()
}

fn as_one(database: &str) {
    let few = HOMEWORK.replace("\"elbo\"", &format!("\"elbo\"\nattempts = {ATTEMPTS}"));
    let folder = tempfile::tempdir().expect("a folder is made");
    let servers = Servers::of(folder.path(), database, &course(&few));
    let urls = servers.urls();
    let (anna, teacher) = (
        servers.token("anna", "student"),
        servers.token("teacher", "teacher"),
    );

    // One secret: everybody is given the same inputs everywhere.
    let inputs: HashSet<Vec<u8>> = urls
        .iter()
        .map(|url| get(url, "/api/v1/homeworks/elbo/inputs", &anna).1)
        .collect();
    assert_eq!(inputs.len(), 1);

    // Attempts are counted once, whoever takes them in.
    let sent = at_once(&urls, &anna, 4 * ATTEMPTS);
    let accepted = sent.iter().filter(|status| **status == 201).count();
    assert_eq!(accepted, ATTEMPTS, "{sent:?}");

    // So is how often somebody sends.
    let begun = Instant::now();
    let looks = |url: &String| {
        let path = format!("{url}/api/v1/homeworks/elbo/check");
        let asked = agent().post(path).header("authorization", &anna);
        asked
            .send(&answers(1)[..])
            .expect("it is answered")
            .status()
    };
    let looked = (0..2 * A_MINUTE).filter(|n| looks(&urls[n % SERVERS]) == 200);
    let looked = looked.count() + sent.len();
    let refilled = usize::try_from(begun.elapsed().as_secs()).expect("it is short") / 2 + 2;
    assert!(
        (A_MINUTE..=A_MINUTE + refilled).contains(&looked),
        "{looked}"
    );

    // A course is in force everywhere once it was published anywhere.
    put(&urls[0], &teacher, &(course(HOMEWORK) + OTHERWISE));
    let shown = |url: &str| get(url, "/api/v1/homeworks", &anna).1;
    let published = |url: &str| {
        let text = String::from_utf8(shown(url)).expect("it is text");
        serde_json::from_str::<Value>(&text).expect("JSON")[0]["attempts_left"].is_null()
    };
    for url in &urls {
        eventually(|| published(url));
    }

    // Signed in at one, and out at another.
    let page = agent_of_pages();
    let link = servers.chore(&["user", "link", "teacher"]);
    let link = link.rsplit('/').next().expect("a link has parts");
    let entered = page
        .post(format!("{}/sign-in/{link}", urls[0]))
        .send_empty();
    let entered = entered.expect("it is answered");
    let cookie = entered.headers()["set-cookie"]
        .to_str()
        .expect("it is text");
    let cookie = cookie.split(';').next().expect("it has a value").to_owned();
    let opens = |url: &String| {
        let asked = page
            .get(format!("{url}/gradebook"))
            .header("cookie", &cookie);
        asked.call().expect("it is answered").status() == 200
    };
    assert!(urls.iter().all(opens));

    // What one does, those who watch at another are told.
    let jobs = page
        .get(format!("{}/regrade", urls[1]))
        .header("cookie", &cookie)
        .call();
    let text = jobs.expect("it is answered").body_mut().read_to_string();
    let text = text.expect("it is text");
    let (_, job) = text
        .split_once("/jobs/")
        .expect("what was published is graded anew");
    let job = job.split('"').next().expect("it has a number");
    let events = page
        .get(format!("{}/jobs/{job}/events", urls[2]))
        .header("cookie", &cookie)
        .call();
    let events = events.expect("it is answered").into_body().into_reader();
    let lines = BufReader::new(events).lines();
    let told = lines
        .map_while(Result::ok)
        .any(|line| line == "event: finished");
    assert!(told, "it is finished where it is watched");

    let out = page
        .post(format!("{}/sign-out", urls[1]))
        .header("cookie", &cookie)
        .header("origin", &urls[1])
        .send_empty();
    assert_eq!(out.expect("it is answered").status(), 303);
    assert!(!urls.iter().any(opens));

    let runtime = tokio::runtime::Handle::current();
    runtime.block_on(swept_once_and_cut(database));
    put(&urls[2], &teacher, &course(&few));
    for url in &urls {
        eventually(|| !published(url));
    }
}

/// All have started, and one of them has swept. Then the lines are cut over which they hear of each other.
async fn swept_once_and_cut(database: &str) {
    let mut db = PgConnection::connect(database).await.expect("it answers");
    let (turn,): (i64,) = sqlx::query_as("select turn from turns where name = 'sweep'")
        .fetch_one(&mut db)
        .await
        .expect("it was done");
    assert_eq!(turn, 1);
    // A line that was cut is laid anew, and nothing that was told meanwhile is missed.
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'dgm_' || left(md5(current_schema()), 16)";
    run(&mut db, cut.to_owned()).await;
}

fn put(url: &str, bearer: &str, toml: &str) {
    let put = agent()
        .put(format!("{url}/api/v1/course"))
        .header("authorization", bearer)
        .header("content-type", "application/toml")
        .send(toml);
    assert_eq!(put.expect("it is answered").status(), 200);
}

/// What so many sendings at once are answered, each a file of its own, in turn at all servers.
fn at_once(urls: &[String], bearer: &str, many: usize) -> Vec<u16> {
    std::thread::scope(|scope| {
        let sending: Vec<_> = (0..many)
            .map(|n| {
                scope.spawn(move || {
                    let url = format!("{}/api/v1/homeworks/elbo/submissions", urls[n % SERVERS]);
                    let asked = agent().post(url).header("authorization", bearer);
                    let sent = asked.send(&answers(n as u64)[..]);
                    sent.expect("it is answered").status().as_u16()
                })
            })
            .collect();
        let done = sending.into_iter().map(|one| one.join().expect("it ends"));
        done.collect()
    })
}

fn get(url: &str, path: &str, bearer: &str) -> (u16, Vec<u8>) {
    let asked = agent().get(format!("{url}{path}"));
    let answer = asked.header("authorization", bearer).call();
    let mut answer = answer.expect("it is answered");
    let bytes = answer.body_mut().read_to_vec().expect("to its end");
    (answer.status().as_u16(), bytes)
}

/// As a browser asks that is shown where it was sent to.
fn agent_of_pages() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(PATIENCE));
    config.build().into()
}

/// Waits until it is so.
fn eventually(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "it never is");
        std::thread::sleep(Duration::from_millis(20));
    }
}
