//! Versions of the grading config. A version is never changed; the newest is in force.

use super::forgiven::{Row as LateRow, forgiven, late_grades};
use super::pool::{noting, reading};
use super::tokens::instant;
use super::{Change, Store, StoreError};
use crate::course::Course;
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

impl Row {
    /// A version as the audit shows it.
    fn shown(&self) -> String {
        format!("version {} {}", self.id, self.note)
            .trim_end()
            .to_owned()
    }
}

/// The version in force, inside a transaction.
macro_rules! newest {
    ($tx:ident) => {
        sqlx::query_as("select id, toml, note, published_by, published_at from courses order by id desc limit 1").fetch_optional(&mut *$tx).await?
    };
}

/// Publishes a version inside a transaction, with the entry, and with what it forgives of graded items.
macro_rules! publish {
    ($tx:ident, $before:expr, $toml:expr, $note:expr, $actor:ident, $now:ident) => {{
        let row: Row = sqlx::query_as("insert into courses (toml, note, published_by, published_at) values ($1, $2, $3, $4) returning id, toml, note, published_by, published_at")
            .bind($toml).bind($note).bind($actor).bind($now.as_microsecond()).fetch_one(&mut *$tx).await?;
        let change = Change {
            actor: $actor,
            action: "course",
            subject: "course".to_owned(),
            before: $before.as_ref().map(Row::shown).unwrap_or_default(),
            after: row.shown(),
        };
        super::audit::insert!(&mut *$tx, change, $now);
        // A text that is no course is in force for nobody.
        if let Ok(course) = Course::parse_stored($toml) {
            let rows: Vec<LateRow> = sqlx::query_as(late_grades!()).fetch_all(&mut *$tx).await?;
            for one in forgiven(rows, &course)? {
                let (points, kept) = one.after;
                sqlx::query("update manual_grades set points = $4, kept = $5 where user_id = $1 and homework = $2 and item = $3")
                    .bind(one.user).bind(&one.homework).bind(&one.item).bind(points.thousandths()).bind(i64::from(kept)).execute(&mut *$tx).await?;
                super::audit::insert!(&mut *$tx, one.change($actor), $now);
            }
        }
        row
    }};
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
        let row: Row = noting!(self, tx => {
            let before: Option<Row> = newest!(tx);
            publish!(tx, before, toml, note, actor, now)
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
        let row: Option<Row> = noting!(self, tx => {
            // Of two who publish over one version at once, the second waits here and then finds the other's.
            let before: Option<Row> = newest!(tx);
            if before.as_ref().map_or(0, |v| v.id) == base {
                let row: Row = publish!(tx, before, toml, note, actor, now);
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
