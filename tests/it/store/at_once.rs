//! What a person gives, what a student sends and what a regrade makes of it at the same time: the rows that are reckoned say what
//! everything together says, whoever comes first.

use super::graded_anew::graded_anew;
use super::story::submit;
use dgm_grader::store::{NewUser, Override, ReportText, Role, Store, StudentHomework, User};
use jiff::Timestamp;
use judge::points::Points;
use tokio::task::JoinSet;

/// How many of each come at once.
const EACH: u8 = 12;

fn now() -> Timestamp {
    Timestamp::from_second(1_772_700_000).expect("it is an instant")
}

pub(super) async fn put(store: &Store, login: &str) -> User {
    let new = NewUser {
        login,
        name: login,
        role: Role::Student,
    };
    let put = store.put_user(new, "maria", now()).await;
    put.expect("it is written").0
}

/// Goes on with the story.
pub async fn tell(store: &Store) {
    let (zoe, ivan) = (put(store, "zoe").await, put(store, "ivan").await);
    submit(store, &zoe, b"before", 1, None).await;
    let mut all = JoinSet::new();
    for number in 0..EACH {
        let (store, zoe) = (store.clone(), zoe.clone());
        all.spawn(async move {
            submit(&store, &zoe, &[number], i64::from(number % 5), None).await;
        });
    }
    for number in 0..EACH {
        let (store, zoe) = (store.clone(), zoe.clone());
        all.spawn(async move { overrides(&store, &zoe, number).await });
    }
    let (again, user) = (store.clone(), zoe.clone());
    all.spawn(async move { regrades(&again, &user).await });
    while let Some(done) = all.join_next().await {
        done.expect("nothing is refused");
    }
    holds(store).await;

    // And two who become one, and two again, while one of them is graded anew and given points.
    let seen = store.preview_merge(&zoe, &ivan, now()).await;
    let seen = seen.expect("it is looked at");
    let mut all = JoinSet::new();
    let (again, user) = (store.clone(), zoe.clone());
    all.spawn(async move { regrades(&again, &user).await });
    let (again, into) = (store.clone(), ivan.clone());
    all.spawn(async move {
        for _ in 0..3 {
            let merged = again.merge(&zoe, &into, &seen, "maria", now()).await;
            // Points that were given meanwhile are something else than was shown.
            if merged.expect("it answers") {
                let seen = again.preview_part("zoe", now()).await;
                let seen = seen.expect("it answers").expect("they are one");
                let parted = again.part("zoe", &seen, "maria", now()).await;
                parted.expect("it answers");
            }
        }
    });
    for number in 0..EACH {
        let (store, ivan) = (store.clone(), ivan.clone());
        all.spawn(async move { overrides(&store, &ivan, 2 * number).await });
    }
    while let Some(done) = all.join_next().await {
        done.expect("nothing is refused");
    }
    holds(store).await;
}

async fn holds(store: &Store) {
    assert_eq!(store.wrong_standings().await.expect("it answers"), 0);
    assert_eq!(store.wrong_tallies().await.expect("it answers"), 0);
}

/// Gives points in place of all others, or takes them away.
pub(super) async fn overrides(store: &Store, user: &User, number: u8) {
    let of = StudentHomework {
        user: user.id,
        login: &user.login,
        homework: "elbo",
    };
    let given = Override {
        points: Some(Points::whole(i64::from(number))),
        reason: "oral".to_owned(),
    };
    let given = Some(&given).filter(|_| number % 2 == 1);
    let set = store.set_override(of, given, "maria", now()).await;
    set.expect("it is written");
}

/// Grades everything of a student anew, several times.
pub(super) async fn regrades(store: &Store, user: &User) {
    for round in 0..6 {
        let version = store.course_id().await.expect("it answers");
        let version = version.expect("there is one");
        let mut rows = store.graded(Some("elbo")).await.expect("they are there");
        rows.retain(|row| row.user == user.id);
        let mut reports = Vec::new();
        for row in &rows {
            let kept = store.submission(row.id).await.expect("it answers");
            let mut report = kept.expect("it is there").report;
            report.points = Points::whole(round % 4);
            reports.push((ReportText::of(report).expect("it is written"), false));
        }
        graded_anew(store, version, &rows, &reports, now()).await;
    }
}
