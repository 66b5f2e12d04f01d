//! What several servers do once: of many that ask one is first, and of one that says nothing more it is taken.

use crate::support::postgres::with_schema;
use dgm_grader::store::{HELD, Store};
use jiff::{SignedDuration, Timestamp};

fn now() -> Timestamp {
    Timestamp::from_second(1_772_300_000).expect("it is an instant")
}

#[tokio::test(flavor = "multi_thread")]
async fn turns_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let url = format!("sqlite://{}", folder.path().join("t.sqlite").display());
    once_a_period(&url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn turns_on_postgresql() {
    with_schema("turns", |url| async move { once_a_period(&url).await }).await;
}

async fn once_a_period(url: &str) {
    // As many processes, each with connections of its own.
    let mut stores = Vec::new();
    for _ in 0..3 {
        stores.push(Store::open(url).await.expect("the store opens"));
    }
    let hour = SignedDuration::from_hours(1);
    let mut asking = tokio::task::JoinSet::new();
    for n in 0..24 {
        let store = stores[n % 3].clone();
        asking.spawn(async move { store.take_turn("sweep", hour, now()).await });
    }
    let taken = asking.join_all().await;
    let taken: Vec<i64> = taken
        .into_iter()
        .filter_map(|turn| turn.expect("it answers"))
        .collect();
    assert_eq!(taken, [1], "one of them is first");

    let [one, other, _] = &stores[..] else {
        panic!("there are three");
    };
    let take = async |store: &Store, at: Timestamp| {
        store
            .take_turn("sweep", hour, at)
            .await
            .expect("it answers")
    };
    // Kept, it is nobody else's; of one that says nothing it is taken, and the first learns that.
    assert!(one.keep_turn("sweep", 1, now() + HELD).await.expect("ok"));
    assert_eq!(take(other, now() + HELD).await, None);
    assert_eq!(take(other, now() + HELD * 2).await, Some(2));
    let kept = one.keep_turn("sweep", 1, now() + HELD * 2).await;
    assert!(!kept.expect("it answers"));
    one.end_turn("sweep", 1, true).await.expect("it answers");
    assert_eq!(take(one, now() + HELD * 2).await, None, "it is the other's");

    // Failed, it is tried again; done, it rests until the period is over.
    other.end_turn("sweep", 2, false).await.expect("it answers");
    let begun = now() + HELD * 3;
    assert_eq!(take(one, begun).await, Some(3));
    one.end_turn("sweep", 3, true).await.expect("it answers");
    assert_eq!(
        take(other, begun + SignedDuration::from_mins(59)).await,
        None
    );
    assert_eq!(take(other, begun + hour).await, Some(4));
    other.end_turn("sweep", 4, true).await.expect("it answers");
    // A clock that was a year ahead when it was done does not stop it for a year.
    let before = begun - SignedDuration::from_hours(24 * 365);
    assert_eq!(take(one, before).await, Some(5));
    let others = one.take_turn("mail", hour, now()).await;
    assert_eq!(others.expect("it answers"), Some(1), "each name is its own");
    for store in stores {
        store.close().await;
    }
}
