//! What a class is made of is read once, and anew as soon as anything of it changed, by whomever.

use crate::support::site::{Site, Student, Teacher, clock, start};
use crate::support::small::small;
use dgm_grader::store::{Role, Store, Topic};
use judge::points::Points;
use std::time::Duration;

const PAGES: [&str; 4] = ["/gradebook", "/insight", "/insight/elbo", "/exam"];

/// A site that watches what other processes change, as a server does.
async fn watched() -> (Site, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder is made");
    let file = folder.path().join("test.sqlite");
    let site = Site::of(start(folder.path()).await, folder);
    let site = crate::support::small::open(site, None).await;
    let store = site.app.store.clone();
    tokio::spawn(async move { store.watch().await });
    while !site.app.store.changes().is_watched() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    (site, file)
}

/// What is shown of the points of a student in the gradebook.
async fn row(teacher: &Teacher, login: &str) -> String {
    let page = teacher.get("/gradebook").await.text();
    let row = page.split("<tr>").find(|row| row.contains(login));
    row.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_page_that_nothing_changed_reads_no_class() {
    let (site, _) = watched().await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    let mut first = Vec::new();
    for page in PAGES {
        first.push(teacher.get(page).await.text());
    }
    site.app.store.note_statements();
    for (page, first) in PAGES.iter().zip(&first) {
        assert_eq!(teacher.get(page).await.text(), *first, "{page}");
    }
    for statement in site.app.store.noted_statements() {
        let reads = ["from standings", "from tallies", "where active and role"];
        let is_read = reads.iter().any(|part| statement.contains(part));
        assert!(!is_read, "{statement}");
    }
}

#[tokio::test]
async fn what_changes_is_shown_at_once() {
    let (site, file) = watched().await;
    let (anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    for page in PAGES {
        teacher.get(page).await;
    }
    let sent = anna
        .send(
            "POST",
            "/api/v1/homeworks/elbo/submissions",
            &[],
            b"{\"gaussian_kl.kl\": 5}".to_vec(),
        )
        .await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    assert!(row(&teacher, "anna").await.contains(">0<"));
    let insight = teacher.get("/insight/elbo").await.text();
    assert!(insight.contains("1 submission"), "{insight}");
    for (points, shown) in [("7", ">7<"), ("8", ">8<")] {
        let body = format!("{{\"points\": \"{points}\", \"excused\": false, \"reason\": \"so\"}}");
        let path = "/api/v1/students/anna/homeworks/elbo/override";
        let kind = [("content-type", "application/json")];
        let given = teacher.send("PUT", path, &kind, body.into_bytes()).await;
        assert!(given.status.is_success(), "{}", given.text());
        let row = row(&teacher, "anna").await;
        assert!(row.contains(shown), "{row}");
    }
    site.join_as("zoya", "Зоя", Role::Student).await;
    for page in ["/gradebook", "/exam"] {
        let html = teacher.get(page).await.text();
        assert!(html.contains("Зоя"), "{page}: {html}");
    }

    // By another process on the same file.
    let other = Store::open_file(&file).await.expect("it opens");
    let zoya = other
        .user("zoya")
        .await
        .expect("it answers")
        .expect("there");
    let changes = site.app.store.changes();
    let mut heard = changes.subscribe(Topic::ByHand);
    heard.mark_unchanged();
    let given = other.set_exam(zoya.id, "zoya", Some(Points::whole(21)), "x", clock());
    given.await.expect("it is given");
    heard.changed().await.expect("it is heard of");
    assert!(row(&teacher, "zoya").await.contains(">21<"));
    let insight = teacher.get("/insight").await;
    assert_eq!(insight.status, 200);
    other.close().await;
}

/// Where nobody watches, a change by another process is shown too: everything is read each time.
#[tokio::test]
async fn where_nobody_watches_everything_is_read() {
    let site = small(None).await;
    let (_anna, teacher) = (Student::of(&site).await, Teacher::of(&site).await);
    teacher.get("/gradebook").await;
    site.app.store.note_statements();
    teacher.get("/gradebook").await;
    let statements = site.app.store.noted_statements();
    let read = statements.iter().any(|s| s.contains("from standings"));
    assert!(read, "{statements:#?}");
}
