//! Versions of the grading config. A version is never changed; the newest is in force.

use super::audit::{Action, Change, Version};
use super::audited::Audited;
use super::codec::{FromRow, Row};
use super::lateness::{Because, Reckoned};
use super::{Store, StoreError};
use crate::course::{Checked, Course};
use crate::grading::lateness::Dates;
use crate::ids::VersionId;
use jiff::Timestamp;

/// One version of the config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseVersion {
    /// The version's number.
    pub id: VersionId,
    /// The text.
    pub toml: String,
    /// Why it was made.
    pub note: String,
    /// Who published it.
    pub published_by: String,
    /// When.
    pub published_at: Timestamp,
}

/// A version that is to come after another.
#[derive(Clone, Copy, Debug)]
pub struct NewVersion<'a> {
    /// The version that was edited.
    pub base: VersionId,
    /// What that one says.
    pub before: &'a Course,
    /// What the new one says.
    pub course: &'a Checked,
    /// Why it is made.
    pub note: &'a str,
    /// What lateness leaves under it, as it was shown.
    pub reckoned: &'a [Reckoned],
    /// The homeworks whose students are given new inputs from then on.
    pub new_inputs: &'a [String],
}

/// What a version consists of, and what comes with it.
#[derive(Clone, Copy)]
struct Content<'a> {
    toml: &'a str,
    note: &'a str,
    reckoned: &'a [Reckoned],
    new_inputs: &'a [String],
}

/// What became of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Publishing {
    /// It is in force.
    Done(CourseVersion),
    /// Another version came in between.
    Moved,
    /// Something was sent, graded or put off meanwhile, so that other points change than was shown.
    Outdated,
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

/// What is written down of the version that the server publishes itself, where there is none yet: why, and by whom.
pub const FIRST_VERSION: (&str, &str) = ("first", "operator");

impl Audited {
    /// The course in force; nothing where none can be made of its text. No other comes into force before this transaction ends.
    pub(super) async fn course(&mut self) -> Result<Option<Course>, StoreError> {
        let newest: Option<CourseVersion> = self.first([SELECT, NEWEST], ()).await?;
        let Some(version) = newest else {
            return Ok(None);
        };
        let read = move || Course::parse_stored(&version.toml).ok();
        let read = tokio::task::spawn_blocking(read).await;
        read.map_err(|e| StoreError::Corrupt(e.to_string()))
    }

    /// What lateness leaves of everything that was sent when this course comes into force. Nobody sends anything before this transaction
    /// ends: what was sent under the version before is either here, or is reckoned anew by who sends it.
    async fn lateness_under(&mut self, dates: Dates<'_>) -> Result<Vec<Reckoned>, StoreError> {
        self.lock_students().await?;
        self.reckoned(Because::Course(dates)).await
    }

    /// Publishes a version, and with it what lateness leaves under it.
    async fn publish(
        &mut self,
        before: Option<&CourseVersion>,
        new: Content<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<CourseVersion, StoreError> {
        let insert = r"
            insert into courses (toml, note, published_by, published_at)
            values ($1, $2, $3, $4)
            returning";
        let version: CourseVersion = self
            .one([insert, COLUMNS], (new.toml, new.note, actor, now))
            .await?;
        let published = Action::Course(Change {
            before: before.map(CourseVersion::noted),
            after: Some(Version {
                new_inputs: new.new_inputs.to_vec(),
                ..version.noted()
            }),
        });
        self.note(actor, now, "course", &published).await?;
        self.release_inputs(new.new_inputs, version.id, actor, now)
            .await?;
        self.write_lateness(new.reckoned, actor, now).await?;
        Ok(version)
    }
}

impl Store {
    /// Publishes a version. Whatever was sent already is late or not as this one says.
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
        let dates = Dates {
            before: None,
            after: &course.course,
        };
        let reckoned = tx.lateness_under(dates).await?;
        let content = Content {
            toml: &course.toml,
            note,
            reckoned: &reckoned,
            new_inputs: &[],
        };
        let version = tx.publish(before.as_ref(), content, actor, now).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Publishes a version, unless another is in force than the one that was edited, or it would do something else to points than
    /// what was shown: then nothing is changed. From then on students are
    /// given new inputs of the homeworks that it names.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn publish_course_over(
        &self,
        new: NewVersion<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<Publishing, StoreError> {
        // Of two who publish over one version at once, the second waits here and then finds the other's.
        let mut tx = self.audited().await?;
        let before: Option<CourseVersion> = tx.first([SELECT, NEWEST], ()).await?;
        if before
            .as_ref()
            .map_or(VersionId::NONE, |version| version.id)
            != new.base
        {
            return Ok(Publishing::Moved);
        }
        let dates = Dates {
            before: Some(new.before),
            after: &new.course.course,
        };
        let reckoned = tx.lateness_under(dates).await?;
        if reckoned != new.reckoned {
            return Ok(Publishing::Outdated);
        }
        let content = Content {
            toml: &new.course.toml,
            note: new.note,
            reckoned: &reckoned,
            new_inputs: new.new_inputs,
        };
        let version = tx.publish(before.as_ref(), content, actor, now).await?;
        tx.commit().await?;
        Ok(Publishing::Done(version))
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
    pub async fn course_id(&self) -> Result<Option<VersionId>, StoreError> {
        self.first(["select id from courses", NEWEST], ()).await
    }

    /// One version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course_version(&self, id: VersionId) -> Result<Option<CourseVersion>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// All versions, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn course_versions(&self) -> Result<Vec<CourseVersion>, StoreError> {
        self.rows([SELECT, "order by id desc"], ()).await
    }
}
