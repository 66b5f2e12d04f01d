//! The store: statements on the two databases.

use super::connection::{Pooled, read_all, read_first, read_one};
use super::sql::{Many, Sql};
use crate::objects::ObjectStorage;
use crate::store::StoreError;
use crate::store::changes::Changes;
use crate::store::codec::{Arguments, FromRow, Value};
use crate::store::remote::Remote;
use crate::store::statements::Statements;
use crate::store::token_uses::TokenUses;
use crate::store::writer::Writer;
use sqlx::SqlStr;
use sqlx::sqlite::SqlitePool;

/// The store, on whichever database it was opened.
#[derive(Clone, Debug)]
pub struct Store {
    pub(in crate::store) db: Db,
    pub(in crate::store) changes: Changes,
    /// Whether what happens to people is written into letters to them.
    pub(in crate::store) tells: bool,
    pub(in crate::store) token_uses: TokenUses,
    pub(in crate::store) statements: Statements,
    /// Where large files lie, if not in the database.
    pub(in crate::store) objects: Option<ObjectStorage>,
}

/// The pools of connections.
#[derive(Clone, Debug)]
pub(in crate::store) enum Db {
    /// One writer, several readers.
    Sqlite {
        write: Writer,
        read: SqlitePool,
    },
    Postgres(Remote),
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
    pub(in crate::store) async fn rows<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Vec<T>, StoreError> {
        let (sql, values) = self.noted(sql, arguments);
        read_all(&self.reader().await?.connection().all(sql, values).await?)
    }

    /// The rows of those of a list; `head` ends with `in (`. There are none of an empty list.
    pub(in crate::store) async fn among<'v, T: FromRow, I>(
        &self,
        head: impl Sql,
        all: &[I],
    ) -> Result<Vec<T>, StoreError>
    where
        I: Copy + Into<Value<'v>>,
    {
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let (select, values) = Many::among(head, all);
        self.rows(select, values).await
    }

    /// The first row, if there is one.
    pub(in crate::store) async fn first<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Option<T>, StoreError> {
        let (sql, values) = self.noted(sql, arguments);
        read_first(self.reader().await?.connection().first(sql, values).await?)
    }

    /// The row that there is.
    pub(in crate::store) async fn one<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<T, StoreError> {
        let (sql, values) = self.noted(sql, arguments);
        read_one(self.reader().await?.connection().first(sql, values).await?)
    }

    /// One statement that changes something, in a transaction of its own; the number of rows.
    pub(in crate::store) async fn execute<'a>(
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
    pub(in crate::store) async fn change<'a, T: FromRow>(
        &self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Option<T>, StoreError> {
        let mut tx = self.transaction().await?;
        let row = tx.first(sql, arguments).await?;
        tx.commit().await?;
        Ok(row)
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
