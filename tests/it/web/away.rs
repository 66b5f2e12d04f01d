//! The database's bad days: nobody is taken for nobody, everybody is told at once, and reading waits for no writer.

use crate::support::site::{Answer, Site, Student, Teacher, clock};
use crate::support::small::small;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection as _, Executor as _};
use std::time::{Duration, Instant};

fn is_away(answer: &Answer, says: &str) {
    let text = answer.text();
    assert_eq!(answer.status, 503, "{text}");
    assert_eq!(answer.header("retry-after"), "30", "{text}");
    assert!(text.contains(says), "{says}: {text}");
}

#[tokio::test]
async fn a_database_that_is_away_makes_nobody_a_stranger() {
    let site = small(None).await;
    let (student, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    // Nothing that is asked of a closed pool is answered, as of a server that is gone.
    site.app.store.close().await;
    let russian = [("accept-language", "ru")];
    let begun = Instant::now();
    for _ in 0..3 {
        for door in [&*student, &*teacher, &site.nobody()] {
            let page = door.get("/").await;
            is_away(&page, "Nothing is wrong with your sign-in");
            assert!(page.header("content-type").starts_with("text/html"));
            is_away(
                &door.get("/account").await,
                "everything that was acknowledged is kept",
            );
            let page = door
                .send("GET", "/homeworks/elbo", &russian, Vec::new())
                .await;
            is_away(&page, "С вашим входом всё в порядке");
            let link = door.get("/sign-in/whoever-this-is").await;
            is_away(&link, "Try again in a minute");
        }
        for door in [&*student, &*teacher] {
            let api = "/api/v1/homeworks/elbo/submissions";
            for (method, path) in [("GET", "/api/v1/grade"), ("POST", api)] {
                let answer = door.send(method, path, &russian, b"{}".to_vec()).await;
                is_away(&answer, "\"code\":\"away\"");
                assert_eq!(answer.header("content-type"), "application/problem+json");
                assert!(answer.text().contains("Попробуйте ещё раз через минуту"));
            }
        }
    }
    assert!(
        begun.elapsed() < Duration::from_secs(5),
        "{:?}",
        begun.elapsed()
    );
    let operator = site.nobody();
    assert_eq!(operator.get("/health/live").await.status, 200);
    for path in ["/health", "/health/ready"] {
        is_away(&operator.get(path).await, "not ready");
    }
    assert_eq!(operator.get("/assets/style.css").await.status, 200);
}

/// A site on a file that another process can open.
async fn on_a_file() -> (Site, SqliteConnection) {
    let folder = tempfile::tempdir().expect("a folder is made");
    let file = folder.path().join("test.sqlite");
    let site = Site::within(folder).await;
    let toml = dgm_grader::course::Course::default_course().to_toml();
    let published = site
        .app
        .store
        .publish_course(&toml, "", "test", clock())
        .await;
    published.expect("it is published");
    let other = SqliteConnectOptions::new().filename(&file);
    let other = SqliteConnection::connect_with(&other).await;
    (site, other.expect("another process opens it"))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_reads_waits_for_no_writer() {
    let (site, mut other) = on_a_file().await;
    let student = Student::of(&site).await;
    assert_eq!(site.nobody().get("/health/ready").await.status, 200);
    other.execute("begin immediate").await.expect("it locks");
    let begun = Instant::now();
    for path in ["/", "/account", "/api/v1/homeworks", "/api/v1/grade"] {
        let answer = student.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    }
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    // What was tried a second ago says nothing of now.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    is_away(&site.nobody().get("/health/ready").await, "not ready");
    let refused = student
        .post("/account/preferences", "lang=ru&time_zone=")
        .await;
    is_away(&refused, "Try again in a minute");
    // Whoever reads goes on, and what was held up goes through when the other is done.
    assert_eq!(student.get("/account").await.status, 200);
    other.execute("rollback").await.expect("it lets go");
    let done = student
        .post("/account/preferences", "lang=ru&time_zone=")
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(site.nobody().get("/health/ready").await.status, 200);
}

#[tokio::test]
async fn a_try_holds_for_a_second() {
    let site = small(None).await;
    let operator = site.nobody();
    assert_eq!(operator.get("/health/ready").await.status, 200);
    let tried = || async {
        site.app
            .store
            .kept_setting("tried-write")
            .await
            .expect("it answers")
    };
    let first = tried().await.expect("a write was tried");
    crate::support::site::set_clock("2026-03-10T10:00:00Z");
    for _ in 0..50 {
        assert_eq!(operator.get("/health/ready").await.status, 200);
    }
    assert_eq!(
        tried().await,
        Some(first.clone()),
        "fifty looks are one write"
    );
    tokio::time::sleep(Duration::from_millis(1100)).await;
    operator.get("/health").await;
    assert_ne!(tried().await, Some(first));
}
