//! A course from its first user to its last entry of the audit.

use crate::support::audit::{change, of_kind, sides};
use dgm_grader::course::{Checked, Course};
use dgm_grader::grading::{Report, draw_inputs, grade, sort_answers, student_seed};
use dgm_grader::ids::SubmissionId;
use dgm_grader::store::{
    Accepted, AuditFilter, NewSubmission, NewUser, Override, Role, Store, StudentHomework, User,
};
use jiff::Timestamp;
use judge::points::{Points, Share};
use l10n::Lang;
use serde_json::json;
use std::collections::HashMap;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_772_000_000 + 60 * minute).expect("it is an instant")
}

/// Tells the story on an empty store.
pub async fn tell(store: &Store) {
    store.ping().await.expect("the database answers");
    assert!(store.course().await.expect("no course yet").is_none());
    assert_eq!(setting(store, "first").await, "first");
    assert_eq!(
        setting(store, "second").await,
        "first",
        "a setting is made once"
    );
    let anna = users(store).await;
    super::access::tell(store, &anna).await;
    courses(store).await;
    submissions(store, &anna).await;
    last_attempt(store).await;
    exam(store, &anna).await;
    by_hand(store, &anna).await;
    audit(store).await;
    super::class::tell(store).await;
    super::lists::tell(store).await;
    super::persons::tell(store).await;
    super::at_once::tell(store).await;
    super::audited::tell(store).await;
    super::clock::tell(store).await;
    super::given::tell(store).await;
    super::platforms::tell(store).await;
}

/// What is still known when the store is opened again.
pub async fn recall(store: &Store) {
    let anna = user(store, "anna").await;
    let sent = store
        .submissions(anna.id, "elbo")
        .await
        .expect("they are there");
    assert_eq!(sent.len(), 2);
    assert_eq!(
        store.exam(anna.id).await.expect("it answers"),
        Some(Points::whole(20))
    );
}

async fn setting(store: &Store, value: &str) -> String {
    store.setting("story", value).await.expect("it is kept")
}

async fn put(store: &Store, login: &str, name: &str, role: Role) -> (User, bool) {
    let new = NewUser { login, name, role };
    store
        .put_user(new, "story", at(0))
        .await
        .expect("a user is put")
}

pub async fn user(store: &Store, login: &str) -> User {
    let found = store.user(login).await.expect("the database answers");
    found.expect("there is such a user")
}

async fn users(store: &Store) -> User {
    let (anna, new) = put(store, "anna", "Анна", Role::Student).await;
    assert!(new && anna.active && anna.lang.is_none());
    let (same, new) = put(store, "anna", "Анна", Role::Student).await;
    assert_eq!((same.id, new), (anna.id, false));
    let (renamed, new) = put(store, "anna", "Анна С.", Role::Grader).await;
    assert_eq!(
        (renamed.id, new, renamed.role),
        (anna.id, false, Role::Grader)
    );
    put(store, "boris", "Борис", Role::Student).await;
    store
        .set_preferences(anna.id, Some(Lang::Ru), Some("Asia/Omsk"))
        .await
        .expect("preferences are kept");
    let anna = user(store, "anna").await;
    assert_eq!(
        (anna.lang, anna.time_zone.as_deref()),
        (Some(Lang::Ru), Some("Asia/Omsk"))
    );
    assert_eq!(
        store.user_by_id(anna.id).await.expect("it answers"),
        Some(anna.clone())
    );
    for nobody in ["", "ANNA", "anna'; drop table users; --", "an\0na", "%"] {
        assert_eq!(
            store.user(nobody).await.expect("it answers"),
            None,
            "{nobody:?}"
        );
    }
    let logins: Vec<_> = store
        .users()
        .await
        .expect("it answers")
        .into_iter()
        .map(|u| u.login)
        .collect();
    assert_eq!(logins, ["anna", "boris"]);
    anna
}

async fn courses(store: &Store) {
    let course = Checked::from(Course::default_course());
    let toml = course.toml.clone();
    let first = store
        .publish_course(&course, "первая", "story", at(5))
        .await
        .expect("published");
    let second = store
        .publish_course(&course, "second", "story", at(6))
        .await
        .expect("published");
    let newest = store
        .course()
        .await
        .expect("it answers")
        .expect("there is one");
    assert_eq!(newest, second);
    let known = store
        .course_version(first.id)
        .await
        .expect("it answers")
        .expect("kept");
    assert_eq!((known.toml, known.published_at), (toml, at(5)));
    let all: Vec<_> = store
        .course_versions()
        .await
        .expect("it answers")
        .into_iter()
        .map(|v| v.id)
        .collect();
    assert_eq!(all, [second.id, first.id]);
}

