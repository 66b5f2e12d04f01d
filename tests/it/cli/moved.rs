//! `dgm move`: the course of the demo goes from SQLite to PostgreSQL and back, and nobody sees a difference.

use super::run::{json, run, text};
use crate::support::postgres::with_schema;
use crate::support::site::{SECRET, Site, Student, Teacher, clock, settings};
use dgm_grader::demo;
use dgm_grader::service::app::App;
use dgm_grader::store::{NewUser, Role, Store};
use dgm_grader::web::state::ServerState;
use judge::answers::Limits;
use std::time::Duration;

/// What a teacher and a student look at.
const TEACHERS: [&str; 12] = [
    "/gradebook",
    "/gradebook/export?format=csv",
    "/gradebook/export?format=json",
    "/roster",
    "/audit",
    "/queue",
    "/requests",
    "/insight",
    "/insight/elbo",
    "/course/versions",
    "/students/anna",
    "/students/anna/homeworks/elbo",
];
const STUDENTS: [&str; 5] = [
    "/",
    "/homeworks/elbo",
    "/submissions/1",
    "/account",
    "/api/v1/grade",
];

#[tokio::test]
async fn a_course_is_moved_to_postgresql_and_back() {
    with_schema("moved", there_and_back).await;
}

#[expect(clippy::too_many_lines, reason = "one story")]
async fn there_and_back(postgres: String) {
    let folder = tempfile::tempdir().expect("a folder is made");
    let data = text(folder.path()).to_owned();
    let before = format!("sqlite://{data}/before.sqlite");
    let site = site_on(&before).await;
    let store = &site.app.store;
    demo::fill(store, &SECRET, clock())
        .await
        .expect("the demo is filled");
    let (teacher, student) = (Teacher::of(&site).await, Student::of(&site).await);
    // A row that names a later one of its own table, and a number that was given and is gone.
    let merged = |login| NewUser {
        login,
        name: "Twice",
        role: Role::Student,
    };
    for login in ["twice1", "twice2"] {
        store
            .put_user(merged(login), "t", clock())
            .await
            .expect("put");
    }
    let (from, into) = (
        store.user("twice1").await.expect("ok").expect("there"),
        store.user("twice2").await.expect("ok").expect("there"),
    );
    assert!(from.id < into.id);
    let seen = store
        .preview_merge(&from, &into, clock())
        .await
        .expect("it answers");
    let merged_now = store.merge(&from, &into, &seen, "teacher", clock()).await;
    assert!(merged_now.expect("it answers"), "they are merged");
    let look = async |site: &Site| {
        let mut seen = Vec::new();
        for (door, pages) in [(&*teacher, &TEACHERS[..]), (&*student, &STUDENTS[..])] {
            let door = site.welcome(door);
            for page in pages {
                let answer = door.get(page).await;
                assert_eq!(answer.status, 200, "{page}: {}", answer.text());
                seen.push((*page, answer.text()));
            }
        }
        seen
    };
    let pages = look(&site).await;

    let command = |from: &str, to: &str| {
        let words = ["move", "--data", &data, "--database", from, "--to", to];
        words.map(str::to_owned)
    };
    let move_to = |from: &str, to: &str| {
        let words = command(from, to);
        json(&words.each_ref().map(String::as_str))
    };
    let (code, there) = move_to(&before, &postgres);
    assert_eq!(code, Some(0), "{there}");
    let tables = there["tables"].as_array().expect("a list");
    let rows = |name: &str| {
        let table = tables.iter().find(|table| table["table"] == name);
        table.expect("it was moved")["rows"].as_u64()
    };
    assert!(rows("submissions") > Some(50), "{there}");
    assert!(
        rows("audit") > Some(10) && rows("sessions") >= Some(2),
        "{there}"
    );

    // Sessions, tokens and every page are the same; whoever comes now gets a number that nobody had.
    let newest = store.users().await.expect("ok").iter().map(|u| u.id).max();
    let other = site_on(&postgres).await;
    for ((page, was), (_, is)) in pages.iter().zip(look(&other).await) {
        assert_eq!(*was, is, "{page}");
    }
    let put = other.app.store.put_user(merged("late"), "t", clock()).await;
    assert!(Some(put.expect("put").0.id) > newest);

    // Not over anything, and not between two of one kind.
    let refuses = |from: &str, to: &str, says: &str| {
        let words = command(from, to);
        let refused = run(&words.each_ref().map(String::as_str));
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains(says), "{refused:?}");
    };
    refuses(&before, &postgres, "empty");
    let again = format!("sqlite://{data}/again.sqlite");
    refuses(&before, &again, "of one kind");

    // Nor from under a server, wherever it runs.
    let after = format!("sqlite://{data}/after.sqlite");
    let served = Store::open(&postgres).await.expect("the store opens");
    let watching = served.clone();
    let watching = tokio::spawn(async move { watching.watch().await });
    let is_served = async |wanted: bool| {
        let store = &other.app.store;
        while store.is_served().await.expect("it answers") != wanted {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    is_served(true).await;
    refuses(&postgres, &after, "a server is working");
    assert!(!folder.path().join("after.sqlite").exists());
    watching.abort();
    served.close().await;
    is_served(false).await;

    let (code, back) = move_to(&postgres, &after);
    assert_eq!(code, Some(0), "{back}");
    let third = site_on(&after).await;
    let put = third
        .app
        .store
        .put_user(merged("later"), "t", clock())
        .await;
    assert!(Some(put.expect("put").0.id) > newest);
    for table in back["tables"].as_array().expect("a list") {
        // Somebody came meanwhile, and pages were looked at.
        let changed = ["users", "audit", "sessions", "tokens", "settings"];
        if !changed.iter().any(|name| table["table"] == *name) {
            assert!(tables.contains(table), "{table} of {there}");
        }
    }
    for site in [site, other, third] {
        site.app.store.close().await;
    }
}

async fn site_on(url: &str) -> Site {
    let store = Store::open(url).await.expect("the store opens");
    let app = App::new(store, SECRET, Limits::default(), clock);
    let folder = tempfile::tempdir().expect("a folder is made");
    Site::of(ServerState::new(app, settings()), folder)
}
