//! The whole of it: what is there, copying, comparing.

use super::catalogue::{self, Table, quoted};
use super::rows::{Digest, MovedTable, Pending, read, write};
use super::sequences;
use crate::store::db::{Db, Made, Tx};
use crate::store::{Store, StoreError};
use l10n::{Explain, Message, message};
use tokio_stream::StreamExt as _;

/// Why a course was not moved; the target holds nothing of it.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Both are of one kind, which has tools of its own.
    #[error("both databases are of one kind; it has its own tools to copy them")]
    SameKind,
    /// The target is in use.
    #[error("the target is not empty: {table} has rows; choose an empty database")]
    NotEmpty {
        /// A table with rows.
        table: String,
    },
    /// What was written is not what was read.
    #[error("{table} is not the same after it was moved; nothing was kept")]
    Differs {
        /// The table.
        table: String,
    },
}

impl Explain for MoveError {
    fn message(&self) -> Message {
        match self {
            Self::Store(error) => error.message(),
            Self::SameKind => message!("move-same-kind"),
            Self::NotEmpty { table } => message!("move-not-empty", table = table.as_str()),
            Self::Differs { table } => message!("move-differs", table = table.as_str()),
        }
    }
}

impl Store {
    /// Copies everything into an empty database of the other kind, in one transaction there. `watch` is told how many rows of how many
    /// were read, twice: when they are copied and when they are compared. Nothing is changed here.
    ///
    /// # Errors
    /// When the target holds something, a database fails, or what was written is not what was read. The target is then as before.
    pub async fn move_to(
        &self,
        target: &Self,
        mut watch: impl FnMut(u64, u64),
    ) -> Result<Vec<MovedTable>, MoveError> {
        let tables = match (&self.db, &target.db) {
            (Db::Sqlite { read, .. }, Db::Postgres(_))
            | (Db::Postgres(_), Db::Sqlite { read, .. }) => catalogue::tables(read).await?,
            _ => return Err(MoveError::SameKind),
        };
        let mut to = target.transaction().await?;
        for table in &tables {
            let found: Option<i64> = to
                .first(
                    Made(format!(
                        "select cast(1 as bigint) from {} limit 1",
                        quoted(&table.name)
                    )),
                    (),
                )
                .await?;
            if found.is_some() {
                let table = table.name.clone();
                return Err(MoveError::NotEmpty { table });
            }
        }
        let mut from = self.frozen(&tables).await?;
        let mut total = 0;
        for table in &tables {
            let rows: u64 = from
                .one(
                    Made(format!("select count(*) from {}", quoted(&table.name))),
                    (),
                )
                .await?;
            total += 2 * rows;
        }
        let mut seen = 0;
        let mut moved = Vec::new();
        for table in &tables {
            let digest = copy(table, &mut from, &mut to, || {
                seen += 1;
                watch(seen, total);
            })
            .await?;
            moved.push(digest.of(&table.name));
        }
        sequences::carry(&tables, &mut from, &mut to).await?;
        for (table, before) in tables.iter().zip(&moved) {
            let mut digest = Digest::default();
            let mut rows = read(table, &mut to)?;
            while let Some(row) = rows.next().await {
                digest.add(&row?);
                seen += 1;
                watch(seen, total);
            }
            drop(rows);
            if digest.of(&table.name) != *before {
                let table = table.name.clone();
                return Err(MoveError::Differs { table });
            }
        }
        to.commit().await?;
        Ok(moved)
    }

    /// A transaction that goes on seeing the database as it is now, and lets nobody write meanwhile.
    async fn frozen(&self, tables: &[Table]) -> Result<Tx, StoreError> {
        let mut tx = self.transaction().await?;
        // On SQLite it is the one that writes, so nobody else does.
        if tx.is_postgres() {
            tx.execute("set transaction isolation level repeatable read", ())
                .await?;
            for table in tables {
                let lock = format!("lock table {} in share mode", quoted(&table.name));
                tx.execute(Made(lock), ()).await?;
            }
        }
        Ok(tx)
    }
}

/// Copies a table; what it holds.
async fn copy(
    table: &Table,
    from: &mut Tx,
    to: &mut Tx,
    mut seen: impl FnMut(),
) -> Result<Digest, StoreError> {
    let mut digest = Digest::default();
    let mut pending = Pending::new(table);
    let mut rows = read(table, from)?;
    while let Some(row) = rows.next().await {
        let row = row?;
        digest.add(&row);
        seen();
        if pending.add(row) {
            write(&mut pending, to).await?;
        }
    }
    write(&mut pending, to).await?;
    pending.point_onwards(to).await?;
    Ok(digest)
}