/// The report on a file with nothing right in it.
pub fn report() -> Report {
    let course = Course::default_course();
    let homework = course.homework("elbo").expect("it is in the course");
    let mut homework = homework.clone();
    homework.tasks.truncate(2);
    let inputs = draw_inputs(&homework, student_seed(&[1; 32], "anna", "elbo"));
    let answers = sort_answers(judge::arrays::Arrays::new(), &homework).expect("nothing is sorted");
    grade(&homework, &inputs, &answers)
}

pub async fn submit(
    store: &Store,
    user: &User,
    file: &[u8],
    points: i64,
    most: Option<u32>,
) -> Accepted {
    submit_then(store, user, file, points, most, at(7)).await
}

/// Sends a file at this instant; the number of the submission.
pub async fn submit_at(
    store: &Store,
    user: &User,
    file: &[u8],
    points: i64,
    now: Timestamp,
) -> SubmissionId {
    match submit_then(store, user, file, points, None, now).await {
        Accepted::Stored(submission) => submission.id,
        other => panic!("{other:?}"),
    }
}

async fn submit_then(
    store: &Store,
    user: &User,
    file: &[u8],
    points: i64,
    most: Option<u32>,
    now: Timestamp,
) -> Accepted {
    let course = store
        .course()
        .await
        .expect("it answers")
        .expect("there is one");
    let report = report();
    let sha256 = hex::encode(file);
    let new = NewSubmission {
        user: user.id,
        homework: "elbo",
        received_at: now,
        file,
        sha256: &sha256,
        course: course.id,
        inputs_release: None,
        report: &report,
        points: Points::whole(points),
        late_factor: Share::percent(90),
    };
    store.submit(new, most).await.expect("the database answers")
}

async fn submissions(store: &Store, anna: &User) {
    let Accepted::Stored(first) = submit(store, anna, b"first\0\xff", 5, Some(2)).await else {
        panic!("the first is stored");
    };
    assert_eq!(
        (
            first.user,
            first.received_at,
            first.late_factor,
            first.attempt
        ),
        (anna.id, at(7), Share::percent(90), true)
    );
    assert_eq!(first.report, report(), "the report comes back as it was");
    assert_eq!(first.release, env!("CARGO_PKG_VERSION"));
    let again = submit(store, anna, b"first\0\xff", 9, Some(2)).await;
    assert_eq!(
        again,
        Accepted::Again(first.clone()),
        "the earlier one, at no cost"
    );
    assert!(matches!(
        submit(store, anna, b"second", 3, Some(2)).await,
        Accepted::Stored(_)
    ));
    assert_eq!(
        submit(store, anna, b"third", 13, Some(2)).await,
        Accepted::NoAttemptsLeft
    );
    assert_eq!(
        submit(store, anna, b"first\0\xff", 5, Some(2)).await,
        Accepted::Again(first.clone())
    );

    let file = store.submitted_file(first.id).await.expect("it answers");
    assert_eq!(file.as_deref(), Some(&b"first\0\xff"[..]));
    assert_eq!(
        store.submission(first.id).await.expect("it answers"),
        Some(first.clone())
    );
    assert_eq!(
        store
            .submission(SubmissionId::BEYOND)
            .await
            .expect("it answers"),
        None
    );
    let standing = store
        .standings_of(anna.id, &Course::default_course())
        .await
        .expect("it answers")["elbo"]
        .clone();
    assert_eq!(
        (standing.points(), standing.attempts),
        (Some(Points::whole(5)), 2),
        "the best counts"
    );
    let all = store
        .standings(&Course::default_course())
        .await
        .expect("it answers");
    assert_eq!(all[&anna.id]["elbo"], standing);
}

