//! A transaction on either database, and what it tells of its changes once it is committed.

use super::connection::{Connection, read_all, read_first, read_one};
use super::held::Held;
use super::sql::Sql;
use super::store::{Db, Store};
use crate::store::StoreError;
use crate::store::changes::{Changes, Topics, changed_table};
use crate::store::codec::{Arguments, FromRow, Row, Value};
use crate::store::heard;
use crate::store::remote::{self, answered};
use crate::store::statements::Statements;
use crate::store::writer::Turn;
use sqlx::SqlStr;
use sqlx::postgres::Postgres;
use sqlx::sqlite::Sqlite;
use std::pin::Pin;
use tokio_stream::{Stream, StreamExt as _};

/// A transaction; what it did is undone where it is dropped before it is committed.
pub(in crate::store) struct Tx {
    begun: Begun,
    /// What its statements changed.
    changed: Topics,
    changes: Changes,
    statements: Statements,
    /// Whether something changed that standings are made of, and they were not reckoned anew yet.
    owes_standings: bool,
    /// The same of what students did in tasks.
    owes_tallies: bool,
    /// The students of whom nothing else is stored before it ends.
    pub held: Held,
}

/// Rows on their way.
pub(in crate::store) type Rows<'t> =
    Pin<Box<dyn Stream<Item = Result<Row, StoreError>> + Send + 't>>;

/// A transaction of either database.
enum Begun {
    Sqlite(Turn),
    Postgres(remote::Begun),
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
            Begun::Postgres((db, _)) => Connection::Postgres(db),
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
            Begun::Postgres((mut tx, _place)) => {
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
    /// Begins a transaction.
    pub(in crate::store) async fn transaction(&self) -> Result<Tx, StoreError> {
        let begun = match &self.db {
            Db::Sqlite { write, .. } => Begun::Sqlite(write.begin().await?),
            Db::Postgres(remote) => Begun::Postgres(remote.begin().await?),
        };
        Ok(Tx {
            begun,
            changed: Topics::default(),
            changes: self.changes.clone(),
            statements: self.statements.clone(),
            owes_standings: false,
            owes_tallies: false,
            held: Held::default(),
        })
    }
}
