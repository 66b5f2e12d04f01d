//! What stands in platforms' gradebooks, as far as they acknowledged it.

use crate::ids::{ColumnId, PlatformCourseId};
use crate::store::codec::{FromRow, Row, json};
use crate::store::db::Tx;
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use judge::points::Points;
use serde::{Deserialize, Serialize};

/// How far apart the instants of two scores of a person are at least: platforms compare them in whole seconds.
const STEP: i64 = 1_000_000;

/// Why something could not be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassFault {
    /// The platform did not answer.
    Away,
    /// It gave no access to its services, with this status.
    Access(u16),
    /// It answered with this status.
    Status(u16),
    /// Its answer is none that can be read.
    Unreadable,
    /// It offers no gradebook for the course.
    NoGradebook,
}

impl PassFault {
    /// What is answered where something is not there, not any more, or not for this person.
    pub const MISSING: [Self; 2] = [Self::Status(404), Self::Status(410)];
}

/// What is waited for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wait {
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried again; at once where there is none.
    pub retry_at: Option<Timestamp>,
    /// Why it did not go.
    pub fault: PassFault,
}

impl Wait {
    /// That of a row, if it has one.
    pub(super) fn of(row: &Row) -> Result<Option<Self>, StoreError> {
        let fault: Option<String> = row.get("fault")?;
        if fault.is_none() {
            return Ok(None);
        }
        Ok(Some(Self {
            tries: row.get("tries")?,
            retry_at: row.get("retry_at")?,
            fault: row.json("fault")?,
        }))
    }

    /// Whether it is to be waited longer.
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.retry_at.is_some_and(|at| at > now)
    }
}

/// What stands in a column for one person.
#[derive(Clone, Debug, PartialEq)]
pub struct PassedScore {
    /// The column.
    pub column: ColumnId,
    /// The platform's id of the person.
    pub subject: String,
    /// The points; `None` where nothing stands there.
    pub points: Option<Points>,
    /// Out of how many.
    pub maximum: Option<Points>,
    /// Whether something was sent since of which nobody knows whether it arrived.
    pub in_doubt: bool,
    /// The instant that the last score carried.
    pub stamped_at: Timestamp,
    /// What is waited for, where the last one did not go.
    pub wait: Option<Wait>,
}

impl FromRow for PassedScore {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            column: row.get("column_id")?,
            subject: row.get("subject")?,
            points: row.get("points")?,
            maximum: row.get("maximum")?,
            in_doubt: row.get("in_doubt")?,
            stamped_at: row.get("stamped_at")?,
            wait: Wait::of(row)?,
        })
    }
}

impl Store {
    /// What stands in the columns of a course.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn passed_scores(
        &self,
        course: PlatformCourseId,
    ) -> Result<Vec<PassedScore>, StoreError> {
        let select = r"
            select column_id, subject, points, maximum, in_doubt, stamped_at, s.tries, s.retry_at, s.fault
            from lti_scores s
            join lti_columns c on c.id = s.column_id
            where c.course_id = $1
            order by column_id, subject";
        self.rows(select, (course,)).await
    }

    /// How many columns and scores did not go the last time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unsent_scores(&self) -> Result<i64, StoreError> {
        let count = r"
            select (select count(*) from lti_columns where fault is not null)
                + (select count(*) from lti_scores where fault is not null)";
        self.one(count, ()).await
    }

    /// The instant that the next score of a person is to carry: later than any before it by whatever clock. From here on nobody knows what
    /// stands in the column, until the platform acknowledges the score.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stamp_score(
        &self,
        column: ColumnId,
        subject: &str,
        now: Timestamp,
    ) -> Result<Timestamp, StoreError> {
        let stamp = r"
            insert into lti_scores (column_id, subject, stamped_at, in_doubt)
            values ($1, $2, $3, true)
            on conflict (column_id, subject) do update
            set in_doubt = true,
                stamped_at = case
                    when excluded.stamped_at < lti_scores.stamped_at + $4 then lti_scores.stamped_at + $4
                    else excluded.stamped_at
                end
            returning stamped_at";
        let stamped = self.change(stamp, (column, subject, now, STEP)).await?;
        stamped.ok_or_else(|| sqlx::Error::RowNotFound.into())
    }

    /// Notes what stands in a column since the platform acknowledged the score of that instant; nothing where a later one is under way, or
    /// the column is elsewhere by now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn score_arrived(
        &self,
        (column, subject, stamped): (ColumnId, &str, Timestamp),
        points: Option<Points>,
        maximum: Points,
    ) -> Result<(), StoreError> {
        let update = r"
            update lti_scores
            set points = $4, maximum = $5, in_doubt = false, tries = 0, retry_at = null, fault = null
            where column_id = $1 and subject = $2 and stamped_at = $3";
        self.execute(update, (column, subject, stamped, points, maximum))
            .await?;
        Ok(())
    }

    /// Notes likewise that the score of that instant did not go, and when it is tried again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn score_waits(
        &self,
        (column, subject, stamped): (ColumnId, &str, Timestamp),
        fault: &PassFault,
        retry_at: Timestamp,
    ) -> Result<(), StoreError> {
        let update = r"
            update lti_scores
            set tries = tries + 1, retry_at = $4, fault = $5
            where column_id = $1 and subject = $2 and stamped_at = $3";
        let values = (column, subject, stamped, retry_at, json(fault)?);
        self.execute(update, values).await?;
        Ok(())
    }

    /// Notes that nothing stands in a column any more, and that it waits for nothing: there is no such column.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn nothing_stands(&self, column: ColumnId) -> Result<(), StoreError> {
        let mut tx = self.transaction().await?;
        let update = r"
            update lti_scores
            set points = null, maximum = null, in_doubt = false, tries = 0, retry_at = null, fault = null
            where column_id = $1";
        tx.execute(update, (column,)).await?;
        tx.column_answers(column).await?;
        tx.commit().await
    }
}

impl Tx {
    /// What stood at the address that a column had says nothing of what stands at the one that it has now: everything is sent once more. The
    /// instants grow, so that an answer from the old address that is still on its way counts for nothing.
    pub(super) async fn doubt_scores(&mut self, column: ColumnId) -> Result<(), StoreError> {
        let update = r"
            update lti_scores
            set in_doubt = true, stamped_at = stamped_at + $2, tries = 0, retry_at = null, fault = null
            where column_id = $1";
        self.execute(update, (column, STEP)).await?;
        Ok(())
    }
}
