//! The PostgreSQL to test with, where `DGM_TEST_POSTGRES_URL` names one.

use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

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
