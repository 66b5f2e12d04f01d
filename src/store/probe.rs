//! Whether the database can be read and written to now, and what is in it.

use super::db::Db;
use super::{Store, StoreError};
use crate::ids::VersionId;
use jiff::Timestamp;

/// How much is in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// People.
    pub users: i64,
    /// Submissions.
    pub submissions: i64,
    /// The course version in force.
    pub course: Option<VersionId>,
    /// The last instant that anything was noted at.
    pub newest: Option<Timestamp>,
}

impl Store {
    /// Whether a file is whole: a copy that was cut short opens, and fails later.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_whole(&self) -> Result<bool, StoreError> {
        let Db::Sqlite { read, .. } = &self.db else {
            return Ok(true);
        };
        let (found,): (String,) = sqlx::query_as("pragma quick_check(1)")
            .fetch_one(read)
            .await?;
        Ok(found == "ok")
    }

    /// How many bytes are left where the database lies, if it is on this machine.
    pub async fn room(&self) -> Option<u64> {
        let Db::Sqlite { read, .. } = &self.db else {
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
        let Db::Postgres(remote) = &self.db else {
            return Ok(None);
        };
        let (now,): (i64,) =
            sqlx::query_as("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
                .fetch_one(&remote.pool())
                .await?;
        let now = Timestamp::from_microsecond(now);
        Ok(Some(now.map_err(|e| StoreError::Corrupt(e.to_string()))?))
    }

    /// How much is in it; of any version of the schema.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contents(&self) -> Result<Contents, StoreError> {
        let count = r"
            select (select count(*) from users),
                   (select count(*) from submissions),
                   (select max(id) from courses),
                   (select max(received_at) from submissions),
                   (select max(at) from audit)";
        let (users, submissions, course, received, noted): (_, _, _, Option<Timestamp>, _) =
            self.one(count, ()).await?;
        Ok(Contents {
            users,
            submissions,
            course,
            newest: received.max(noted),
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
