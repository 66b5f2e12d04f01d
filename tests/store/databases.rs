//! The two databases that the story runs on: SQLite always, PostgreSQL where `DGM_TEST_POSTGRES_URL` names one.

use crate::story;
use dgm_grader::store::Store;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

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

/// Runs with a schema of its own on PostgreSQL, given as the database's URL, where `DGM_TEST_POSTGRES_URL` names one.
pub async fn with_schema<F>(name: &str, tell: impl FnOnce(String) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(url) = postgres() else {
        return;
    };
    // A schema of its own, so that runs at once do not meet.
    let schema = format!("dgm_{name}_{}", std::process::id());
    let mut connection = PgConnection::connect(&url)
        .await
        .expect("PostgreSQL answers");
    run(&mut connection, format!("create schema {schema}")).await;
    let mark = if url.contains('?') { '&' } else { '?' };
    let own = format!("{url}{mark}options=-csearch_path%3D{schema}");
    let told = tokio::spawn(tell(own)).await;
    // Dropped also where the story failed.
    run(&mut connection, format!("drop schema {schema} cascade")).await;
    told.expect("the story holds");
}

/// The PostgreSQL to test with, where one is named.
pub fn postgres() -> Option<String> {
    let url = std::env::var("DGM_TEST_POSTGRES_URL").ok();
    if url.is_none() {
        assert!(
            std::env::var_os("DGM_REQUIRE_POSTGRES").is_none_or(|v| v != "1"),
            "DGM_REQUIRE_POSTGRES=1 and no DGM_TEST_POSTGRES_URL"
        );
        eprintln!("skipped: DGM_TEST_POSTGRES_URL is not set");
    }
    url
}

/// Runs a statement.
pub async fn run(connection: &mut PgConnection, statement: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
        .execute(connection)
        .await
        .expect("the statement runs");
}

#[tokio::test]
async fn other_urls_are_refused_by_name() {
    for url in ["mysql://root@localhost/x", "", "dgm.sqlite"] {
        let error = Store::open(url).await.expect_err("it is no URL of ours");
        assert!(error.to_string().contains("sqlite://FILE"), "{error}");
    }
}
