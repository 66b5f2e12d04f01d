//! Opening the two databases: how long anything waits for them, and which connections are kept.

use super::changes::Changes;
use super::db::Db;
use super::remote::Remote;
use super::schema::{Migrated, Schema, Upkeep, keep_postgres, keep_sqlite, of_sqlite, unreadable};
use super::statements::Statements;
use super::target::Target;
use super::token_uses::TokenUses;
use super::writer::Writer;
use super::{Store, StoreError};
use crate::settings::DatabaseUrl;
use sqlx::Connection as _;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a request waits for a connection: longer than any queue of writers is, shorter than people wait.
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long SQLite waits for another process to let go of the file.
const BUSY: Duration = Duration::from_secs(5);
/// How many rows the thread of a reader may be ahead: who waits for a class of thousands wakes it a few times and not a hundred. All rows of
/// a statement are in memory anyway.
const ROWS: usize = 5000;
/// How many statements a connection keeps prepared: more than there are.
const STATEMENTS: usize = 1000;
/// How many pages of the journal are brought into the file at once, 16 MB. Most submissions touch the same pages of the indices, so four
/// times as many as SQLite takes by itself cost little more.
const CHECKPOINT: &str = "4000";
/// How much the connection that writes keeps in memory, in KiB: what submissions of a class touch.
const WRITER_CACHE: &str = "-16384";
/// How long opening waits for other processes that open the same new file.
const OPENING: Duration = Duration::from_secs(20);

/// A store, and what opening it found and did.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// Its schema now.
    pub schema: Schema,
    /// What was done to it, where it was brought up to date.
    pub migrated: Option<Migrated>,
}

impl Store {
    /// Opens `sqlite://FILE` (made where it is missing) or `postgres://…`; an older schema is refused.
    ///
    /// # Errors
    /// When the URL names no database, the database is not there, or its schema is not that of this program.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Self::open_as(&Target::Url(url.to_owned()), Upkeep::Keep)
            .await?
            .store)
    }

    /// Opens an SQLite file, made where it is missing; an older schema is refused.
    ///
    /// # Errors
    /// When the file cannot be opened or its schema is not that of this program.
    pub async fn open_file(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::open_as(&Target::File(path.to_owned()), Upkeep::Keep)
            .await?
            .store)
    }

    /// Opens a database and does with its schema what may be done.
    ///
    /// # Errors
    /// When there is no such database, or its schema is none that this program may work with.
    pub async fn open_as(target: &Target, upkeep: Upkeep) -> Result<Opened, StoreError> {
        let changes = Changes::default();
        let (db, schema, migrated) = match target.read()? {
            DatabaseUrl::Postgres(options) => open_postgres(options, upkeep).await?,
            DatabaseUrl::Sqlite(options) => open_sqlite(options, upkeep, &changes).await?,
        };
        Ok(Opened {
            store: Self {
                db,
                changes,
                tells: false,
                token_uses: TokenUses::default(),
                statements: Statements::default(),
                objects: None,
            },
            schema,
            migrated,
        })
    }
}

type Done = (Db, Schema, Option<Migrated>);

async fn open_postgres(options: PgConnectOptions, upkeep: Upkeep) -> Result<Done, StoreError> {
    let remote = Remote::connect(options).await?;
    let mut connection = remote.pool().acquire().await?;
    let (schema, migrated) = keep_postgres(&mut connection, upkeep).await?;
    drop(connection);
    Ok((Db::Postgres(remote), schema, migrated))
}

async fn open_sqlite(
    options: SqliteConnectOptions,
    upkeep: Upkeep,
    changes: &Changes,
) -> Result<Done, StoreError> {
    let options = options
        .create_if_missing(upkeep != Upkeep::Look)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // Full: what was acknowledged survives a power cut, not only a killed process.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        .statement_cache_capacity(STATEMENTS);
    let (schema, migrated) = prepare(&options, upkeep).await?;
    let writing = options
        .clone()
        .pragma("wal_autocheckpoint", CHECKPOINT)
        .pragma("cache_size", WRITER_CACHE)
        // What a savepoint would take back is kept there: a file for it would be made and written for every batch of a regrade.
        .pragma("temp_store", "memory");
    let write = Writer::open(writing, changes.clone()).await?;
    let reading = options
        .create_if_missing(false)
        .read_only(true)
        .row_buffer_size(ROWS);
    let read = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(ACQUIRE)
        // A connection to a file is there or is not; asking it first takes as long as asking it what one wants to know.
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(reading)
        .await?;
    Ok((Db::Sqlite { write, read }, schema, migrated))
}

