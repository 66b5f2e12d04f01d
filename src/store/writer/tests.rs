//! A caller that goes away at the worst moment, and what tests set up.

use super::Writer;
use crate::store::changes::{Changes, Topics};
use sqlx::sqlite::SqliteConnectOptions;
use std::future::poll_fn;
use std::task::Poll;

impl Writer {
    /// Sets the connection up otherwise, until it is opened anew.
    pub async fn set(&self, pragma: String) {
        let common = self.turn().await;
        let mut common = common.expect("it is nobody else's turn");
        common.commit(&self.changes).await;
        let connection = common.connected(&self.options).await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(pragma))
            .execute(connection.expect("it opens"))
            .await
            .expect("it is a pragma");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_goes_away_as_its_turn_begins_costs_nobody_else_theirs() {
    const ROUNDS: i64 = 100;
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("t.sqlite"))
        .create_if_missing(true);
    let writer = Writer::open(options, Changes::default()).await.unwrap();
    writer.set("create table rows (n)".to_owned()).await;
    for _ in 0..ROUNDS {
        let mut kept = writer.begin().await.unwrap();
        let insert = sqlx::raw_sql("insert into rows values (1)");
        insert.execute(kept.connection().unwrap()).await.unwrap();
        let mut going = Box::pin(writer.begin());
        let mut commit = Box::pin(kept.commit(Topics::default()));
        // It has its turn before the commit, and is gone as soon as it has said what it begins with.
        poll_fn(|context| {
            assert!(going.as_mut().poll(context).is_pending());
            assert!(commit.as_mut().poll(context).is_pending());
            drop(going.as_mut().poll(context));
            Poll::Ready(())
        })
        .await;
        drop(going);
        commit.await.unwrap();
    }
    let mut last = writer.begin().await.unwrap();
    let count = sqlx::query_scalar("select count(*) from rows");
    let count: i64 = count.fetch_one(last.connection().unwrap()).await.unwrap();
    assert_eq!(count, ROUNDS);
    drop(last);
    writer.close().await;
}
