//! The two databases behind one interface.

use super::StoreError;
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;

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
