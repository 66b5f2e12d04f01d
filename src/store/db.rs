//! The two databases behind one interface: statements, rows and transactions.

use super::StoreError;
use super::changes::{Changes, Topics, changed_table};
use super::codec::{Arguments, FromRow, Row, Value, for_postgres, for_sqlite};
use super::heard;
use super::remote::{Remote, answered};
use super::statements::Statements;
use super::token_uses::TokenUses;
use super::writer::{Turn, Writer};
use crate::objects::ObjectStorage;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool};
use sqlx::{AssertSqlSafe, SqlSafeStr as _, SqlStr, Transaction};
use std::pin::Pin;
use tokio_stream::{Stream, StreamExt as _};

/// The store, on whichever database it was opened.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) db: Db,
    pub(super) changes: Changes,
    /// Whether what happens to people is written into letters to them.
    pub(super) tells: bool,
    pub(super) token_uses: TokenUses,
    pub(super) statements: Statements,
    /// Where large files lie, if not in the database.
    pub(super) objects: Option<ObjectStorage>,
}

/// The pools of connections.
#[derive(Clone, Debug)]
pub(super) enum Db {
    /// One writer, several readers.
    Sqlite {
        write: Writer,
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

/// A statement with as many rows of placeholders as are wanted: `($1, $2), ($3, $4)` between a head and a tail. Values that come before
/// have the first numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Many {
    /// What stands before the rows.
    pub head: &'static str,
    /// How many values are numbered before those of the rows.
    pub before: usize,
    /// How many rows.
    pub rows: usize,
    /// How many values a row has; of one, the rows are a list.
    pub width: usize,
    /// What stands after them.
    pub tail: &'static str,
}

impl Sql for Many {
    fn text(self) -> SqlStr {
        let mut text = self.head.to_owned();
        for row in 0..self.rows {
            text.push_str(if row == 0 { " " } else { ", " });
            let first = self.before + row * self.width + 1;
            let numbers: Vec<String> = (first..first + self.width)
                .map(|n| format!("${n}"))
                .collect();
            let numbers = numbers.join(", ");
            if self.width == 1 {
                text.push_str(&numbers);
            } else {
                text.push('(');
                text.push_str(&numbers);
                text.push(')');
            }
        }
        text.push(' ');
        text.push_str(self.tail);
        AssertSqlSafe(text).into_sql_str()
    }
}

/// A statement that was made of the schema's own names, which are nobody's values either.
pub(super) struct Made(pub String);

impl Sql for Made {
    fn text(self) -> SqlStr {
        AssertSqlSafe(self.0).into_sql_str()
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
pub(super) struct Tx {
    begun: Begun,
    /// What its statements changed.
    changed: Topics,
    changes: Changes,
    statements: Statements,
    /// Whether something changed that standings are made of, and they were not reckoned anew yet.
    owes_standings: bool,
    /// The same of what students did in tasks.
    owes_tallies: bool,
}

/// Rows on their way.
pub(super) type Rows<'t> = Pin<Box<dyn Stream<Item = Result<Row, StoreError>> + Send + 't>>;

/// A transaction of either database.
enum Begun {
    Sqlite(Turn),
    Postgres(Transaction<'static, Postgres>),
}

/// Publishes when it is dropped: what may have been committed is told also where whoever waited for it went away. What other
/// processes are told later comes last.
struct Published<'c>(&'c Changes, Topics, Topics);

impl Drop for Published<'_> {
    fn drop(&mut self) {
        self.0.publish(self.1);
        self.0.tell_later(self.2);
    }
}

impl Tx {
    fn connection(&mut self) -> Result<Connection<'_>, StoreError> {
        Ok(match &mut self.begun {
            Begun::Sqlite(turn) => Connection::Sqlite(turn.connection()?),
            Begun::Postgres(db) => Connection::Postgres(db),
        })
    }

    fn noted<T>(&mut self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        match &mut self.begun {
            Begun::Sqlite(turn) => turn.noted(answer),
            Begun::Postgres(_) => answer,
        }
    }

    /// Whether the database is one over the network.
    pub fn is_postgres(&self) -> bool {
        matches!(self.begun, Begun::Postgres(_))
    }

    /// All rows.
    pub async fn rows<'a, T: FromRow>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Vec<T>, StoreError> {
        let (sql, values) = self.told(sql, arguments);
        let rows = self.connection()?.all(sql, values).await;
        read_all(&self.noted(rows)?)
    }

