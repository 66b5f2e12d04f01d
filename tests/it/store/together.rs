//! Writers of an SQLite file that share a commit: each is acknowledged only once its own is committed, and what becomes of one is
//! nothing to the others. And what other processes change is seen without asking.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::support::site::{SECRET, clock};
use dgm_grader::course::{Checked, Course};
use dgm_grader::grading::Report;
use dgm_grader::ids::{SubmissionId, VersionId};
use dgm_grader::service::app::App;
use dgm_grader::store::{Accepted, NewSubmission, NewUser, Role, Store, StoreError, Topic};
use judge::answers::Limits;
use judge::points::{Points, Share};
use std::path::Path;
use std::time::Duration;
use tokio::task::JoinSet;

const STUDENTS: i64 = 8;
/// Nobody's row.
const NOBODY: i64 = 1_000_000;

async fn opened(folder: &Path) -> Store {
    Store::open_file(&folder.join("t.sqlite")).await.unwrap()
}

/// A store with students of the rows 1 to [`STUDENTS`] and a course.
async fn filled(folder: &Path) -> Store {
    let store = opened(folder).await;
    for number in 1..=STUDENTS {
        let login = format!("s{number}");
        let new = NewUser {
            login: &login,
            name: &login,
            role: Role::Student,
        };
        let (user, _) = store.put_user(new, "test", clock()).await.unwrap();
        assert_eq!(user.id.number(), number);
    }
    publish(&store).await;
    store
}

async fn publish(store: &Store) -> VersionId {
    let first = Checked::from(Course::default_course());
    let published = store.publish_course(&first, "", "test", clock()).await;
    published.unwrap().id
}

async fn send(store: &Store, user: i64, number: i64) -> Result<Accepted, StoreError> {
    let report = Report {
        homework: "elbo".to_owned(),
        points: Points::whole(1),
        max_points: Points::whole(13),
        ..Report::default()
    };
    let sha256 = format!("{user}-{number}");
    let new = NewSubmission {
        user: user.into(),
        homework: "elbo",
        received_at: clock(),
        file: &[7; 5000],
        sha256: &sha256,
        course: 1.into(),
        inputs_release: Some(1),
        report: &report,
        points: report.points,
        late_factor: Share::ALL,
    };
    store.submit(new, None).await
}

fn stored(accepted: Accepted) -> SubmissionId {
    match accepted {
        Accepted::Stored(submission) | Accepted::Again(submission) => submission.id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_acknowledged_is_there_for_others_whatever_fails_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (store, other) = (filled(folder.path()).await, opened(folder.path()).await);
    let mut sending = JoinSet::new();
    for number in 0..200 {
        let (store, other) = (store.clone(), other.clone());
        sending.spawn(async move {
            if number % 7 == 3 {
                // Refused by the database in the middle of the common transaction.
                assert!(send(&store, NOBODY, number).await.is_err());
                return 0;
            }
            // Some send the same bytes at the same time.
            let sent = send(&store, 1 + number % STUDENTS, number / 16).await;
            let id = stored(sent.unwrap());
            // Another connection sees what is committed and nothing else.
            assert!(other.submission(id).await.unwrap().is_some());
            1
        });
    }
    let mut sent = 0;
    while let Some(done) = sending.join_next().await {
        sent += done.unwrap();
    }
    assert!(sent > 150);
    assert_eq!(store.wrong_standings().await.unwrap(), 0);
    let rows = store.graded(None).await.unwrap();
    assert!(rows.iter().all(|row| row.user.number() <= STUDENTS));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_goes_away_in_the_middle_holds_up_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (store, other) = (filled(folder.path()).await, opened(folder.path()).await);
    for round in 0..40_u64 {
        let mut going = JoinSet::new();
        for user in 1..=STUDENTS {
            let store = store.clone();
            let number = i64::try_from(round).unwrap();
            going.spawn(async move { send(&store, user, number).await.map(stored) });
        }
        tokio::time::sleep(Duration::from_micros(round * 100)).await;
        going.shutdown().await;
        let number = i64::try_from(round).unwrap() + 1000;
        let id = stored(send(&store, 1, number).await.unwrap());
        assert!(other.submission(id).await.unwrap().is_some());
        // And another process may write as well.
        stored(send(&other, 2, number).await.unwrap());
    }
    assert_eq!(store.wrong_standings().await.unwrap(), 0);
    store.close().await;
    assert!(other.is_whole().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_course_in_force_is_known_without_asking_also_where_another_process_changes_it() {
    let folder = tempfile::tempdir().unwrap();
    let (store, other) = (filled(folder.path()).await, opened(folder.path()).await);
    let app = App::new(store.clone(), SECRET, Limits::default(), clock);
    let watching = store.clone();
    let watch = tokio::spawn(async move { watching.watch().await });
    let first = app.course().await.unwrap().version;
    while !store.changes().is_watched() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // What was found before somebody watched is looked at once more.
    app.course().await.unwrap();
    let generation = store.changes().generation(Topic::Course);
    store.note_statements();
    for _ in 0..10 {
        assert_eq!(app.course().await.unwrap().version, first);
    }
    if store.changes().generation(Topic::Course) == generation {
        assert_eq!(store.noted_statements(), Vec::<String>::new());
    }
    // By this process: at once.
    let second = publish(&store).await;
    assert_eq!(app.course().await.unwrap().version, second);
    // By another: soon.
    let third = publish(&other).await;
    while app.course().await.unwrap().version != third {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Where nobody watches, the database is asked.
    watch.abort();
    while store.changes().is_watched() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let fourth = publish(&other).await;
    assert_eq!(app.course().await.unwrap().version, fourth);
}
