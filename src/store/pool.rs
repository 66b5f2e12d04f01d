//! The two databases behind one interface.

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

/// The store, on whichever database it was opened.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) pool: Pool,
}

#[derive(Clone, Debug)]
pub(super) enum Pool {
    /// One writer, so that writers queue here instead of failing there; several readers.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is not there.
    #[error("the database failed: {0}; nothing was changed, try again")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error(
        "the database could not be brought up to date: {0}; restore a backup or use the version that wrote it"
    )]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The URL names no database we know.
    #[error("{0} is no database URL: write sqlite://FILE or postgres://USER@HOST/NAME")]
    Url(String),
    /// Stored data that this version cannot read.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
}

/// Runs a query on the pool for reading, whichever database it is.
macro_rules! reading {
    ($store:expr, $db:ident => $body:expr) => {
        match &$store.pool {
            $crate::store::pool::Pool::Sqlite { read: $db, .. } => $body,
            $crate::store::pool::Pool::Postgres($db) => $body,
        }
    };
}

/// Runs a query on the pool for writing.
macro_rules! writing {
    ($store:expr, $db:ident => $body:expr) => {
        match &$store.pool {
            $crate::store::pool::Pool::Sqlite { write: $db, .. } => $body,
            $crate::store::pool::Pool::Postgres($db) => $body,
        }
    };
}

/// Runs statements in one transaction; `$tx` derefs to a connection. Commits where the body is `Ok`.
macro_rules! transaction {
    ($store:expr, $tx:ident => $body:block $(, on postgres first $first:literal)?) => {
        match &$store.pool {
            $crate::store::pool::Pool::Sqlite { write, .. } => {
                // Immediate: a transaction that reads first must not find on its first write that another process wrote in between.
                #[allow(unused_mut, reason = "one body serves both databases")]
                let mut $tx = write.begin_with("begin immediate").await?;
                let result = $body;
                $tx.commit().await?;
                result
            }
            $crate::store::pool::Pool::Postgres(pool) => {
                #[allow(unused_mut, reason = "one body serves both databases")]
                let mut $tx = pool.begin().await?;
                $(sqlx::query($first).execute(&mut *$tx).await?;)?
                let result = $body;
                $tx.commit().await?;
                result
            }
        }
    };
}

/// A transaction whose changes are noted in the audit. One at a time: what it reads as the state before is the state before,
/// and the entries stand in the order of their commits. Reading goes on meanwhile, and so does what students send.
macro_rules! noting {
    ($store:expr, $tx:ident => $body:block) => {
        $crate::store::pool::transaction!($store, $tx => $body, on postgres first "lock table audit in exclusive mode")
    };
}

pub(super) use {noting, reading, transaction, writing};

impl Store {
    /// Opens `sqlite://FILE` (made where it is missing) or `postgres://…` and brings its schema up to date.
    ///
    /// # Errors
    /// When the URL names no database, the database is not there, or its schema is newer than this program.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pool = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(Duration::from_secs(10))
                .connect(url)
                .await?;
            sqlx::migrate!("src/store/migrations/postgres")
                .run(&pool)
                .await?;
            Pool::Postgres(pool)
        } else if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?;
            Self::open_sqlite(options).await?
        } else {
            return Err(StoreError::Url(url.to_owned()));
        };
        Ok(Self { pool })
    }

    /// Opens an SQLite file, made where it is missing.
    ///
    /// # Errors
    /// When the file cannot be opened or its schema is newer than this program.
    pub async fn open_file(path: &Path) -> Result<Self, StoreError> {
        let pool = Self::open_sqlite(SqliteConnectOptions::new().filename(path)).await?;
        Ok(Self { pool })
    }

    async fn open_sqlite(options: SqliteConnectOptions) -> Result<Pool, StoreError> {
        let options = options
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Full: what was acknowledged survives a power cut, not only a killed process.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10));
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!("src/store/migrations/sqlite")
            .run(&write)
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Pool::Sqlite { write, read })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        reading!(self, db => sqlx::query("select 1").execute(db).await.map(drop))?;
        Ok(())
    }

    /// Closes all connections, after what is under way.
    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    /// A setting that is made once and kept: the stored value, or `value` stored now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(&self, name: &str, value: &str) -> Result<String, StoreError> {
        writing!(self, db => {
            sqlx::query("insert into settings (name, value) values ($1, $2) on conflict (name) do nothing").bind(name).bind(value).execute(db).await?;
        });
        let found: (String,) = reading!(self, db => sqlx::query_as("select value from settings where name = $1").bind(name).fetch_one(db).await)?;
        Ok(found.0)
    }
}
