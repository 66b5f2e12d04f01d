//! What a store with an object storage keeps where, on both databases: nothing is named that is not there, and both together are one.

use super::house::{LARGER_THAN, answer, large, name, sha256, small, somebody, stored};
use crate::support::bucket::{Bucket, Mood};
use crate::support::postgres::with_schema;
use crate::support::site::clock;
use dgm_grader::objects::ObjectError;
use dgm_grader::store::{NewAnswer, Outside, Place, Sent, Store, StoreError};

#[tokio::test(flavor = "multi_thread")]
async fn large_files_lie_outside_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let store = Store::open_file(&folder.path().join("story.sqlite")).await;
    tell(store.expect("the store opens")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn large_files_lie_outside_on_postgresql() {
    with_schema("objects", |own| async move {
        tell(Store::open(&own).await.expect("the store opens")).await;
    })
    .await;
}

async fn tell(plain: Store) {
    let bucket = Bucket::start();
    let store = plain
        .clone()
        .with_objects(bucket.storage(LARGER_THAN, clock));
    let anna = somebody(&store).await;
    let inside = stored(answer(&store, &anna, "a", &small(1)).await);
    let outside = stored(answer(&store, &anna, "b", &large(1)).await);
    let earlier = stored(answer(&plain, &anna, "c", &large(2)).await);
    assert_eq!(
        bucket.objects().keys().collect::<Vec<_>>(),
        [&name(&large(1))]
    );
    for (id, file) in [(inside, small(1)), (outside, large(1)), (earlier, large(2))] {
        assert_eq!(store.answer_size(id).await.expect("ok"), Some(file.len()));
        assert_eq!(store.answer_body(id).await.expect("ok"), Some(file));
    }
    let all = (small(1).len() + large(1).len() + large(2).len()) as u64;
    assert_eq!(store.stored_bytes(anna.id, "elbo").await.expect("ok"), all);

    // What is refused, or there already, is put nowhere.
    let put = bucket.count("PUT");
    let again = answer(&store, &anna, "b", &large(1)).await.expect("ok");
    assert_eq!(again, Sent::Again(outside));
    let body = large(7);
    let new = NewAnswer {
        user: anna.id,
        homework: "elbo",
        item: "d",
        sent_at: clock(),
        kind: dgm_grader::course::AnswerKind::Pdf,
        body: &body,
        sha256: &sha256(&body),
    };
    let over = store.send_answer(new, all + 1).await.expect("ok");
    assert_eq!(over, Sent::OverQuota { used: all });
    assert_eq!(bucket.count("PUT"), put);
    // What is lost there is put anew.
    bucket.change(|objects| drop(objects.remove(&name(&large(1)))));
    let again = answer(&store, &anna, "b", &large(1)).await.expect("ok");
    assert_eq!(again, Sent::Again(outside));
    let body_of = store.answer_body(outside).await;
    assert_eq!(body_of.expect("it is there again"), Some(large(1)));
    // The storage away: nothing of it is stored.
    bucket.next(&[Mood::Refuses(403, "AccessDenied")]);
    let away = answer(&store, &anna, "d", &body).await;
    let away = away.expect_err("it is not stored");
    assert!(
        matches!(&away, StoreError::Object(ObjectError::Away(_))),
        "{away}"
    );
    assert!(!away.is_away(), "the database is not");
    assert_eq!(store.stored_bytes(anna.id, "elbo").await.expect("ok"), all);

    // Without its config only what lies there is not found, and is said to be there.
    assert_eq!(plain.answer_body(inside).await.expect("ok"), Some(small(1)));
    let unnamed = plain
        .answer_body(outside)
        .await
        .expect_err("it lies elsewhere");
    let name_of = sha256(&large(1));
    assert!(
        matches!(&unnamed, StoreError::Object(ObjectError::Unnamed(name)) if *name == name_of),
        "{unnamed}"
    );

    // Moved out and in again, by one who comes twice.
    let moving = plain
        .clone()
        .with_objects(bucket.storage(LARGER_THAN, clock));
    let files = moving.files_to_put().await.expect("ok");
    let found: Vec<_> = files.iter().map(|f| (f.place, f.bytes)).collect();
    assert_eq!(found, [(Place::Answer(earlier), large(2).len() as u64)]);
    assert!(moving.move_out(&files[0]).await.expect("it is moved"));
    assert!(
        !moving
            .move_out(&files[0])
            .await
            .expect("it is moved already")
    );
    assert!(moving.files_to_put().await.expect("ok").is_empty());
    let sum = Outside {
        files: 2,
        bytes: (large(1).len() + large(2).len()) as u64,
    };
    assert_eq!(moving.outside().await.expect("ok"), sum);
    assert_eq!(moving.stored_bytes(anna.id, "elbo").await.expect("ok"), all);
    plain
        .answer_body(earlier)
        .await
        .expect_err("the row holds it no more");
    for file in moving.files_outside().await.expect("ok") {
        moving.verify_outside(&file).await.expect("it is whole");
        assert!(moving.move_in(&file).await.expect("it is moved"));
        assert!(!moving.move_in(&file).await.expect("it is moved already"));
    }
    assert_eq!(moving.outside().await.expect("ok"), Outside::default());
    for (id, file) in [(inside, small(1)), (outside, large(1)), (earlier, large(2))] {
        assert_eq!(plain.answer_body(id).await.expect("ok"), Some(file));
    }
    plain.close().await;
}
