//! The schema: which version a database has, and bringing it up to date.

use super::StoreError;
use super::migrations::{POSTGRES, SQLITE, newest};
use super::schema_copy::SchemaCopy;
use super::unfit::Unfit;
use jiff::Timestamp;
use sqlx::Connection as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use std::path::{Path, PathBuf};

/// What opening may do to the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upkeep {
    /// Fills an empty database; an older one is brought up to date, an SQLite file after a copy was made, named with this instant.
    Migrate(Timestamp),
    /// Fills an empty database; an older one is refused.
    Keep,
    /// Changes nothing and makes nothing.
    Look,
}

/// The version of a database's schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// Nothing is in it.
    Empty,
    /// An earlier one.
    Older(i64),
    /// That of this program.
    Current,
}

/// A schema that was brought up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The version before.
    pub from: i64,
    /// The version now.
    pub to: i64,
    /// The copy of the SQLite file as it was.
    pub copy: Option<PathBuf>,
}

/// Which version these steps make, as they are noted in the database.
fn judge(applied: &[(i64, Vec<u8>)], known: &Migrator) -> Result<Schema, Unfit> {
    let mut missing = known.iter().count();
    for (version, checksum) in applied {
        match known.iter().find(|step| step.version == *version) {
            Some(step) if *step.checksum == **checksum => missing -= 1,
            None if *version > newest() => return Err(Unfit::Newer(*version)),
            _ => return Err(Unfit::Foreign),
        }
    }
    Ok(match (applied.last(), missing) {
        (None, _) => Schema::Empty,
        (Some(_), 0) => Schema::Current,
        (Some((version, _)), _) => Schema::Older(*version),
    })
}

const APPLIED: &str = "select version, checksum from _sqlx_migrations order by version";

/// What is in this SQLite database.
pub(super) async fn of_sqlite(db: &mut SqliteConnection) -> Result<Schema, StoreError> {
    let tables: Vec<(String,)> = sqlx::query_as(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite^_%' escape '^'",
    )
    .fetch_all(&mut *db)
    .await
    .map_err(unreadable)?;
    if tables.is_empty() {
        return Ok(Schema::Empty);
    }
    if !tables.iter().any(|(name,)| name == "_sqlx_migrations") {
        return Err(Unfit::Foreign.into());
    }
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(APPLIED).fetch_all(db).await?;
    match judge(&applied, &SQLITE)? {
        // Tables, and none of them ours.
        Schema::Empty if tables.len() > 1 => Err(Unfit::Foreign.into()),
        schema => Ok(schema),
    }
}

/// What SQLite says of a file that is none of its own, in our words.
pub(super) fn unreadable(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(refused) if refused.code().as_deref() == Some("26") => {
            Unfit::Foreign.into()
        }
        _ => error.into(),
    }
}

/// What is in this PostgreSQL database.
pub(super) async fn of_postgres(db: &mut PgConnection) -> Result<Schema, StoreError> {
    let (found,): (Option<String>,) =
        sqlx::query_as("select to_regclass('_sqlx_migrations')::text")
            .fetch_one(&mut *db)
            .await?;
    if found.is_none() {
        return Ok(Schema::Empty);
    }
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(APPLIED).fetch_all(db).await?;
    Ok(judge(&applied, &POSTGRES)?)
}

/// Does with the schema of an SQLite file what may be done.
pub(super) async fn keep_sqlite(
    db: &mut SqliteConnection,
    file: &Path,
    upkeep: Upkeep,
) -> Result<(Schema, Option<Migrated>), StoreError> {
    let schema = of_sqlite(db).await?;
    let before = match (schema, upkeep) {
        (Schema::Current, _) | (_, Upkeep::Look) => return Ok((schema, None)),
        (Schema::Older(at), Upkeep::Keep) => return Err(Unfit::Older(at).into()),
        (Schema::Older(from), Upkeep::Migrate(now)) => {
            Some((from, SchemaCopy::make(db, file, from, now).await?))
        }
        (Schema::Empty, _) => None,
    };
    // All steps or none. Whoever comes second waits here, and then finds nothing left to do.
    let mut all = db.begin_with("begin exclusive").await?;
    SQLITE.run_direct(None, &mut *all, false).await?;
    if let Some((_, copy)) = &before {
        // The last moment at which whoever is killed has changed nothing.
        copy.keep().map_err(sqlx::Error::Io)?;
    }
    if let Err(error) = all.commit().await {
        if let (Ok(Schema::Older(_)), Some((_, copy))) = (of_sqlite(db).await, before) {
            copy.discard();
        }
        return Err(error.into());
    }
    let migrated = before.map(|(from, copy)| Migrated {
        from,
        to: newest(),
        copy: Some(copy.path().to_owned()),
    });
    Ok((Schema::Current, migrated))
}

/// Does with the schema of a PostgreSQL database what may be done; sqlx has a lock for it there.
pub(super) async fn keep_postgres(
    db: &mut PgConnection,
    upkeep: Upkeep,
) -> Result<(Schema, Option<Migrated>), StoreError> {
    let schema = of_postgres(db).await?;
    let migrated = match (schema, upkeep) {
        (Schema::Current, _) | (_, Upkeep::Look) => return Ok((schema, None)),
        (Schema::Older(at), Upkeep::Keep) => return Err(Unfit::Older(at).into()),
        (Schema::Older(from), Upkeep::Migrate(_)) => Some(Migrated {
            from,
            to: newest(),
            copy: None,
        }),
        (Schema::Empty, _) => None,
    };
    POSTGRES.run_direct(None, db, false).await?;
    Ok((Schema::Current, migrated))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(until: i64) -> Vec<(i64, Vec<u8>)> {
        SQLITE
            .iter()
            .filter(|step| step.version <= until)
            .map(|step| (step.version, step.checksum.to_vec()))
            .collect()
    }

    #[test]
    fn a_schema_is_told_by_its_steps() {
        assert_eq!(judge(&[], &SQLITE), Ok(Schema::Empty));
        assert_eq!(judge(&applied(newest()), &SQLITE), Ok(Schema::Current));
        assert_eq!(judge(&applied(2), &SQLITE), Ok(Schema::Older(2)));
        let mut later = applied(newest());
        later.push((newest() + 1, vec![1]));
        assert_eq!(judge(&later, &SQLITE), Err(Unfit::Newer(newest() + 1)));
        let mut other = applied(2);
        other[0].1 = vec![1];
        assert_eq!(judge(&other, &SQLITE), Err(Unfit::Foreign));
    }
}
