//! Those who send slowly, half, or nothing: they are told, or closed, and nobody else waits for them.

use crate::support::audit::checked;
use crate::support::site::{Site, Student, set_clock};
use crate::support::small::open;
use crate::support::socket::{Served, bounded};
use dgm_grader::store::Role;
use dgm_grader::web::bounds::Bounds;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_millis(300);

/// Bounds that a test can wait for.
fn short() -> Bounds {
    Bounds {
        head: SOON,
        idle: SOON * 3,
        still: SOON,
        drain: SOON,
        turn: SOON,
        connections: 8,
        ..Bounds::default()
    }
}

async fn site() -> (Site, Student) {
    site_within(short()).await
}

async fn site_within(bounds: Bounds) -> (Site, Student) {
    let site = open(bounded(bounds).await, None).await;
    let student = Student::of(&site).await;
    (site, student)
}

fn upload(student: &Student, more: &str) -> String {
    let token = student.token.as_deref().unwrap_or_default();
    format!(
        "POST /api/v1/homeworks/elbo/submissions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{more}\r\n\r\n"
    )
}

fn problem(answer: &str, status: u16, code: &str) {
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status} ")),
        "{answer}"
    );
    assert!(
        answer.contains("content-type: application/problem+json"),
        "{answer}"
    );
    assert!(answer.contains(&format!("\"code\":\"{code}\"")), "{answer}");
}

#[tokio::test]
async fn a_body_is_not_asked_for_where_it_would_not_be_read() {
    let (site, student) = site().await;
    let served = Served::start(&site).await;
    // Nobody has sent a byte of the body, and nobody is told to go on.
    let announced = "Content-Length: 17000000\r\nExpect: 100-continue";
    problem(
        &served.ask(&upload(&student, announced)).await,
        413,
        "too-large",
    );
    let form = "POST /language HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 17000000\r\n\r\n";
    let page = served.ask(form).await;
    assert!(
        page.starts_with("HTTP/1.1 413 ") && page.contains("<!doctype html>"),
        "{page}"
    );
    let nobody = upload(&student, "Content-Length: 100").replace("Bearer dgm", "Bearer xyz");
    problem(&served.ask(&nobody).await, 401, "sign-in");
    while site.app.submission_limiter.check_key(&student.id).is_ok() {}
    problem(
        &served.ask(&upload(&student, "Content-Length: 100")).await,
        429,
        "too-many",
    );
    served.stop().await;
}

#[tokio::test]
async fn who_sent_too_much_still_reads_why() {
    let (site, student) = site().await;
    let served = Served::start(&site).await;
    // As browsers do: all of it is written before anything is read, and much more than a socket holds.
    let mut client = served.connect().await;
    client
        .say(upload(&student, "Content-Length: 30000000").as_bytes())
        .await;
    client.say_all(&vec![b' '; 30_000_000]).await;
    problem(&client.answer().await, 413, "too-large");
    served.stop().await;
}

#[tokio::test]
async fn half_bodies_and_broken_ones_are_told_apart_from_large_ones() {
    let (site, student) = site().await;
    let served = Served::start(&site).await;
    let mut half = served.connect().await;
    half.say(upload(&student, "Content-Length: 100").as_bytes())
        .await;
    half.say(b"{\"gaussian").await;
    half.end().await;
    let answer = half.answer().await;
    assert!(
        answer.is_empty() || answer.contains("\"code\":\"broken-body\""),
        "{answer}"
    );
    let mut broken = served.connect().await;
    broken
        .say(upload(&student, "Transfer-Encoding: chunked").as_bytes())
        .await;
    broken.say(b"5\r\n{\"gau\r\nno number\r\n").await;
    problem(&broken.answer().await, 400, "broken-body");
    let mut large = served.connect().await;
    large
        .say(upload(&student, "Transfer-Encoding: chunked").as_bytes())
        .await;
    large.say(b"120000\r\n").await;
    large.say(&vec![b' '; 0x0012_0000]).await;
    large.say(b"\r\n0\r\n\r\n").await;
    problem(&large.answer().await, 413, "too-large");
    served.stop().await;
}

