//! Versions of the grading config. A version is never changed; the newest is in force.

use super::pool::{reading, transaction};
use super::tokens::instant;
use super::{Change, Store, StoreError};
use jiff::Timestamp;

/// One version of the config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseVersion {
    /// The version's number.
    pub id: i64,
    /// The text.
    pub toml: String,
    /// Why it was made.
    pub note: String,
    /// Who published it.
    pub published_by: String,
    /// When.
    pub published_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    toml: String,
    note: String,
    published_by: String,
    published_at: i64,
}

impl From<Row> for CourseVersion {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            toml: row.toml,
            note: row.note,
            published_by: row.published_by,
            published_at: instant(row.published_at),
        }
    }
}

impl Store {
    /// Publishes a version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_course(
        &self,
        toml: &str,
        note: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<CourseVersion, StoreError> {
        let before = self
            .course()
            .await?
            .map(|v| format!("version {}", v.id))
            .unwrap_or_default();
        let row: Row = transaction!(self, tx => {
            let row: Row = sqlx::query_as("insert into courses (toml, note, published_by, published_at) values ($1, $2, $3, $4) returning id, toml, note, published_by, published_at")
                .bind(toml).bind(note).bind(actor).bind(now.as_microsecond()).fetch_one(&mut *tx).await?;
            let change = Change { actor, action: "course", subject: "course".to_owned(), before, after: format!("version {} {note}", row.id) };
            super::audit::insert!(&mut *tx, change, now);
            row
        });
        Ok(row.into())
    }

    /// Publishes a version, unless another than `base` is in force: then that one, and nothing is changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_course_over(
        &self,
        base: i64,
        toml: &str,
        note: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<CourseVersion>, StoreError> {
        let row: Option<Row> = transaction!(self, tx => {
            // Locks the version that was edited, so that of two who publish over it at once one waits and then finds the other's.
            sqlx::query("update courses set note = note where id = $1").bind(base).execute(&mut *tx).await?;
            let (newest,): (i64,) = sqlx::query_as("select coalesce(max(id), 0) from courses").fetch_one(&mut *tx).await?;
            if newest == base {
                let row: Row = sqlx::query_as("insert into courses (toml, note, published_by, published_at) values ($1, $2, $3, $4) returning id, toml, note, published_by, published_at")
                    .bind(toml).bind(note).bind(actor).bind(now.as_microsecond()).fetch_one(&mut *tx).await?;
                let change = Change { actor, action: "course", subject: "course".to_owned(), before: format!("version {base}"), after: format!("version {} {note}", row.id) };
                super::audit::insert!(&mut *tx, change, now);
                Some(row)
            } else {
                None
            }
        });
        Ok(row.map(Into::into))
    }

    /// The version in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course(&self) -> Result<Option<CourseVersion>, StoreError> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as("select id, toml, note, published_by, published_at from courses order by id desc limit 1").fetch_optional(db).await)?;
        Ok(row.map(Into::into))
    }

    /// The number of the version in force, without its text.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course_id(&self) -> Result<Option<i64>, StoreError> {
        let row: Option<(i64,)> = reading!(self, db => sqlx::query_as("select id from courses order by id desc limit 1").fetch_optional(db).await)?;
        Ok(row.map(|(id,)| id))
    }

    /// One version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course_version(&self, id: i64) -> Result<Option<CourseVersion>, StoreError> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as("select id, toml, note, published_by, published_at from courses where id = $1").bind(id).fetch_optional(db).await)?;
        Ok(row.map(Into::into))
    }

    /// All versions, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course_versions(&self) -> Result<Vec<CourseVersion>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as("select id, toml, note, published_by, published_at from courses order by id desc").fetch_all(db).await)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
