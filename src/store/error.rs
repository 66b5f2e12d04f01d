//! Why the store could not do something, and which of it passes.

use super::unfit::Unfit;
use crate::objects::ObjectError;
use l10n::{Explain, Message, message};
use sqlx::sqlite::SqliteError;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or is not there.
    #[error("the database failed: {0}; nothing was changed, try again")]
    Database(#[from] sqlx::Error),
    /// A step to a newer schema failed; none of the steps was done.
    #[error(
        "the database could not be brought up to date: {0}; nothing of it was changed, try again"
    )]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The schema is none that this program works with.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The URL names no database we know.
    #[error("{0} is no database URL: write sqlite://FILE or postgres://USER@HOST/NAME")]
    Url(String),
    /// Stored data that this version cannot read.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    /// Whoever sends something was made one with another person, or two again, while it was on its way.
    #[error("the person was merged with another one just now; nothing was stored, try again")]
    Merged,
    /// A text that no database of ours keeps.
    #[error("a text holds the character NUL; leave it out and try again")]
    Nul,
    /// A large file could not be put into the object storage, or read from it.
    #[error(transparent)]
    Object(#[from] ObjectError),
}

impl StoreError {
    /// Whether it passes: the database is not reached, is busy, or has no room, and what was asked is right.
    pub fn is_away(&self) -> bool {
        match self {
            Self::Database(error) => is_away(error),
            Self::Merged => true,
            _ => false,
        }
    }

    /// Whether what is stored is no longer what this program put there.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Corrupt(_)
            | Self::Database(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)) => true,
            Self::Database(error) => match sqlite_code(error) {
                // A page or an index that is not as it must be, or no database at all.
                Some(code) => matches!(code, 11 | 26),
                None => error.as_database_error().is_some_and(|refused| {
                    let code = refused.code();
                    code.is_some_and(|code| matches!(&*code, "XX001" | "XX002"))
                }),
            },
            _ => false,
        }
    }

    /// Whether it is one file that is lost, and everything else is as it was.
    pub const fn is_lost_file(&self) -> bool {
        matches!(self, Self::Object(error) if error.is_lost())
    }

    /// Whether there is no room on the disk of an SQLite file.
    pub(super) fn is_full(&self) -> bool {
        matches!(self, Self::Database(error) if sqlite_code(error) == Some(13))
    }

    /// Whether another process holds the SQLite file just now.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self, Self::Database(error) if sqlite_code(error).is_some_and(|code| matches!(code, 5 | 6)))
    }
}

fn is_away(error: &sqlx::Error) -> bool {
    use sqlx::Error as E;
    match error {
        E::Io(_)
        | E::Tls(_)
        | E::PoolTimedOut
        | E::PoolClosed
        | E::WorkerCrashed
        | E::BeginFailed
        | E::InvalidSavePointStatement => true,
        E::Database(refused) => match sqlite_code(error) {
            // In order: busy, locked, out of memory, read-only, interrupted, input and output, full, cannot be opened, protocol of locks.
            Some(code) => matches!(code, 5..=10 | 13..=15),
            // PostgreSQL: no connection, a conflict with another transaction, no resources, read-only (a standby), locked, being stopped or
            // started, a fault of its system.
            None => refused.code().is_some_and(|code| {
                ["08", "40", "53", "57P", "58"]
                    .iter()
                    .any(|class| code.starts_with(class))
                    || ["25006", "55P03"].contains(&&*code)
            }),
        },
        _ => false,
    }
}

/// SQLite's primary result code.
fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let refused = error.as_database_error()?;
    refused.try_downcast_ref::<SqliteError>()?;
    let extended: u32 = refused.code()?.parse().ok()?;
    Some(extended & 0xff)
}

impl Explain for StoreError {
    fn message(&self) -> Message {
        match self {
            Self::Database(error) => message!("store-database", error = error.to_string()),
            Self::Migration(error) => message!("store-migration", error = error.to_string()),
            Self::Unfit(unfit) => unfit.message(),
            Self::Url(url) => message!("store-url", error = url.as_str()),
            Self::Object(error) => error.message(),
            Self::Merged => message!("store-merged"),
            Self::Nul => message!("store-nul"),
            Self::Corrupt(what) => message!("store-corrupt", error = what.as_str()),
        }
    }
}

impl Explain for Unfit {
    fn message(&self) -> Message {
        let newest = super::migrations::newest().to_string();
        match self {
            Self::Older(at) => message!("store-older", at = at.to_string(), newest = newest),
            Self::Newer(at) => message!("store-newer", at = at.to_string(), newest = newest),
            Self::Foreign => message!("store-foreign"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_what_does_not() {
        for passing in [sqlx::Error::PoolTimedOut, sqlx::Error::WorkerCrashed] {
            assert!(StoreError::from(passing).is_away());
        }
        for lasting in [
            sqlx::Error::RowNotFound,
            sqlx::Error::ColumnNotFound("x".to_owned()),
        ] {
            assert!(!StoreError::from(lasting).is_away());
        }
        assert!(!StoreError::from(Unfit::Foreign).is_away());
        assert!(StoreError::Corrupt("x".to_owned()).is_damage());
        assert!(!StoreError::from(sqlx::Error::PoolTimedOut).is_damage());
    }
}