#[tokio::test]
async fn a_body_may_be_slow_and_may_not_stand_still() {
    let (site, student) = site().await;
    let served = Served::start(&site).await;
    let body = b"{\"gaussian_kl.kl\": 1}";
    let mut slow = served.connect().await;
    let head = upload(&student, &format!("Content-Length: {}", body.len()));
    slow.say(head.as_bytes()).await;
    // Much longer in all than nothing may come for.
    for byte in body {
        tokio::time::sleep(SOON / 6).await;
        slow.say(&[*byte]).await;
    }
    let answer = slow.answer().await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");

    let mut still = served.connect().await;
    still.say(head.as_bytes()).await;
    still.say(b"{").await;
    problem(&still.answer().await, 408, "slow");
    let mut form = served.connect().await;
    form.say(b"POST /language HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nlang").await;
    let page = form.answer().await;
    assert!(
        page.starts_with("HTTP/1.1 408 ") && page.contains("<!doctype html>"),
        "{page}"
    );
    served.stop().await;
}

#[tokio::test]
async fn a_body_may_be_slow_and_may_not_be_a_trickle() {
    let bounds = Bounds {
        trickle: SOON * 2,
        ..short()
    };
    let (site, student) = site_within(bounds).await;
    let served = Served::start(&site).await;
    let mut trickle = served.connect().await;
    let head = upload(&student, "Content-Length: 900000");
    trickle.say(head.as_bytes()).await;
    trickle.say(&vec![b' '; 100_000]).await;
    let begun = Instant::now();
    // It never stands still.
    while begun.elapsed() < SOON * 6 {
        trickle.say(b" ").await;
        tokio::time::sleep(SOON / 4).await;
    }
    let stopped = Instant::now();
    problem(&trickle.answer().await, 408, "slow");
    assert!(stopped.elapsed() < SOON / 2, "it was answered before");
    // Fast enough, though it takes as long.
    let mut slow = served.connect().await;
    slow.say(head.as_bytes()).await;
    let mut left = 900_000;
    let body = b"{\"gaussian_kl.kl\": 1}";
    slow.say(body).await;
    left -= body.len();
    let begun = Instant::now();
    while left > 0 {
        let piece = left.min(60_000);
        tokio::time::sleep(SOON / 3).await;
        slow.say(&vec![b' '; piece]).await;
        left -= piece;
    }
    assert!(begun.elapsed() > SOON * 4);
    let answer = slow.answer().await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    served.stop().await;
}

#[tokio::test]
async fn bytes_that_are_not_sent_keep_nobody_out() {
    // Room for four bodies of a megabyte, which four people announce.
    let bounds = Bounds {
        in_flight: 4_000_000,
        turn: SOON * 2,
        look: SOON / 3,
        ..short()
    };
    let (site, student) = site_within(bounds).await;
    let served = Served::start(&site).await;
    let mut dripping = Vec::new();
    for n in 0..4 {
        let other = site.join(&format!("other{n}"), Role::Student).await;
        let token = other.token.expect("there is one");
        let mut client = served.connect().await;
        let head = upload(&student, "Content-Length: 1000000");
        let own = student.token.as_deref().unwrap_or_default();
        client.say(head.replace(own, &token).as_bytes()).await;
        dripping.push(tokio::spawn(async move {
            for _ in 0..200 {
                client.say(b" ").await;
                tokio::time::sleep(SOON / 6).await;
            }
        }));
    }
    tokio::time::sleep(SOON / 6).await;
    let body = "{\"gaussian_kl.kl\": 1}";
    for spaces in [0, 900_000] {
        let body = format!("{body}{}", " ".repeat(spaces));
        let head = upload(&student, &format!("Content-Length: {}", body.len()));
        let sent = served.ask(&format!("{head}{body}")).await;
        assert!(
            sent.starts_with("HTTP/1.1 201 "),
            "{spaces} more bytes beside {}: {sent}",
            dripping.len()
        );
    }
    assert!(dripping.iter().all(|drops| !drops.is_finished()));
    for drops in dripping {
        drops.abort();
    }
    served.stop().await;
}

