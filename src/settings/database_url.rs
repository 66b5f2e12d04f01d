//! Which database a URL names.

use crate::markup::in_url;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::Path;
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

    /// The same database as a URL that may be shown and kept: without its password, and without how the connection is laid.
    pub fn public(&self) -> String {
        match self {
            Self::Sqlite(options) => {
                format!("sqlite://{}", whole(options.get_filename()).display())
            }
            Self::Postgres(options) => {
                let (user, port) = (in_url(options.get_username()), options.get_port());
                let database = in_url(database(options));
                let host = match options.get_socket() {
                    Some(socket) => in_url(&socket.to_string_lossy()),
                    None if options.get_host().starts_with('/') => in_url(options.get_host()),
                    None => options.get_host().to_owned(),
                };
                format!("postgres://{user}@{host}:{port}/{database}")
            }
        }
    }

    /// Whether both are one database as far as their names tell, whoever signs in, and whichever way this machine is named.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sqlite(one), Self::Sqlite(other)) => {
                whole(one.get_filename()) == whole(other.get_filename())
            }
            (Self::Postgres(one), Self::Postgres(other)) => {
                let names = |options| (host(options), options.get_port(), database(options));
                names(one) == names(other)
            }
            _ => false,
        }
    }
}

/// The machine of a database; this one has many names.
fn host(options: &PgConnectOptions) -> &str {
    match options.get_host() {
        _ if options.get_socket().is_some() => "localhost",
        "127.0.0.1" | "::1" | "[::1]" => "localhost",
        host if host.starts_with('/') => "localhost",
        host => host,
    }
}

/// The name of a database; that of its user where none is said.
fn database(options: &PgConnectOptions) -> &str {
    options
        .get_database()
        .unwrap_or_else(|| options.get_username())
}

/// A path from the root on, without links in its folder; the file need not be there yet.
pub fn whole(path: &Path) -> std::path::PathBuf {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize();
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
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

    fn url(text: &str) -> DatabaseUrl {
        DatabaseUrl::read(text).unwrap().unwrap()
    }

    #[test]
    fn what_is_shown_of_a_url_leads_there_and_holds_no_password() {
        for (told, shown) in [
            (
                "postgres://dgm:s3cret@db.example.org/dgm?sslmode=require",
                "postgres://dgm@db.example.org:5432/dgm",
            ),
            (
                "postgresql://dgm@[::1]:5433/two?password=s3cret",
                "postgres://dgm@[::1]:5433/two",
            ),
            (
                "postgres://a%40b@%2Frun%2Fpostgresql/dgm",
                "postgres://a%40b@%2Frun%2Fpostgresql:5432/dgm",
            ),
        ] {
            assert_eq!(url(told).public(), shown);
            assert!(url(shown).is_same(&url(told)), "{told}");
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().canonicalize().unwrap().join("dgm.sqlite");
        let shown = format!("sqlite://{}", file.display());
        assert_eq!(url(&shown).public(), shown);
    }

    #[test]
    fn one_database_is_told_from_another() {
        for (one, other, same) in [
            (
                "postgres://dgm@localhost/dgm",
                "postgres://x:y@127.0.0.1:5432/dgm",
                true,
            ),
            (
                "postgres://dgm@localhost/dgm",
                "postgres://dgm@%2Frun%2Fpg/dgm",
                true,
            ),
            ("postgres://dgm@db/", "postgres://dgm@db/dgm", true),
            ("postgres://dgm@db/dgm", "postgres://dgm@db/trial", false),
            ("postgres://dgm@db/dgm", "postgres://dgm@db:5433/dgm", false),
            (
                "postgres://dgm@db/dgm",
                "postgres://dgm@localhost/dgm",
                false,
            ),
            ("postgres://dgm@db/dgm", "sqlite://dgm.sqlite", false),
            ("sqlite://./dgm.sqlite", "sqlite://dgm.sqlite", true),
            ("sqlite://dgm.sqlite", "sqlite://demo.sqlite", false),
        ] {
            assert_eq!(url(one).is_same(&url(other)), same, "{one} {other}");
        }
    }
}
