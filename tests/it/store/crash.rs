//! A server that is killed again and again under load keeps everything it has acknowledged, counts nothing twice, and finishes its jobs.
//!
//! A few rounds on every run; `DGM_CRASH_SQLITE` and `DGM_CRASH_POSTGRES` say how many (`just crash`).

use crate::support::binary::{Server, printed};
use crate::support::course::course;
use crate::support::postgres::with_schema;
use dgm_grader::store::{Job, JobState, Store};
use rand::Rng as _;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many students send at once.
const CLIENTS: usize = 8;

/// Two tasks, of which nobody attempts the second: how it is judged changes, what was sent is graded anew, and earns the same.
pub(super) const HOMEWORK: &str = r#"[[homework]]
id = "elbo"

[[homework.task]]
id = "gaussian_kl"
points = "6"

[[homework.task]]
id = "iwae_bound"
points = "7"
"#;
pub(super) const OTHERWISE: &str = "tolerance = { rtol = 1e-3, atol = 1e-3 }\n";

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let database = format!("sqlite://{}", folder.path().join("dgm.sqlite").display());
    crash(folder.path(), &database, rounds("DGM_CRASH_SQLITE")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_postgresql() {
    with_schema("crash", |database| async move {
        let folder = tempfile::tempdir().expect("a folder is made");
        crash(folder.path(), &database, rounds("DGM_CRASH_POSTGRES")).await;
    })
    .await;
}

fn rounds(name: &str) -> usize {
    let given = std::env::var(name).ok();
    given.map_or(2, |n| n.parse().expect("it is a number of rounds"))
}

/// What the clients of a round share.
struct Load {
    numbers: AtomicU64,
    acknowledged: AtomicU64,
    over: AtomicBool,
}

impl Load {
    /// Waits for a moment that is anybody's guess: after a few acknowledgements or none, and a little more.
    fn wait(&self) {
        let (few, more) = (
            rand::rng().random_range(0..40),
            rand::rng().random_range(0..60),
        );
        let begun = Instant::now();
        while self.acknowledged.load(Ordering::Relaxed) < few
            && begun.elapsed() < Duration::from_secs(10)
        {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(more));
    }
}

/// What one student sends, and what was acknowledged.
pub(super) struct Client {
    pub(super) login: String,
    pub(super) bearer: String,
    /// The body under way: sent again until it is acknowledged, as an impatient person does.
    pub(super) body: Vec<u8>,
    /// Receipts with the bytes they are for.
    pub(super) kept: Vec<(Value, Vec<u8>)>,
    pub(super) sent: HashSet<Vec<u8>>,
}

impl Client {
    /// Sends until nobody answers.
    fn send(&mut self, url: &str, load: &Load) {
        let agent = agent();
        while !load.over.load(Ordering::Relaxed) {
            if self.body.is_empty() {
                let number = load.numbers.fetch_add(1, Ordering::Relaxed);
                self.body = format!("{{\"gaussian_kl.kl\": {number}}}").into_bytes();
            }
            self.sent.insert(self.body.clone());
            let sent = agent
                .post(format!("{url}/api/v1/homeworks/elbo/submissions"))
                .header("authorization", &self.bearer)
                .send(&self.body[..]);
            let Ok(mut answer) = sent else { return };
            match answer.status().as_u16() {
                // Acknowledged once the whole answer is there.
                200 | 201 => match answer.body_mut().read_to_string() {
                    Ok(text) => {
                        let receipt = serde_json::from_str(&text).expect("a receipt is JSON");
                        self.kept.push((receipt, std::mem::take(&mut self.body)));
                        load.acknowledged.fetch_add(1, Ordering::Relaxed);
                    }
                    Err(_) => return,
                },
                // So many a minute; the kill comes while others send.
                429 => std::thread::sleep(Duration::from_millis(50)),
                status => panic!("{status}: {:?}", answer.body_mut().read_to_string()),
            }
        }
    }

    /// Everything acknowledged is there byte for byte, with its report.
    pub(super) fn look(&self, url: &str, from: usize) {
        let agent = agent();
        let get = |path: &str| {
            let asked = agent.get(format!("{url}{path}"));
            let mut answer = asked
                .header("authorization", &self.bearer)
                .call()
                .expect("it is answered");
            assert_eq!(answer.status(), 200, "{path}");
            answer.body_mut().read_to_vec().expect("to its end")
        };
        for (receipt, body) in &self.kept[from..] {
            let path = format!("/api/v1/submissions/{}", receipt["id"]);
            let now: Value = serde_json::from_slice(&get(&path)).expect("it is JSON");
            for part in ["id", "sha256", "received_at", "points"] {
                assert_eq!(now[part], receipt[part], "{}: {part}", self.login);
            }
            assert_eq!(attempted(&now), attempted(receipt), "{}", self.login);
            assert_eq!(&get(&format!("{path}/file")), body, "{}", self.login);
        }
    }
}

/// The report without the task that is judged otherwise from round to round: it says by which tolerance.
fn attempted(receipt: &Value) -> Vec<&Value> {
    let tasks = receipt["report"]["tasks"].as_array().expect("a report");
    let same = |task: &&Value| task["task"] != "elbo/iwae_bound";
    let same: Vec<_> = tasks.iter().filter(same).collect();
    assert!(same.iter().any(|task| task["task"] == "elbo/gaussian_kl"));
    same
}

pub(super) fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_mins(1)));
    config.build().into()
}

