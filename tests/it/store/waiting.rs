//! On PostgreSQL, whoever changes what belongs to a student waits for whoever does so already: what comes at once may meet or not, so here
//! the student is held, and each is seen to wait.

use super::at_once::{overrides, put, regrades};
use super::story::submit;
use crate::support::postgres::{run, with_schema};
use dgm_grader::course::{Checked, Course};
use dgm_grader::store::{Role, Store};
use jiff::Timestamp;
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;
use std::pin::pin;
use std::time::Duration;
use tokio::task::JoinSet;

/// More than a process has connections.
const WRITERS: usize = 40;

/// Whether anybody waits for this connection.
async fn is_waited_for(watcher: &mut PgConnection, holder: i32) -> bool {
    let blocked = "select count(*) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))";
    let count = sqlx::query_scalar::<_, i64>(blocked).bind(holder);
    count.fetch_one(watcher).await.expect("it answers") > 0
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_changes_a_student_waits_for_whoever_does_so_already() {
    with_schema("waiting", |url| async move {
        let store = Store::open(&url).await.expect("the store opens");
        let course = Checked::from(Course::default_course());
        let now = Timestamp::from_second(1_772_700_000).expect("it is an instant");
        let published = store.publish_course(&course, "", "maria", now).await;
        published.expect("it is published");
        let (zoe, ivan) = (put(&store, "zoe").await, put(&store, "ivan").await);
        submit(&store, &zoe, b"before", 1, None).await;

        let mut holder = PgConnection::connect(&url).await.expect("it answers");
        let mut watcher = PgConnection::connect(&url).await.expect("it answers");
        let pid = sqlx::query_scalar("select pg_backend_pid()");
        let pid: i32 = pid.fetch_one(&mut holder).await.expect("it answers");
        for what in ["regrade", "override", "submit", "merge"] {
            let hold = "begin; select id from users where login = 'zoe' for no key update";
            run(&mut holder, hold.to_owned()).await;
            let mut work = pin!(async {
                match what {
                    "regrade" => regrades(&store, &zoe).await,
                    "override" => overrides(&store, &zoe, 3).await,
                    "submit" => drop(submit(&store, &zoe, b"after", 2, None).await),
                    _ => {
                        let seen = store.preview_merge(&zoe, &ivan, now).await;
                        let seen = seen.expect("it is looked at");
                        let merged = store.merge(&zoe, &ivan, &seen, "maria", now).await;
                        assert!(merged.expect("it answers"));
                    }
                }
            });
            loop {
                tokio::select! {
                    () = &mut work => panic!("{what} waited for nobody"),
                    waits = is_waited_for(&mut watcher, pid) => if waits { break },
                }
            }
            run(&mut holder, "commit".to_owned()).await;
            work.await;
        }
        assert_eq!(store.wrong_standings().await.expect("it answers"), 0);
        assert_eq!(store.wrong_tallies().await.expect("it answers"), 0);
        store.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_reads_waits_for_nobody_who_writes() {
    with_schema("reading", |url| async move {
        let store = Store::open(&url).await.expect("the store opens");
        let now = Timestamp::from_second(1_772_700_000).expect("it is an instant");
        let zoe = put(&store, "zoe").await;
        let mut holder = PgConnection::connect(&url).await.expect("it answers");
        let mut watcher = PgConnection::connect(&url).await.expect("it answers");
        let pid = sqlx::query_scalar("select pg_backend_pid()");
        let pid: i32 = pid.fetch_one(&mut holder).await.expect("it answers");
        for held in [
            "lock table audit in exclusive mode",
            "select id from users where login = 'zoe' for no key update",
        ] {
            run(&mut holder, format!("begin; {held}")).await;
            let mut writers = JoinSet::new();
            for _ in 0..WRITERS {
                let (store, id) = (store.clone(), zoe.id);
                writers.spawn(async move {
                    if held.contains("audit") {
                        let put = store.set_person("zoe", Role::Grader, true, "maria", now);
                        drop(put.await);
                    } else {
                        drop(store.set_preferences(id, None, None).await);
                    }
                });
            }
            while !is_waited_for(&mut watcher, pid).await {}
            for _ in 0..20 {
                let people = store.users().await;
                people.unwrap_or_else(|error| panic!("{held}: {error}"));
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            run(&mut holder, "rollback".to_owned()).await;
            while writers.join_next().await.is_some() {}
        }
        store.close().await;
    })
    .await;
}
