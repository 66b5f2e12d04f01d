//! A server that is asked to stop does so at once, also while a regrade is under way and somebody watches it.

#![cfg(unix)]

use super::course::{meant, slipped};
use crate::support::audit::checked;
use crate::support::binary::{Server, dgm, printed};
use crate::support::site::clock;
use dgm_grader::course::Course;
use dgm_grader::grading::{draw_inputs, grade, sort_answers};
use dgm_grader::store::{JobState, NewSubmission, NewUser, Role, Store};
use judge::answers::{Limits, read};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// So many that grading them takes longer than the test does.
const MANY: usize = 3000;
/// A person who stops a server looks at it this long before pulling the plug.
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_watched_regrade_does_not_hold_up_a_stop() {
    let data = tempfile::tempdir().expect("a folder is made");
    let own = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(data.path(), own).expect("it is its owner's alone");
    fill(data.path()).await;
    let link = printed(
        data.path(),
        &["user", "add", "teacher", "--role", "teacher"],
    );
    let secret = link
        .rsplit('/')
        .next()
        .expect("a link has parts")
        .to_owned();
    let mut session = None;
    let mut before = 0;
    // As a service is stopped, and as a person does it.
    for signal in ["-TERM", "-INT"] {
        let log = data.path().join("log");
        let mut command = dgm(
            data.path(),
            &["serve", "--listen", "127.0.0.1:0", "--log", "warn"],
        );
        command.stderr(File::create(&log).expect("the log is made"));
        // A course that was published has had a secret.
        command.env("DGM_SECRET_KEY", "07".repeat(32));
        let mut server = Server::of(command);
        let cookie = session
            .get_or_insert_with(|| enter(&server, &secret))
            .clone();
        if signal == "-TERM" {
            let begun = web()
                .post(format!("{}/regrade", server.url))
                .header("cookie", &cookie)
                .send_form([("version", "2"), ("homework", "")]);
            assert_eq!(begun.expect("it is answered").status(), 303);
        }
        let watched = web()
            .get(format!("{}/jobs/1/events", server.url))
            .header("cookie", &cookie)
            .call()
            .expect("it can be watched");
        let mut lines = BufReader::new(watched.into_body().into_reader()).lines();
        let first = lines.next().expect("it is told at once");
        assert_eq!(first.expect("a text"), "event: progress");
        // Until something was graded, and no longer: the rest takes a second.
        let beside = open(data.path()).await;
        while beside
            .regraded_ids(1.into())
            .await
            .expect("it answers")
            .len()
            <= before
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        beside.close().await;

        let asked = Instant::now();
        let id = server.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status();
        assert!(sent.expect("it is sent").success());
        let left = lines.map_while(Result::ok).collect::<Vec<_>>();
        assert!(
            !left.iter().any(|line| line == "event: finished"),
            "{left:?}"
        );
        let ended = loop {
            if let Some(ended) = server.child.try_wait().expect("it can be asked") {
                break ended;
            }
            assert!(asked.elapsed() < PATIENCE, "{signal}: it still runs");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert!(ended.success(), "{signal}: {ended}");
        let log = std::fs::read_to_string(&log).expect("the log is read");
        assert_eq!(log, "", "nothing failed on the way out");

        let store = open(data.path()).await;
        let job = store
            .job(1.into())
            .await
            .expect("it answers")
            .expect("it is noted");
        let done = store
            .regraded_ids(1.into())
            .await
            .expect("it answers")
            .len();
        store.close().await;
        assert_eq!(job.state, JobState::Running, "the next start takes it up");
        assert!(done > before && done < MANY, "{done} after {before}");
        before = done;
    }
}

#[test]
fn half_a_request_does_not_hold_up_a_stop() {
    let data = tempfile::tempdir().expect("a folder is made");
    let mut server = Server::start(data.path());
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut half = TcpStream::connect(address).expect("it is accepted");
    half.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n")
        .expect("it is sent");
    assert_eq!(
        web()
            .get(format!("{}/sign-in", server.url))
            .call()
            .expect("it is answered")
            .status(),
        200
    );
    let asked = Instant::now();
    let id = server.child.id().to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status();
    assert!(sent.expect("it is sent").success());
    let ended = loop {
        if let Some(ended) = server.child.try_wait().expect("it can be asked") {
            break ended;
        }
        assert!(asked.elapsed() < PATIENCE, "it still runs");
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(ended.success(), "{ended}");
}

/// Asks as a browser does, but follows no redirect.
fn web() -> ureq::Agent {
    let config = ureq::Agent::config_builder().max_redirects(0);
    config.build().into()
}

/// The session of the person with this link.
fn enter(server: &Server, secret: &str) -> String {
    let button = format!("{}/sign-in/{secret}", server.url);
    let entered = web().post(button).send_empty();
    let entered = entered.expect("it is answered");
    let cookie = entered.headers().get("set-cookie").expect("a cookie");
    let cookie = cookie.to_str().expect("a text").split(';').next();
    cookie.expect("it has a value").to_owned()
}

async fn open(data: &Path) -> Store {
    let place = data.join("dgm.sqlite");
    Store::open_file(&place).await.expect("the store opens")
}

/// A course, its correction, and more submissions of one student than anybody sends.
async fn fill(data: &Path) {
    let store = open(data).await;
    let now = clock();
    let published = store
        .publish_course(&checked(&slipped()), "first", "test", now)
        .await;
    let version = published.expect("it is published").id;
    let new = NewUser {
        login: "anna",
        name: "Anna",
        role: Role::Student,
    };
    let (user, _) = store.put_user(new, "test", now).await.expect("a user");
    let file = b"{\"gaussian_kl.kl\": 1}";
    let course = Course::parse(&slipped()).expect("it is a course");
    let homework = course.homework("elbo").expect("it is there");
    let answers = read(file, &Limits::default()).expect("it is read");
    let answers = sort_answers(answers, homework).expect("the key is known");
    let report = grade(homework, &draw_inputs(homework, [0; 32]), &answers);
    for number in 0..MANY {
        let one = NewSubmission {
            user: user.id,
            homework: "elbo",
            received_at: now,
            file,
            sha256: &number.to_string(),
            course: version,
            inputs_release: None,
            report: &report,
            points: report.points,
            late_factor: judge::points::Share::ALL,
        };
        store.submit(one, None).await.expect("it is stored");
    }
    let published = store
        .publish_course(&checked(&meant()), "meant", "test", now)
        .await;
    published.expect("it is published");
    store.close().await;
}