#[tokio::test]
async fn a_submission_counts_from_when_it_began() {
    let (site, student) = site().await;
    let served = Served::start(&site).await;
    let body = b"{\"gaussian_kl.kl\": 1}";
    let mut slow = served.connect().await;
    set_clock("2026-03-19T20:59:59Z");
    slow.say(upload(&student, &format!("Content-Length: {}", body.len())).as_bytes())
        .await;
    slow.say(&body[..10]).await;
    tokio::time::sleep(SOON / 3).await;
    // Meanwhile the homework is closed, and another version of the course is in force.
    set_clock("2026-03-20T21:00:01Z");
    let before = site.app.course().await.expect("there is a course").version;
    let toml = site
        .app
        .store
        .course()
        .await
        .expect("it answers")
        .expect("it is there")
        .toml;
    let toml = toml.replace("closes = 2026-03-20", "closes = 2026-03-19");
    let published = site
        .app
        .store
        .publish_course(
            &checked(&toml),
            "sooner",
            "test",
            crate::support::site::clock(),
        )
        .await;
    assert_ne!(published.expect("it is published").id, before);
    slow.say(&body[10..]).await;
    let answer = slow.answer().await;
    assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    assert!(
        answer.contains("\"received_at\":\"2026-03-19T20:59:59Z\""),
        "{answer}"
    );
    assert!(
        answer.contains(&format!("\"course_version\":{before}")),
        "{answer}"
    );
    let late = served.ask(&upload(&student, "Content-Length: 2")).await;
    problem(&late, 409, "closed");
    served.stop().await;
}

#[tokio::test]
async fn the_silent_are_closed_and_keep_nobody_out() {
    let (site, _) = site().await;
    let served = Served::start(&site).await;
    let begun = Instant::now();
    let mut silent = Vec::new();
    for number in 0..12 {
        let mut client = served.connect().await;
        if number % 2 == 0 {
            client.say(b"GET / HTTP/1.1\r\nHost: x\r\nX-a: ").await;
        }
        silent.push(client);
    }
    // There are eight places, and somebody who asks gets one at once.
    let health = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
    assert!(served.ask(health).await.starts_with("HTTP/1.1 200 "));
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    for client in &mut silent {
        assert_eq!(client.answer().await, "", "closed without a word");
    }
    // A connection that was of use is kept for longer, and not for ever.
    let mut kept = served.connect().await;
    kept.say(health.as_bytes()).await;
    assert!(kept.answer().await.starts_with("HTTP/1.1 200 "));
    tokio::time::sleep(SOON * 3 / 2).await;
    kept.say(health.as_bytes()).await;
    assert!(kept.answer().await.starts_with("HTTP/1.1 200 "));
    assert_eq!(kept.answer().await, "");
    served.stop().await;
}

#[tokio::test]
async fn nobody_holds_up_a_stop() {
    let (site, student) = site().await;
    let served = Served::start(&site).await;
    let mut half = served.connect().await;
    half.say(b"GET / HTTP/1.1\r\nHost: x\r\n").await;
    let mut body = served.connect().await;
    body.say(upload(&student, "Content-Length: 100").as_bytes())
        .await;
    let dripping = tokio::spawn(async move {
        for _ in 0..100 {
            body.say(b" ").await;
            tokio::time::sleep(SOON / 10).await;
        }
    });
    tokio::time::sleep(SOON / 3).await;
    let begun = Instant::now();
    served.stop().await;
    assert!(begun.elapsed() < SOON * 4, "{:?}", begun.elapsed());
    assert_eq!(half.answer().await, "");
    dripping.abort();
}

#[tokio::test]
async fn one_person_has_a_quarter_of_what_is_in_flight() {
    let bounds = Bounds {
        in_flight: 4000,
        ..short()
    };
    let site = open(bounded(bounds).await, None).await;
    let (student, other) = (
        Student::of(&site).await,
        crate::support::site::Teacher::of(&site).await,
    );
    let served = Served::start(&site).await;
    let mut held = served.connect().await;
    held.say(upload(&student, "Content-Length: 900").as_bytes())
        .await;
    tokio::time::sleep(SOON / 6).await;
    let answer = served.ask(&upload(&student, "Content-Length: 200")).await;
    problem(&answer, 429, "at-once");
    assert!(answer.contains("retry-after: 5"), "{answer}");
    let body = "{\"gaussian_kl.kl\": 1}";
    let theirs = other
        .send(
            "POST",
            "/api/v1/homeworks/elbo/submissions",
            &[],
            body.into(),
        )
        .await;
    assert_eq!(theirs.status, 201, "{}", theirs.text());
    // What was held is given back with the one who held it.
    problem(&held.answer().await, 408, "slow");
    let again = format!(
        "{}{body}",
        upload(&student, &format!("Content-Length: {}", body.len()))
    );
    assert!(served.ask(&again).await.starts_with("HTTP/1.1 201 "));
    served.stop().await;
}