/// Makes the file and its schema, while other processes may be doing the same.
async fn prepare(
    options: &SqliteConnectOptions,
    upkeep: Upkeep,
) -> Result<(Schema, Option<Migrated>), StoreError> {
    let begun = Instant::now();
    loop {
        match try_prepare(options, upkeep).await {
            // Turning a new file to its journal mode does not wait for others who do the same: SQLite says busy at once.
            Err(error) if error.is_busy() && begun.elapsed() < OPENING => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            result => return result,
        }
    }
}

async fn try_prepare(
    options: &SqliteConnectOptions,
    upkeep: Upkeep,
) -> Result<(Schema, Option<Migrated>), StoreError> {
    let file = options.get_filename();
    // Whatever is not in our journal mode is looked at before it is turned to it: it may be somebody else's.
    if is_other(file)
        && let Err(error @ StoreError::Unfit(_)) = look(file).await
    {
        return Err(error);
    }
    if upkeep != Upkeep::Look && !file.exists() && !file.starts_with("file:") {
        // SQLite gives its journals the mode of the file. Another process may be first.
        match super::backup::make_private(file) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                return Err(sqlx::Error::Io(error).into());
            }
            _ => {}
        }
    }
    let mut connection = SqliteConnection::connect_with(options)
        .await
        .map_err(unreadable)?;
    let kept = keep_sqlite(&mut connection, file, upkeep).await;
    let closed = connection.close().await;
    let kept = kept?;
    closed?;
    Ok(kept)
}

async fn look(file: &Path) -> Result<Schema, StoreError> {
    let looking = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(BUSY)
        .read_only(true);
    let mut connection = SqliteConnection::connect_with(&looking)
        .await
        .map_err(unreadable)?;
    let found = of_sqlite(&mut connection).await;
    connection.close().await?;
    found
}

/// Whether something is there that does not begin as an SQLite file in WAL mode does.
fn is_other(file: &Path) -> bool {
    let mut head = [0; 20];
    let read = std::fs::File::open(file).and_then(|mut f| {
        let some = f.metadata()?.len() > 0;
        Ok(some.then(|| f.read_exact(&mut head).is_ok()))
    });
    match read {
        Ok(Some(whole)) => !(whole && head.starts_with(b"SQLite format 3\0") && head[18] == 2),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grading::Report;
    use crate::store::{NewDraft, NewUser, Role};

    #[tokio::test]
    async fn a_full_disk_stops_nothing_that_comes_after() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_file(&folder.path().join("t.sqlite"))
            .await
            .unwrap();
        let now = jiff::Timestamp::UNIX_EPOCH;
        let new = NewUser {
            login: "anna",
            name: "Anna",
            role: Role::Student,
        };
        let (user, _) = store.put_user(new, "test", now).await.unwrap();
        let report = Report::of("elbo", Vec::new());
        let Db::Sqlite { write, read } = &store.db else {
            panic!("it is SQLite");
        };
        for round in 0..3_u8 {
            // The disk is full for this connection alone: the next one finds room.
            let (pages,): (i64,) = sqlx::query_as("pragma page_count")
                .fetch_one(read)
                .await
                .unwrap();
            write.set(format!("pragma max_page_count = {pages}")).await;
            // Larger each time: what the one before leaves is room too.
            let large = vec![1; (usize::from(round) + 1) << 20];
            let new = NewDraft {
                user: user.id,
                homework: "elbo",
                file: &large,
                sha256: "sum",
                course: 1.into(),
                inputs_release: Some(1),
                report: &report,
            };
            let put = async || store.put_draft(new, now).await;
            let refused = put().await.unwrap_err();
            assert!(refused.is_away(), "{refused}");
            put().await.unwrap();
            let kept = store.draft_file(user.id, "elbo", "sum").await.unwrap();
            assert!(kept.is_some_and(|kept| kept == large));
        }
    }
}
