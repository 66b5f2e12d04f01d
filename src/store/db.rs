//! The two databases behind one interface: statements, rows and transactions.

use super::StoreError;
use super::codec::{Arguments, FromRow, Row, Value, for_postgres, for_sqlite};
use super::remote::{Remote, answered};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool};
use sqlx::{AssertSqlSafe, SqlSafeStr as _, SqlStr, Transaction};

/// The store, on whichever database it was opened.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) db: Db,
    /// Whether what happens to people is written into letters to them.
    pub(super) tells: bool,
}

/// The pools of connections.
#[derive(Clone, Debug)]
pub(super) enum Db {
    /// One writer, so that writers queue here instead of failing there; several readers.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(Remote),
}

/// The text of a statement, made of literals alone: no value of anybody's is ever part of it.
pub(super) trait Sql {
    fn text(self) -> SqlStr;
}

impl Sql for &'static str {
    fn text(self) -> SqlStr {
        self.into_sql_str()
    }
}

/// Parts that follow one another, such as a list of columns that several statements share.
impl<const PARTS: usize> Sql for [&'static str; PARTS] {
    fn text(self) -> SqlStr {
        AssertSqlSafe(self.join(" ")).into_sql_str()
    }
}

/// A connection of either database, for one statement.
enum Connection<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Connection<'_> {
    async fn all(self, sql: SqlStr, values: Vec<Value<'_>>) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, for_sqlite(values)?);
                let rows = query.fetch_all(db).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(db) => {
                let query = sqlx::query_with::<Postgres, _>(sql, for_postgres(values)?);
                let rows = answered(query.fetch_all(db)).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    async fn first(self, sql: SqlStr, values: Vec<Value<'_>>) -> Result<Option<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, for_sqlite(values)?);
                query.fetch_optional(db).await?.map(Row::Sqlite)
            }
            Self::Postgres(db) => {
                let query = sqlx::query_with::<Postgres, _>(sql, for_postgres(values)?);
                let row = answered(query.fetch_optional(db)).await?;
                row.map(Row::Postgres)
            }
        })
    }

    async fn execute(self, sql: SqlStr, values: Vec<Value<'_>>) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, for_sqlite(values)?);
                query.execute(db).await?.rows_affected()
            }
            Self::Postgres(db) => {
                let query = sqlx::query_with::<Postgres, _>(sql, for_postgres(values)?);
                answered(query.execute(db)).await?.rows_affected()
            }
        })
    }
}

fn read_all<T: FromRow>(rows: &[Row]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(T::from_row).collect()
}

fn read_one<T: FromRow>(row: Option<Row>) -> Result<T, StoreError> {
    let row = row.ok_or(sqlx::Error::RowNotFound)?;
    T::from_row(&row)
}

fn read_first<T: FromRow>(row: Option<Row>) -> Result<Option<T>, StoreError> {
    row.as_ref().map(T::from_row).transpose()
}

/// A connection out of a pool.
enum Pooled {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Pooled {
    fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::Sqlite(db) => Connection::Sqlite(db),
            Self::Postgres(db) => Connection::Postgres(db),
        }
    }
}

/// A transaction; what it did is undone where it is dropped before it is committed.
pub(super) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::Sqlite(db) => Connection::Sqlite(db),
            Self::Postgres(db) => Connection::Postgres(db),
        }
    }

    /// All rows.
    pub async fn rows<'a, T: FromRow>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Vec<T>, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        read_all(&self.connection().all(sql, values).await?)
    }

    /// The first row, if there is one.
    pub async fn first<'a, T: FromRow>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Option<T>, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        read_first(self.connection().first(sql, values).await?)
    }

    /// The row that there is.
    pub async fn one<'a, T: FromRow>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<T, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        read_one(self.connection().first(sql, values).await?)
    }

    /// Changes something; the number of rows.
    pub async fn execute<'a>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<u64, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        self.connection().execute(sql, values).await
    }

    /// Makes what was done last.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => answered(tx.commit()).await?,
        }
        Ok(())
    }
}

impl Store {
    async fn reader(&self) -> Result<Pooled, StoreError> {
        Ok(match &self.db {
            Db::Sqlite { read, .. } => Pooled::Sqlite(read.acquire().await?),
            Db::Postgres(remote) => Pooled::Postgres(remote.pool().acquire().await?),
        })
    }

    async fn writer(&self) -> Result<Pooled, StoreError> {
        Ok(match &self.db {
            Db::Sqlite { write, .. } => Pooled::Sqlite(write.acquire().await?),
            Db::Postgres(remote) => Pooled::Postgres(remote.pool().acquire().await?),
        })
    }

    /// All rows.
    pub(super) async fn rows<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Vec<T>, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        read_all(&self.reader().await?.connection().all(sql, values).await?)
    }

    /// The first row, if there is one.
    pub(super) async fn first<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Option<T>, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        read_first(self.reader().await?.connection().first(sql, values).await?)
    }

    /// The row that there is.
    pub(super) async fn one<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<T, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        read_one(self.reader().await?.connection().first(sql, values).await?)
    }

    /// One statement that changes something, in a transaction of its own; the number of rows.
    pub(super) async fn execute<'a>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<u64, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        let mut writer = self.writer().await?;
        writer.connection().execute(sql, values).await
    }

    /// One statement that changes something and answers with a row, if there is one to change.
    pub(super) async fn change<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Option<T>, StoreError> {
        let (sql, values) = (sql.text(), arguments.values());
        read_first(self.writer().await?.connection().first(sql, values).await?)
    }

    /// Begins a transaction.
    pub(super) async fn transaction(&self) -> Result<Tx, StoreError> {
        Ok(match &self.db {
            // Immediate: a transaction that reads first must not find on its first write that another process wrote in between.
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("begin immediate").await?),
            Db::Postgres(remote) => Tx::Postgres(answered(remote.pool().begin()).await?),
        })
    }

    /// Whether the database is reached over a connection that may be cut.
    pub fn is_postgres(&self) -> bool {
        matches!(self.db, Db::Postgres(_))
    }

    /// Leaves the connections there are to themselves and makes new ones: on a line that went silent none of them is answered again.
    pub fn reconnect(&self) {
        if let Db::Postgres(remote) = &self.db {
            remote.renew();
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.one::<i64>("select cast(1 as bigint)", ()).await?;
        Ok(())
    }

    /// Closes all connections, after what is under way.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(remote) => remote.pool().close().await,
        }
    }
}
