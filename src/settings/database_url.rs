//! Which database a URL names.

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::str::FromStr as _;

/// How the database of a URL is reached.
#[derive(Clone, Debug)]
pub enum DatabaseUrl {
    /// `sqlite://FILE`.
    Sqlite(SqliteConnectOptions),
    /// `postgres://USER@HOST/NAME`.
    Postgres(PgConnectOptions),
}

impl DatabaseUrl {
    /// Reads it; nothing is looked for. There is none of another scheme.
    ///
    /// # Errors
    /// When what follows the scheme cannot be read.
    pub fn read(url: &str) -> Result<Option<Self>, sqlx::Error> {
        let is_postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
        Ok(if is_postgres {
            Some(Self::Postgres(PgConnectOptions::from_str(url)?))
        } else if url.starts_with("sqlite:") {
            Some(Self::Sqlite(SqliteConnectOptions::from_str(url)?))
        } else {
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_are_told_by_their_schemes() {
        for (url, read) in [
            ("sqlite://data/dgm.sqlite", true),
            ("sqlite:dgm.sqlite", true),
            ("postgres://dgm@db.example.org/dgm", true),
            ("postgresql://dgm@db.example.org:5433/dgm", true),
            ("postgres://dgm@db.example.org:99999/dgm", false),
            ("mysql://dgm@db.example.org/dgm", false),
            ("dgm.sqlite", false),
        ] {
            let is_read = matches!(DatabaseUrl::read(url), Ok(Some(_)));
            assert_eq!(is_read, read, "{url}");
        }
    }
}