async fn crash(data: &Path, database: &str, rounds: usize) {
    let config = data.join("course.toml");
    std::fs::write(&config, course(HOMEWORK)).expect("it is written");
    let chore =
        |arguments: &[&str]| printed(data, &[arguments, &["--database", database]].concat());
    let token = |login: &str, role: &str| {
        chore(&["user", "add", login, "--role", role]);
        format!("Bearer {}", chore(&["user", "token", login]))
    };
    let teacher = token("teacher", "teacher");
    let mut clients: Vec<Client> = (0..CLIENTS)
        .map(|n| Client {
            login: format!("s{n}"),
            bearer: token(&format!("s{n}"), "student"),
            body: Vec::new(),
            kept: Vec::new(),
            sent: HashSet::new(),
        })
        .collect();
    let start = || {
        let course = config.to_str().expect("a temporary path is text");
        Server::start_with(data, &["--database", database, "--course", course])
    };
    let load = Load {
        numbers: AtomicU64::new(1),
        acknowledged: AtomicU64::new(0),
        over: AtomicBool::new(false),
    };
    let mut server = start();
    for round in 0..rounds {
        let seen: Vec<usize> = clients.iter().map(|c| c.kept.len()).collect();
        load.acknowledged.store(0, Ordering::Relaxed);
        load.over.store(false, Ordering::Relaxed);
        let url = server.url.clone();
        std::thread::scope(|scope| {
            for client in &mut clients {
                scope.spawn(|| client.send(&url, &load));
            }
            scope.spawn(|| publish(&url, &teacher, round));
            load.wait();
            server.child.kill().expect("it is killed (SIGKILL)");
            load.over.store(true, Ordering::Relaxed);
        });
        server.child.wait().expect("it has ended");
        server = start();
        for (client, from) in clients.iter().zip(seen) {
            client.look(&server.url, from);
        }
    }
    for client in &clients {
        client.look(&server.url, 0);
    }
    let store = Store::open(database).await.expect("the store opens");
    let jobs = finished(&store).await;
    drop(server);
    let acknowledged: usize = clients.iter().map(|c| c.kept.len()).sum();
    let mut stored = 0;
    for client in &clients {
        stored += nothing_twice(&store, client).await;
    }
    store.close().await;
    assert!(stored >= acknowledged && acknowledged > 0);
    println!(
        "{rounds} kills: {acknowledged} acknowledged, 0 lost, {stored} stored, 0 twice, {jobs} jobs finished"
    );
}

/// Publishes the course as it is judged in this round; what that concerns is graded anew while the others send.
fn publish(url: &str, bearer: &str, round: usize) {
    let mut toml = course(HOMEWORK);
    if round.is_multiple_of(2) {
        toml += OTHERWISE;
    }
    let published = agent()
        .put(format!("{url}/api/v1/course"))
        .header("authorization", bearer)
        .header("content-type", "application/toml")
        .send(toml);
    // Killed in the midst of it, nobody answers.
    if let Ok(answer) = published {
        assert_eq!(answer.status(), 200);
    }
}

/// Waits until nothing is left to do and says how many jobs there were.
pub(super) async fn finished(store: &Store) -> usize {
    let begun = Instant::now();
    while !store
        .unfinished_jobs()
        .await
        .expect("it answers")
        .is_empty()
    {
        assert!(begun.elapsed() < Duration::from_mins(2), "a job never ends");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let jobs = store.jobs(10_000).await.expect("it answers");
    // One under a newer version may have taken over.
    let has_ended = |job: &Job| matches!(job.state, JobState::Done | JobState::Replaced);
    assert!(jobs.iter().all(has_ended), "{jobs:?}");
    jobs.len()
}

/// What is stored of a student was sent, and each of it once.
pub(super) async fn nothing_twice(store: &Store, client: &Client) -> usize {
    let user = store.user(&client.login).await.expect("it answers");
    let user = user.expect("the student is there").id;
    let all = store.submissions(user, "elbo").await.expect("it answers");
    let mut times: HashMap<Vec<u8>, usize> = HashMap::new();
    for submission in &all {
        let file = store.submitted_file(submission.id).await;
        let file = file.expect("it answers").expect("it has bytes");
        assert!(client.sent.contains(&file), "nobody sent it");
        *times.entry(file).or_default() += 1;
    }
    assert!(times.values().all(|n| *n == 1), "stored twice");
    for (receipt, body) in &client.kept {
        assert!(times.contains_key(body), "{receipt} is lost");
    }
    all.len()
}