    /// The first row, if there is one.
    pub async fn first<'a, T: FromRow>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Option<T>, StoreError> {
        let (sql, values) = self.told(sql, arguments);
        let row = self.connection()?.first(sql, values).await;
        read_first(self.noted(row)?)
    }

    /// The row that there is.
    pub async fn one<'a, T: FromRow>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<T, StoreError> {
        let (sql, values) = self.told(sql, arguments);
        let row = self.connection()?.first(sql, values).await;
        read_one(self.noted(row)?)
    }

    /// The rows one after the other, as they come.
    pub fn stream(&mut self, sql: impl Sql) -> Result<Rows<'_>, StoreError> {
        let sql = sql.text();
        Ok(match self.connection()? {
            Connection::Sqlite(db) => {
                let rows = sqlx::query::<Sqlite>(sql).fetch(db);
                Box::pin(rows.map(|row| Ok(Row::Sqlite(row?))))
            }
            Connection::Postgres(db) => {
                let rows = sqlx::query::<Postgres>(sql).fetch(db);
                Box::pin(rows.map(|row| Ok(Row::Postgres(row?))))
            }
        })
    }

    /// Changes something; the number of rows.
    pub async fn execute<'a>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<u64, StoreError> {
        let (sql, values) = self.told(sql, arguments);
        let changed = self.connection()?.execute(sql, values).await;
        self.noted(changed)
    }

    fn told<'a>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> (SqlStr, Vec<Value<'a>>) {
        let sql = sql.text();
        self.statements.note(sql.as_str());
        if let Some(table) = changed_table(sql.as_str()) {
            self.changed = self.changed.and(Topics::of_table(table));
            match table {
                "submissions" | "overrides" | "extensions" => self.owes_standings = true,
                "standings" => self.owes_standings = false,
                "outcomes" => self.owes_tallies = true,
                "tallies" => self.owes_tallies = false,
                _ => {}
            }
        }
        (sql, arguments.values())
    }

    /// Where nothing is left of what standings are made of, there is none to be reckoned.
    pub fn settle_standings(&mut self) {
        self.owes_standings = false;
    }

    /// Makes what was done last.
    pub async fn commit(self) -> Result<(), StoreError> {
        debug_assert!(
            !self.owes_standings,
            "standings are kept with what changes them"
        );
        debug_assert!(!self.owes_tallies, "and so are tallies");
        match self.begun {
            Begun::Sqlite(turn) => turn.commit(self.changed).await?,
            Begun::Postgres(mut tx) => {
                let at_once = heard::with_commit(&self.changes, self.changed);
                if !at_once.is_empty() {
                    heard::tell(&mut tx, &self.changes, at_once).await?;
                }
                let later = self.changed.without(at_once);
                let _published = Published(&self.changes, self.changed, later);
                answered(tx.commit()).await?;
            }
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

    fn noted<'a>(&self, sql: impl Sql, arguments: impl Arguments<'a>) -> (SqlStr, Vec<Value<'a>>) {
        let sql = sql.text();
        self.statements.note(sql.as_str());
        (sql, arguments.values())
    }

    /// All rows.
    pub(super) async fn rows<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Vec<T>, StoreError> {
        let (sql, values) = self.noted(sql, arguments);
        read_all(&self.reader().await?.connection().all(sql, values).await?)
    }

    /// The first row, if there is one.
    pub(super) async fn first<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Option<T>, StoreError> {
        let (sql, values) = self.noted(sql, arguments);
        read_first(self.reader().await?.connection().first(sql, values).await?)
    }

    /// The row that there is.
    pub(super) async fn one<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<T, StoreError> {
        let (sql, values) = self.noted(sql, arguments);
        read_one(self.reader().await?.connection().first(sql, values).await?)
    }

    /// One statement that changes something, in a transaction of its own; the number of rows.
    pub(super) async fn execute<'a>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<u64, StoreError> {
        let mut tx = self.transaction().await?;
        let changed = tx.execute(sql, arguments).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// One statement that changes something and answers with a row, if there is one to change.
    pub(super) async fn change<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Option<T>, StoreError> {
        let mut tx = self.transaction().await?;
        let row = tx.first(sql, arguments).await?;
        tx.commit().await?;
        Ok(row)
    }

    /// Begins a transaction.
    pub(super) async fn transaction(&self) -> Result<Tx, StoreError> {
        let begun = match &self.db {
            Db::Sqlite { write, .. } => Begun::Sqlite(write.begin().await?),
            Db::Postgres(remote) => Begun::Postgres(answered(remote.pool().begin()).await?),
        };
        Ok(Tx {
            begun,
            changed: Topics::default(),
            changes: self.changes.clone(),
            statements: self.statements.clone(),
            owes_standings: false,
            owes_tallies: false,
        })
    }

    /// What changes, for whoever keeps something that was made of it.
    pub fn changes(&self) -> &Changes {
        &self.changes
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
        self.write_uses().await;
        match &self.db {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(remote) => remote.pool().close().await,
        }
    }
}
