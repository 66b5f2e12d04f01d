//! Whether the database can be read and written to now, and what is in it.

use super::pool::{Pool, reading, writing};
use super::tokens::instant;
use super::{Store, StoreError};
use jiff::Timestamp;

/// The setting that a tried write writes.
const TRIED: &str = "tried-write";

/// How much is in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// People.
    pub users: i64,
    /// Submissions.
    pub submissions: i64,
    /// The course version in force.
    pub course: Option<i64>,
    /// The last instant that anything was noted at.
    pub newest: Option<Timestamp>,
}

impl Store {
    /// Writes one small row to the disk. Rolled back it would prove nothing: SQLite writes at the commit.
    ///
    /// # Errors
    /// When nothing can be written now.
    pub async fn try_write(&self, now: Timestamp) -> Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value")
                .bind(TRIED).bind(now.as_microsecond().to_string()).execute(db).await?;
        });
        Ok(())
    }

    /// Whether a file is whole: a copy that was cut short opens, and fails later.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_whole(&self) -> Result<bool, StoreError> {
        let Pool::Sqlite { read, .. } = &self.pool else {
            return Ok(true);
        };
        let (found,): (String,) = sqlx::query_as("pragma quick_check(1)")
            .fetch_one(read)
            .await?;
        Ok(found == "ok")
    }

    /// How many bytes are left where the database lies, if it is on this machine.
    pub async fn room(&self) -> Option<u64> {
        let Pool::Sqlite { read, .. } = &self.pool else {
            return None;
        };
        let file = read.connect_options().get_filename().to_owned();
        tokio::task::spawn_blocking(move || free_beside(&file))
            .await
            .ok()?
    }

    /// The database's own clock, where it has one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clock(&self) -> Result<Option<Timestamp>, StoreError> {
        let Pool::Postgres(db) = &self.pool else {
            return Ok(None);
        };
        let (now,): (i64,) =
            sqlx::query_as("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
                .fetch_one(db)
                .await?;
        Ok(Some(instant(now)))
    }

    /// How much is in it; of any version of the schema.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contents(&self) -> Result<Contents, StoreError> {
        let counted: (i64, i64, Option<i64>) = reading!(self, db => sqlx::query_as("select (select count(*) from users), (select count(*) from submissions), (select max(id) from courses)").fetch_one(db).await)?;
        let newest: (Option<i64>, Option<i64>) = reading!(self, db => sqlx::query_as("select (select max(received_at) from submissions), (select max(at) from audit)").fetch_one(db).await)?;
        Ok(Contents {
            users: counted.0,
            submissions: counted.1,
            course: counted.2,
            newest: newest.0.max(newest.1).map(instant),
        })
    }
}

/// The bytes that are free on the file system of this path.
#[cfg(unix)]
pub fn free_beside(path: &std::path::Path) -> Option<u64> {
    let found = rustix::fs::statvfs(path)
        .or_else(|_| rustix::fs::statvfs(path.parent().unwrap_or(path)))
        .ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

/// The bytes that are free on the file system of this path: not asked for on this system.
#[cfg(not(unix))]
pub fn free_beside(_: &std::path::Path) -> Option<u64> {
    None
}
