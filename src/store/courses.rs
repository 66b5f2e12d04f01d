//! Versions of the grading config. A version is never changed; the newest is in force.

use super::audit::{Action, Audited, Change, Version};
use super::codec::{FromRow, Row};
use super::late_penalties::waived;
use super::{Store, StoreError};
use crate::course::Checked;
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

const COLUMNS: &str = "id, toml, note, published_by, published_at";
const SELECT: &str = "
    select id, toml, note, published_by, published_at
    from courses";
const NEWEST: &str = "order by id desc limit 1";

impl FromRow for CourseVersion {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            toml: row.get("toml")?,
            note: row.get("note")?,
            published_by: row.get("published_by")?,
            published_at: row.get("published_at")?,
        })
    }
}

impl CourseVersion {
    fn noted(&self) -> Version {
        Version {
            version: self.id,
            note: self.note.clone(),
            new_inputs: Vec::new(),
        }
    }
}

impl Audited {
    /// Publishes a version, and with it what it waives of the late penalties of graded items.
    async fn publish(
        &mut self,
        before: Option<&CourseVersion>,
        course: &Checked,
        note: &str,
        new_inputs: &[String],
        actor: &str,
        now: Timestamp,
    ) -> Result<CourseVersion, StoreError> {
        let insert = r"
            insert into courses (toml, note, published_by, published_at)
            values ($1, $2, $3, $4)
            returning";
        let version: CourseVersion = self
            .one([insert, COLUMNS], (&course.toml, note, actor, now))
            .await?;
        let published = Action::Course(Change {
            before: before.map(CourseVersion::noted),
            after: Some(Version {
                new_inputs: new_inputs.to_vec(),
                ..version.noted()
            }),
        });
        self.note(actor, now, "course", &published).await?;
        self.release_inputs(new_inputs, version.id, actor, now)
            .await?;
        for penalty in waived(self.late_grades().await?, &course.course) {
            self.waive(&penalty, actor, now).await?;
        }
        Ok(version)
    }
}

impl Store {
    /// Publishes a version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_course(
        &self,
        course: &Checked,
        note: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<CourseVersion, StoreError> {
        let mut tx = self.audited().await?;
        let before: Option<CourseVersion> = tx.first([SELECT, NEWEST], ()).await?;
        let version = tx
            .publish(before.as_ref(), course, note, &[], actor, now)
            .await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Publishes a version, unless another than `base` is in force: then that one, and nothing is changed. From then on students are
    /// given new inputs of the homeworks named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_course_over(
        &self,
        base: i64,
        course: &Checked,
        note: &str,
        new_inputs: &[String],
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<CourseVersion>, StoreError> {
        // Of two who publish over one version at once, the second waits here and then finds the other's.
        let mut tx = self.audited().await?;
        let before: Option<CourseVersion> = tx.first([SELECT, NEWEST], ()).await?;
        if before.as_ref().map_or(0, |version| version.id) != base {
            return Ok(None);
        }
        let version = tx
            .publish(before.as_ref(), course, note, new_inputs, actor, now)
            .await?;
        tx.commit().await?;
        Ok(Some(version))
    }

    /// The version in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course(&self) -> Result<Option<CourseVersion>, StoreError> {
        self.first([SELECT, NEWEST], ()).await
    }

    /// The number of the version in force, without its text.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course_id(&self) -> Result<Option<i64>, StoreError> {
        self.first(["select id from courses", NEWEST], ()).await
    }

    /// One version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course_version(&self, id: i64) -> Result<Option<CourseVersion>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// All versions, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course_versions(&self) -> Result<Vec<CourseVersion>, StoreError> {
        self.rows([SELECT, "order by id desc"], ()).await
    }

    /// The versions that something of a student's homework was graded under, or that came into force after an item of it was graded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn versions_graded_under(
        &self,
        user: i64,
        homework: &str,
    ) -> Result<Vec<CourseVersion>, StoreError> {
        let graded_under = r"
            where id in (
                select course_id
                from submissions
                where user_id = $1 and homework = $2
                union
                select r.course_id
                from reports r
                join submissions s on s.id = r.submission_id
                where s.user_id = $1 and s.homework = $2
            )
            or id >= (
                select coalesce(max(id), 0)
                from courses
                where published_at < (
                    select min(given_at)
                    from manual_grades
                    where user_id = $1 and homework = $2
                )
            )
            and exists (
                select 1
                from manual_grades
                where user_id = $1 and homework = $2
            )
            order by id";
        self.rows([SELECT, graded_under], (user, homework)).await
    }
}
