//! What comes while two rows become one person, on both databases: nobody is merged into a part of somebody else, nothing is given to whoever
//! is a part, a list that is taken back touches nobody but those of whom it told, and access comes back with the person.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::at_once::put;
use crate::support::postgres::with_schema;
use dgm_grader::course::{Checked, Course};
use dgm_grader::store::{Override, Store, StoreError, StudentHomework, User};
use jiff::Timestamp;
use judge::points::Points;

fn now() -> Timestamp {
    Timestamp::from_second(1_772_900_000).expect("it is an instant")
}

async fn merge(store: &Store, from: &User, into: &User) {
    let seen = store.preview_merge(from, into, now()).await.unwrap();
    let done = store.merge(from, into, &seen, "maria", now()).await;
    assert!(done.unwrap());
}

async fn part(store: &Store, from: &User) {
    let seen = store.preview_part(&from.login, now()).await;
    let seen = seen.unwrap().expect("they are one");
    let done = store.part(&from.login, &seen, "maria", now());
    assert!(done.await.unwrap());
}

async fn exam(store: &Store, user: &User) -> Option<Points> {
    store.exam(user.id).await.unwrap()
}

async fn chains(store: &Store) {
    let (a, b, c) = (
        put(store, "a0").await,
        put(store, "b0").await,
        put(store, "c0").await,
    );
    let (first, second) = (
        store.preview_merge(&a, &b, now()).await.unwrap(),
        store.preview_merge(&b, &c, now()).await.unwrap(),
    );
    assert!(store.merge(&b, &c, &second, "maria", now()).await.unwrap());
    let late = store.merge(&a, &b, &first, "maria", now()).await;
    assert!(matches!(late, Err(StoreError::Merged)), "{late:?}");
    let again = store.preview_merge(&b, &a, now()).await;
    assert!(matches!(again, Err(StoreError::Merged)), "{again:?}");
    // Nor is anything given to a part by whoever looked them up before.
    let points = Some(Points::whole(17));
    let given = store.set_exam(b.id, "b0", points, "maria", now()).await;
    assert!(matches!(given, Err(StoreError::Merged)), "{given:?}");
    let list = [(&a, Points::whole(3)), (&b, Points::whole(4))];
    let listed = store.set_exams(&list, "maria", now());
    assert!(matches!(listed.await, Err(StoreError::Merged)));
    assert_eq!((exam(store, &a).await, exam(store, &b).await), (None, None));
    let of = StudentHomework {
        user: b.id,
        login: "b0",
        homework: "elbo",
    };
    let by_hand = Override {
        points,
        reason: String::new(),
    };
    let given = store.set_override(of, Some(&by_hand), "maria", now()).await;
    assert!(matches!(given, Err(StoreError::Merged)), "{given:?}");
    part(store, &b).await;
    assert_eq!(store.user("b0").await.unwrap(), Some(b));
}

async fn lists(store: &Store) {
    let (anna, boris) = (put(store, "anna").await, put(store, "boris").await);
    let give = |user, points| store.set_exam(user, "", points, "maria", now());
    let (ten, twenty) = (Points::whole(10), Points::whole(20));
    give(anna.id, Some(ten)).await.unwrap();
    let list = [(&boris, twenty), (&anna, twenty)];
    let entry = store.set_exams(&list, "maria", now()).await.unwrap();
    let entry = entry.unwrap();
    merge(store, &anna, &boris).await;
    let seen = store.preview_taking_back(entry, now()).await.unwrap();
    let seen = seen.unwrap();
    let back = store.take_back(entry, &seen, "maria", now()).await;
    assert!(back.unwrap().is_some());
    assert_eq!(exam(store, &boris).await, None, "he had none");
    part(store, &anna).await;
    assert_eq!(exam(store, &anna).await, Some(ten), "and she had those");

    // What went over with the merge has changed since, and stays.
    let (dina, egor) = (put(store, "dina").await, put(store, "egor").await);
    let entry = store.set_exams(&[(&dina, twenty)], "maria", now()).await;
    let entry = entry.unwrap().unwrap();
    merge(store, &dina, &egor).await;
    let seen = store.preview_taking_back(entry, now()).await.unwrap();
    let seen = seen.unwrap();
    assert_eq!((seen.undone.len(), seen.kept.len()), (0, 1));
    assert_eq!(exam(store, &egor).await, Some(twenty));
}

async fn access(store: &Store) {
    let (from, into) = (put(store, "fanya").await, put(store, "gleb").await);
    let token = store.new_token(from.id, "x", "fanya", now()).await;
    let token = token.unwrap().unwrap();
    let whose = async || {
        let user = store.user_of_token(&token, now()).await.unwrap();
        user.map(|user| user.id)
    };
    merge(store, &from, &into).await;
    assert_eq!(whose().await, None, "a part does not sign in");
    part(store, &from).await;
    assert_eq!(whose().await, Some(from.id));
}

async fn story(store: Store) {
    let course = Checked::from(Course::default_course());
    let published = store.publish_course(&course, "", "maria", now()).await;
    published.unwrap();
    chains(&store).await;
    lists(&store).await;
    access(&store).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_astray_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_file(&folder.path().join("meanwhile.sqlite")).await;
    story(store.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_astray_on_postgresql() {
    with_schema("meanwhile", |own| async move {
        story(Store::open(&own).await.unwrap()).await;
    })
    .await;
}
