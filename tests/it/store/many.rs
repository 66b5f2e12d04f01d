//! What is done to many at once while everybody else waits asks the database as often for a class of dozens as for a few.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::story::submit_at;
use crate::support::audit::of_kind;
use crate::support::postgres::with_schema;
use dgm_grader::course::{Checked, Course, Late};
use dgm_grader::ids::UserId;
use dgm_grader::store::audit::Person;
use dgm_grader::store::{Details, LinkState, Listed, NewUser, Renamed, Role, Store, User};
use jiff::{SignedDuration, Timestamp};
use judge::points::{Points, Share};

fn now() -> Timestamp {
    Timestamp::from_second(1_772_700_000).unwrap()
}

fn listed<'a>(login: &'a str, name: &'a str) -> Listed<'a> {
    Listed::from(NewUser {
        login,
        name,
        role: Role::Student,
    })
}

/// A course whose homeworks ended less than so many days ago, and take a tenth for each.
fn ended(days: i64) -> Checked {
    let mut course = Course::default_course();
    for homework in &mut course.homeworks {
        homework.deadline = Some(now() - SignedDuration::from_hours(24 * days - 1));
        homework.late = Late::PerDay {
            share: Share::percent(10),
            most: Share::percent(50),
        };
    }
    Checked::from(course)
}

/// How many statements it takes.
async fn asked<T>(store: &Store, work: impl Future<Output = T>) -> (T, usize) {
    let before = store.statements_run("");
    let done = work.await;
    (done, store.statements_run("") - before)
}

/// How many statements it takes to add so many students, to rename and to deactivate them, to give them links and points of the exam, and
/// to put off a deadline that all of them missed.
async fn asked_for(store: &Store, class: std::ops::Range<usize>) -> Vec<usize> {
    // Those of before sent something too.
    let sent = class.end;
    let names: Vec<(String, String)> = class
        .map(|n| (format!("s{n}"), format!("Student {n}")))
        .collect();
    let list: Vec<_> = names.iter().map(|(l, name)| listed(l, name)).collect();
    let (put, add) = asked(store, store.put_roster(&list, &[], "maria", now())).await;
    let people = put.unwrap().added;
    let logins: Vec<&str> = people.iter().map(|user| user.login.as_str()).collect();
    assert!(logins.iter().eq(names.iter().map(|(login, _)| login)));

    let list: Vec<_> = names.iter().map(|(login, _)| listed(login, "X")).collect();
    let (put, rename) = asked(store, store.put_roster(&list, &[], "maria", now())).await;
    assert!(put.unwrap().added.is_empty());

    let ids: Vec<UserId> = people.iter().map(|user| user.id).collect();
    let lasts = SignedDuration::from_hours(24);
    store.new_links(&ids, lasts, "maria", now()).await.unwrap();
    let (links, link) = asked(store, store.new_links(&ids, lasts, "maria", now())).await;
    for (link, id) in links.unwrap().iter().zip(&ids) {
        let state = store.link(link, now()).await.unwrap();
        assert!(matches!(&state, LinkState::Works(user) if user.id == *id && user.name == "X"));
    }
    let working = store.working_links(now()).await.unwrap();
    assert!(ids.iter().all(|id| working[id].len() == 1));

    let course = ended(4);
    let published = store.publish_course(&course, "", "maria", now()).await;
    published.unwrap();
    for user in &people {
        submit_at(store, user, user.login.as_bytes(), 5, now()).await;
    }
    let before = of_kind(store, "late").await.len();
    let course = ended(3);
    let (published, publish) =
        asked(store, store.publish_course(&course, "", "maria", now())).await;
    published.unwrap();
    assert_eq!(of_kind(store, "late").await.len() - before, sent);
    for id in &ids {
        let sent = store.submissions(*id, "elbo").await.unwrap();
        assert_eq!(sent[0].late_factor, Share::percent(70));
        let standings = store.standings_of(*id, &course.course).await.unwrap();
        assert_eq!(standings["elbo"].computed, Some(sent[0].points));
        assert_eq!(sent[0].points, Points::default(), "as the report says");
    }
    let (wrong, look) = asked(store, store.wrong_tallies()).await;
    assert_eq!(
        (wrong.unwrap(), store.wrong_standings().await.unwrap()),
        (0, 0)
    );

    let half: Vec<(&User, Points)> = people.iter().map(|p| (p, Points::whole(13))).collect();
    let (exams, exam) = asked(store, store.set_exams(&half, "maria", now())).await;
    assert!(exams.unwrap().is_some());
    let again = store.set_exams(&half, "maria", now()).await;
    assert_eq!(again.unwrap(), None);
    let given = store.exams_among(&ids).await.unwrap();
    assert!(ids.iter().all(|id| given[id] == Points::whole(13)));

    let (gone, leave) = asked(store, store.put_roster(&[], &people, "maria", now())).await;
    assert!(gone.unwrap().entry.is_some());
    let users = store.users().await.unwrap();
    let is_left = |user: &User| ids.contains(&user.id) && user.active;
    assert!(!users.iter().any(is_left));
    vec![add, rename, link, publish, look, exam, leave]
}

async fn tell(store: &Store) {
    store.note_statements();
    let few = asked_for(store, 0..4).await;
    assert_eq!(asked_for(store, 4..64).await, few);

    // More than one statement takes.
    let names: Vec<String> = (0..1500).map(|n| format!("many{n}")).collect();
    let list: Vec<_> = names.iter().map(|name| listed(name, name)).collect();
    let put = store.put_roster(&list, &[], "maria", now()).await.unwrap();
    let ids: Vec<UserId> = put.added.iter().map(|user| user.id).collect();
    let links = store.new_links(&ids, SignedDuration::from_hours(1), "maria", now());
    assert_eq!((ids.len(), links.await.unwrap().len()), (1500, 1500));

    // Of two logins that lead to one person by now, the later holds, and one change is noted.
    let first = &put.added[0];
    let person = Person {
        name: "Other".to_owned(),
        role: Role::Student,
        active: true,
        details: Details::default(),
    };
    let renamed = store.rename(first, "other", &person, "maria", now()).await;
    assert!(matches!(renamed.unwrap(), Renamed::Done(_)));
    let before = of_kind(store, "user").await.len();
    let list = [listed("many0", "Former"), listed("other", "Present")];
    let put = store.put_roster(&list, &[], "maria", now()).await.unwrap();
    assert!(put.added.is_empty());
    let user = store.user("many0").await.unwrap().unwrap();
    assert_eq!((user.id, user.name.as_str()), (first.id, "Present"));
    assert_eq!(of_kind(store, "user").await.len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_class_asks_no_more_of_the_database_than_a_small_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("t.sqlite")).await;
    tell(&store.unwrap()).await;
    with_schema("many", |url| async move {
        let store = Store::open(&url).await.unwrap();
        tell(&store).await;
        store.close().await;
    })
    .await;
}
