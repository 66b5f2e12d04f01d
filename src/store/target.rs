//! Which database is meant, before it is opened.

use super::StoreError;
use crate::settings::DatabaseUrl;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::PathBuf;

/// Which database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An SQLite file.
    File(PathBuf),
    /// `sqlite://FILE` or `postgres://…`.
    Url(String),
}

impl Target {
    pub(super) fn read(&self) -> Result<DatabaseUrl, StoreError> {
        match self {
            Self::File(path) => Ok(DatabaseUrl::Sqlite(
                SqliteConnectOptions::new().filename(path),
            )),
            Self::Url(url) => DatabaseUrl::read(url)?.ok_or_else(|| StoreError::Url(url.clone())),
        }
    }

    /// The file, where it is SQLite.
    pub fn file(&self) -> Option<PathBuf> {
        match self.read() {
            Ok(DatabaseUrl::Sqlite(options)) => Some(options.get_filename().to_owned()),
            _ => None,
        }
    }

    /// The database as a URL that may be shown and kept: without its password. Nothing where it cannot be read.
    pub fn public(&self) -> Option<String> {
        self.read().ok().map(|url| url.public())
    }

    /// Whether both can be read and are two databases, as far as their names tell.
    pub fn differs(&self, other: &Self) -> bool {
        match (self.read(), other.read()) {
            (Ok(one), Ok(other)) => !one.is_same(&other),
            _ => false,
        }
    }
}