/// Eight submissions at once for one last attempt.
async fn last_attempt(store: &Store) {
    let boris = user(store, "boris").await;
    let mut under_way = Vec::new();
    for number in 0..8 {
        let (store, boris) = (store.clone(), boris.clone());
        under_way.push(tokio::spawn(async move {
            submit(
                &store,
                &boris,
                format!("at once {number}").as_bytes(),
                1,
                Some(1),
            )
            .await
        }));
    }
    let mut stored = 0;
    for one in under_way {
        match one.await.expect("it does not panic") {
            Accepted::Stored(_) => stored += 1,
            Accepted::NoAttemptsLeft => {}
            other => panic!("their bytes differ, and there is room: {other:?}"),
        }
    }
    assert_eq!(stored, 1);
    assert_eq!(
        store
            .submissions(boris.id, "elbo")
            .await
            .expect("it answers")
            .len(),
        1
    );
    // The same bytes at once: one is stored, the others are the same.
    let two = tokio::join!(
        submit(store, &boris, b"twin", 1, None),
        submit(store, &boris, b"twin", 1, None)
    );
    let ids = |accepted: &Accepted| match accepted {
        Accepted::Stored(s) | Accepted::Again(s) => s.id,
        Accepted::NoAttemptsLeft | Accepted::OverQuota { .. } => SubmissionId::NONE,
    };
    assert_eq!(ids(&two.0), ids(&two.1), "{two:?}");
}

async fn exam(store: &Store, anna: &User) {
    let set = async |points| {
        let done = store
            .set_exam(anna.id, "anna", points, "teacher", at(8))
            .await;
        done.expect("the exam is kept");
    };
    assert_eq!(store.exam(anna.id).await.expect("it answers"), None);
    set(Some(Points::whole(12))).await;
    set(Some(Points::whole(12))).await;
    set(None).await;
    set(Some(Points::whole(20))).await;
    let all = store.exams().await.expect("it answers");
    assert_eq!(all, HashMap::from([(anna.id, Points::whole(20))]));
}

async fn by_hand(store: &Store, anna: &User) {
    let of = StudentHomework {
        user: anna.id,
        login: "anna",
        homework: "elbo",
    };
    let points = async || {
        store
            .standings_of(anna.id, &Course::default_course())
            .await
            .expect("it answers")["elbo"]
            .points()
    };
    let give = async |given: Option<&Override>| {
        let done = store.set_override(of, given, "teacher", at(9)).await;
        done.expect("it is kept");
    };
    let reason = || "болезнь".to_owned();
    give(Some(&Override {
        points: Some(Points::whole(13)),
        reason: reason(),
    }))
    .await;
    assert_eq!(
        points().await,
        Some(Points::whole(13)),
        "in place of all others"
    );
    give(Some(&Override {
        points: None,
        reason: reason(),
    }))
    .await;
    assert_eq!(points().await, None, "excused");
    give(None).await;
    assert_eq!(points().await, Some(Points::whole(5)));
    let course = Course::default_course();
    let homework = course.homework("elbo").expect("it is in the course");
    for deadline in [Some(at(1000)), Some(at(2000))] {
        let done = store
            .set_extension(anna, homework, deadline, "болезнь", "teacher", at(9))
            .await;
        done.expect("it is kept");
        let kept = store.extension(anna.id, "elbo").await.expect("it answers");
        assert_eq!(kept, deadline);
    }
    store
        .set_extension(anna, homework, None, "", "teacher", at(9))
        .await
        .expect("it is taken away");
    assert!(store.extensions().await.expect("it answers").is_empty());
}

async fn audit(store: &Store) {
    let exams = of_kind(store, "exam").await;
    let exams: Vec<_> = exams.iter().map(sides).collect();
    let pair = |before: Option<&str>, after: Option<&str>| (json!(before), json!(after));
    // Newest first; giving the same points again is no change.
    assert_eq!(
        exams,
        [
            pair(None, Some("20")),
            pair(Some("12"), None),
            pair(None, Some("12"))
        ]
    );
    assert_eq!(of_kind(store, "override").await.len(), 3);
    assert_eq!(of_kind(store, "extension").await.len(), 3);
    let of_anna = of_kind(store, "user").await;
    let named = of_anna
        .iter()
        .filter(|e| change(e).to_string().contains("Анна"));
    assert_eq!(named.count(), 2, "put and renamed");
    let all = store
        .audit(&AuditFilter::default(), 100, |_| true)
        .await
        .expect("it answers");
    let below = AuditFilter {
        before: Some(all[all.len() - 2].id),
        ..AuditFilter::default()
    };
    let oldest = store.audit(&below, 100, |_| true).await;
    assert_eq!(
        oldest.expect("it answers"),
        all[all.len() - 1..],
        "paged by number"
    );
    let two = store
        .audit(&AuditFilter::default(), 2, |_| true)
        .await
        .expect("it answers");
    assert_eq!(two, all[..2], "no more than were asked for");
}
