//! The two databases that the story runs on: SQLite always, PostgreSQL where `DGM_TEST_POSTGRES_URL` names one.

use super::story;
use crate::support::postgres::with_schema;
use dgm_grader::store::Store;

#[tokio::test(flavor = "multi_thread")]
async fn the_story_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let store = Store::open_file(&folder.path().join("story.sqlite"))
        .await
        .expect("the store opens");
    story::tell(&store).await;
    store.close().await;
    // What was closed opens again, and its schema is up to date already.
    let again = Store::open_file(&folder.path().join("story.sqlite"))
        .await
        .expect("the store opens again");
    story::recall(&again).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_on_postgresql() {
    with_schema("story", |own| async move {
        let store = Store::open(&own).await.expect("the store opens");
        story::tell(&store).await;
        story::recall(&store).await;
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn other_urls_are_refused_by_name() {
    for url in ["mysql://root@localhost/x", "", "dgm.sqlite"] {
        let error = Store::open(url).await.expect_err("it is no URL of ours");
        assert!(error.to_string().contains("sqlite://FILE"), "{error}");
    }
}
