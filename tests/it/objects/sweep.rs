//! What nobody names is deleted after a day, and what somebody names never is: whoever names an object and whoever deletes it meet.

use super::house::{LARGER_THAN, answer, large, name, sha256, somebody, stored};
use crate::support::bucket::{Bucket, Mood};
use crate::support::postgres::with_schema;
use crate::support::site::clock;
use dgm_grader::objects::ObjectError;
use dgm_grader::store::{Store, User};
use jiff::{SignedDuration, Timestamp};

fn later(hours: i64) -> Timestamp {
    clock() + SignedDuration::from_hours(hours)
}

async fn on_sqlite() -> (tempfile::TempDir, Store, Bucket) {
    let folder = tempfile::tempdir().expect("a folder is made");
    let store = Store::open_file(&folder.path().join("sweep.sqlite")).await;
    let bucket = Bucket::start();
    let store = store.expect("the store opens");
    let store = store.with_objects(bucket.storage(LARGER_THAN, clock));
    (folder, store, bucket)
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_nobody_names_is_swept_on_sqlite() {
    let (_folder, store, bucket) = on_sqlite().await;
    only_what_nobody_names(&store, &bucket).await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_nobody_names_is_swept_on_postgresql() {
    with_schema("sweep", |own| async move {
        let bucket = Bucket::start();
        let store = Store::open(&own).await.expect("the store opens");
        let store = store.with_objects(bucket.storage(LARGER_THAN, clock));
        only_what_nobody_names(&store, &bucket).await;
        store.close().await;
    })
    .await;
}

async fn only_what_nobody_names(store: &Store, bucket: &Bucket) {
    let anna = somebody(store).await;
    // The file is put, and its row is refused.
    let nobody = User {
        id: (anna.id.number() + 1000).into(),
        ..anna.clone()
    };
    let kept = stored(answer(store, &anna, "proof", &large(1)).await);
    // As where a process dies in between.
    answer(store, &nobody, "proof", &large(2))
        .await
        .expect_err("there is nobody");
    // Put in vain, and named by somebody else since.
    answer(store, &nobody, "proof", &large(3))
        .await
        .expect_err("there is nobody");
    let again = stored(answer(store, &anna, "other", &large(3)).await);
    assert_eq!(bucket.objects().len(), 3);

    assert_eq!(store.sweep_objects(later(23)).await.expect("ok"), 0);
    assert_eq!(bucket.objects().len(), 3, "it might be named yet");
    // A deletion that fails is done another time.
    bucket.next(&[Mood::Refuses(403, "AccessDenied")]);
    store
        .sweep_objects(later(25))
        .await
        .expect_err("it is refused");
    assert_eq!(bucket.objects().len(), 3);
    assert_eq!(
        store.sweep_objects(later(25)).await.expect("ok"),
        0,
        "one is at it"
    );
    assert_eq!(swept_once_it_answers(store, 27).await, 1);
    assert!(!bucket.objects().contains_key(&name(&large(2))));
    for (id, file) in [(kept, large(1)), (again, large(3))] {
        let body = store.answer_body(id).await.expect("it is there");
        assert_eq!(body, Some(file));
    }
    // What was swept can be sent.
    let late = stored(answer(store, &anna, "late", &large(2)).await);
    assert_eq!(
        store.answer_body(late).await.expect("it is there"),
        Some(large(2))
    );
    assert_eq!(store.sweep_objects(later(999)).await.expect("ok"), 0);
    // What is moved back is named no more.
    for file in store.files_outside().await.expect("ok") {
        assert!(store.move_in(&file).await.expect("it is moved"));
    }
    assert_eq!(store.sweep_objects(later(999)).await.expect("ok"), 3);
    assert!(bucket.objects().is_empty());
    assert_eq!(
        store.answer_body(kept).await.expect("it is there"),
        Some(large(1))
    );
}

/// A storage that refused is left alone for some seconds. What was marked then is marked anew an hour later.
async fn swept_once_it_answers(store: &Store, from: i64) -> usize {
    for hour in (from..).step_by(2) {
        match store.sweep_objects(later(hour)).await {
            Ok(swept) => return swept,
            Err(error) => assert!(error.to_string().contains("a moment ago"), "{error}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    0
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_while_it_is_deleted_stays_inside() {
    let (_folder, store, bucket) = on_sqlite().await;
    let anna = somebody(&store).await;
    let nobody = User {
        id: (anna.id.number() + 1000).into(),
        ..anna.clone()
    };
    answer(&store, &nobody, "proof", &large(1))
        .await
        .expect_err("there is nobody");
    bucket.hold_deletions(true);
    let sweeping = tokio::spawn({
        let store = store.clone();
        async move { store.sweep_objects(later(25)).await }
    });
    let asked = bucket.clone();
    let asked = tokio::task::spawn_blocking(move || asked.wait_for("DELETE"));
    asked.await.expect("it is being deleted");
    // The same bytes, just now.
    let id = stored(answer(&store, &anna, "proof", &large(1)).await);
    bucket.hold_deletions(false);
    assert_eq!(sweeping.await.expect("it ends").expect("it is swept"), 1);
    assert!(bucket.objects().is_empty());
    assert_eq!(
        store.answer_body(id).await.expect("it is there"),
        Some(large(1))
    );
    assert_eq!(store.outside().await.expect("ok").files, 0);
    store.close().await;
}

#[tokio::test]
async fn a_deletion_that_was_held_up_deletes_nothing() {
    let bucket = Bucket::start();
    let storage = bucket.storage(0, clock);
    let sum = sha256(b"x");
    storage.put(&sum, b"x").await.expect("it is put");
    let deletion = storage.deletion(&sum).expect("it is signed");
    // An hour later another process may have begun anew, and somebody may have put it again.
    bucket.set_now(later(1));
    let refused = storage.delete(deletion).await;
    let too_old = ObjectError::Away("403 RequestTimeTooSkewed".to_owned());
    assert_eq!(refused, Err(too_old));
    assert_eq!(bucket.objects().len(), 1);
}
