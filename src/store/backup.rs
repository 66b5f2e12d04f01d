//! A copy of the whole database in one file, taken while the server runs.

use super::db::Db;
use super::{Store, StoreError};
use l10n::{Explain, Message, message, system_error};
use sqlx::SqlSafeStr as _;
use std::path::Path;

/// Why no copy was made.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL has tools of its own.
    #[error("this is PostgreSQL: back it up with pg_dump and restore it with pg_restore")]
    Postgres,
    /// The path cannot be given to SQLite.
    #[error("{0} cannot be written to: choose a path of plain text")]
    Path(String),
    /// There is no room for the copy.
    #[error("there is no room for the backup")]
    Full,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Explain for BackupError {
    fn message(&self) -> Message {
        match self {
            Self::Postgres => message!("store-backup-no-postgres"),
            Self::Path(path) => message!("store-backup-path", path = path.as_str()),
            Self::Full => system_error(&std::io::ErrorKind::StorageFull.into()),
            Self::Store(error) => error.message(),
        }
    }
}

/// Makes an empty file that its owner alone can read.
pub(super) fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

impl Store {
    /// Writes a whole and compact copy of the SQLite database into a file that is empty, whose mode it keeps: nobody else reads it at
    /// any moment.
    ///
    /// # Errors
    /// When the database is PostgreSQL, fails, or there is no room for the copy.
    pub async fn back_up(&self, path: &Path) -> Result<(), BackupError> {
        let Db::Sqlite { write, .. } = &self.db else {
            return Err(BackupError::Postgres);
        };
        let text = path
            .to_str()
            .ok_or_else(|| BackupError::Path(path.display().to_string()))?;
        // On the writer: a reader is opened read-only, and SQLite lets it write no other file either.
        let copied = write.apart("vacuum into $1".into_sql_str(), text).await;
        copied.map_err(|error| {
            if error.is_full() {
                BackupError::Full
            } else {
                error.into()
            }
        })
    }
}
