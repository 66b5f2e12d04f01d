//! What a regrade has done: its submissions, how each went, and the reports that it replaced.

use super::codec::{Column, FromRow, Row, choice};
use super::{Store, StoreError};
use crate::grading::Report;
use crate::ids::{JobId, SubmissionId, VersionId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use std::collections::HashSet;

/// What came of grading one submission again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegradeOutcome {
    /// The same points.
    Same,
    /// Other points.
    Changed,
    /// The grader itself failed.
    Fault,
    /// The file cannot be read any more.
    Unreadable,
}

impl RegradeOutcome {
    const ALL: [Self; 4] = [Self::Same, Self::Changed, Self::Fault, Self::Unreadable];

    /// The word stored, and said by programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Fault => "fault",
            Self::Unreadable => "unreadable",
        }
    }
}

impl Column for RegradeOutcome {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}

/// One submission of a regrade, as it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regraded {
    /// The submission.
    pub submission: SubmissionId,
    /// The student's login.
    pub login: String,
    /// The student's name.
    pub name: String,
    /// The homework.
    pub homework: String,
    /// What came of it.
    pub outcome: RegradeOutcome,
    /// Points before.
    pub before: Points,
    /// Points after.
    pub after: Points,
}

/// A report that a regrade replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierReport {
    /// The course version it was made under.
    pub course: VersionId,
    /// The program's release it was made with.
    pub release: String,
    /// The report.
    pub report: Report,
    /// Points after the late penalty.
    pub points: Points,
    /// What lateness left of its points.
    pub late_factor: Share,
    /// When it was replaced.
    pub replaced_at: Timestamp,
}

impl FromRow for Regraded {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            submission: row.get("submission_id")?,
            login: row.get("login")?,
            name: row.get("name")?,
            homework: row.get("homework")?,
            outcome: row.get("outcome")?,
            before: row.get("points_before")?,
            after: row.get("points_after")?,
        })
    }
}

impl FromRow for EarlierReport {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            course: row.get("course_id")?,
            release: row.get("release")?,
            report: row.json("report")?,
            points: row.get("points")?,
            late_factor: row.get("late_factor")?,
            replaced_at: row.get("replaced_at")?,
        })
    }
}

impl Store {
    /// The submissions that a job has dealt with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regraded_ids(&self, job: JobId) -> Result<HashSet<SubmissionId>, StoreError> {
        let select = "select submission_id from regrades where job_id = $1";
        let ids: Vec<SubmissionId> = self.rows(select, (job,)).await?;
        Ok(ids.into_iter().collect())
    }

    /// What a job changed or could not grade, by student; submissions whose points stayed the same are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regraded(&self, job: JobId) -> Result<Vec<Regraded>, StoreError> {
        let select = r"
            select r.submission_id, u.login, u.name, s.homework, r.outcome, r.points_before, r.points_after
            from regrades r
            join submissions s on s.id = r.submission_id
            join users u on u.id = s.user_id
            where r.job_id = $1 and r.outcome <> 'same'
            order by u.name, u.login, s.homework, s.id";
        self.rows(select, (job,)).await
    }

    /// The reports of a submission that regrades replaced, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn earlier_reports(
        &self,
        submission: SubmissionId,
    ) -> Result<Vec<EarlierReport>, StoreError> {
        let select = r"
            select e.id, e.course_id, e.release, r.report, e.points, e.late_factor, e.replaced_at
            from reports e
            join report_texts r on r.submission_id = e.submission_id and r.number = e.number
            where e.submission_id = $1
            order by e.id";
        self.rows(select, (submission,)).await
    }
}
