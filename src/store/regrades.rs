//! Grading anew: a submission's report, points and version change in one transaction with the history and the audit.

use super::audit::{Action, Change, Graded as NotedPoints};
use super::codec::{Column, FromRow, Row, choice, json};
use super::{Store, StoreError};
use crate::grading::Report;
use jiff::Timestamp;
use judge::points::{Points, Share};
use std::collections::HashSet;

/// A submission as far as grading it anew is concerned: neither bytes nor report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub user: i64,
    /// The student's login.
    pub login: String,
    /// The login that the student's inputs are drawn from.
    pub drawn_as: String,
    /// The student's name.
    pub name: String,
    /// For which homework.
    pub homework: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The course version it was graded under.
    pub course: i64,
    /// The release of its student's inputs that it is judged by; nothing where it was sent before inputs were kept.
    pub inputs_release: Option<i64>,
    /// The program's release it was graded with.
    pub release: String,
    /// Points after the late penalty.
    pub points: Points,
    /// What lateness left of its points.
    pub late_factor: Share,
    /// Whether the grader failed on some task of it.
    pub faulty: bool,
}

/// What a regrade makes of one submission.
#[derive(Clone, Debug)]
pub enum RegradeResult<'a> {
    /// A new report.
    Graded {
        /// The report; what lateness leaves of its points stays as it is.
        report: &'a Report,
    },
    /// The grader itself failed: the points stay.
    Fault,
    /// The file cannot be read any more: the points stay.
    Unreadable,
}

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
    pub submission: i64,
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
    pub course: i64,
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

impl FromRow for Graded {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            login: row.get("login")?,
            drawn_as: row.get("drawn_as")?,
            name: row.get("name")?,
            homework: row.get("homework")?,
            received_at: row.get("received_at")?,
            course: row.get("course_id")?,
            inputs_release: row.get("inputs_release")?,
            release: row.get("release")?,
            points: row.get("points")?,
            late_factor: row.get("late_factor")?,
            faulty: row.get("faulty")?,
        })
    }
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
    /// Every submission, of one homework or of all, by student, homework and number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn graded(&self, homework: Option<&str>) -> Result<Vec<Graded>, StoreError> {
        let select = r"
            select s.id, s.user_id, u.login, u.drawn_as, u.name, s.homework, s.received_at, s.course_id,
                   s.inputs_release, s.release, s.points, s.late_factor, s.faulty
            from submissions s
            join users u on u.id = s.user_id
            where $1 = '' or s.homework = $1
            order by s.user_id, s.homework, s.id";
        self.rows(select, (homework.unwrap_or_default(),)).await
    }

    /// Writes what a job made of one submission, once: what the job already wrote, and what a newer version graded, stays.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn regrade(
        &self,
        job: i64,
        row: &Graded,
        course: i64,
        result: RegradeResult<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.audited().await?;
        let select = "select points, late_factor, course_id from submissions where id = $1";
        let (before, left, version): (Points, Share, i64) = tx.one(select, (row.id,)).await?;
        let (outcome, after) = match &result {
            RegradeResult::Fault => (RegradeOutcome::Fault, before),
            RegradeResult::Unreadable => (RegradeOutcome::Unreadable, before),
            RegradeResult::Graded { report } => match left.of(report.points) {
                points if points == before => (RegradeOutcome::Same, before),
                points => (RegradeOutcome::Changed, points),
            },
        };
        let once = r"
            insert into regrades (job_id, submission_id, outcome, points_before, points_after)
            values ($1, $2, $3, $4, $5)
            on conflict do nothing";
        let first = tx
            .execute(once, (job, row.id, outcome.name(), before, after))
            .await?
            == 1;
        if let (true, RegradeResult::Graded { report }) = (first, result) {
            let keep = r"
                insert into reports (submission_id, job_id, course_id, release, report, points, late_factor, replaced_at)
                select id, $2, course_id, release, report, points, late_factor, $3
                from submissions
                where id = $1 and course_id <= $4";
            let replaced = tx.execute(keep, (row.id, job, now, course)).await? == 1;
            let update = r"
                update submissions
                set report = $2, points = $3, course_id = $4, release = $5, faulty = $6
                where id = $1 and course_id <= $4";
            let graded = (
                row.id,
                json(report)?,
                after,
                course,
                env!("CARGO_PKG_VERSION"),
                report.has_fault(),
            );
            tx.execute(update, graded).await?;
            if replaced && before != after {
                let noted = |points, version| Some(NotedPoints { points, version });
                let change = Action::Regrade(Change {
                    before: noted(before, version),
                    after: noted(after, course),
                });
                let subject = format!("{}/{}#{}", row.login, row.homework, row.id);
                tx.note(actor, now, subject, &change).await?;
            }
        }
        tx.commit().await
    }

    /// The submissions that a job has dealt with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regraded_ids(&self, job: i64) -> Result<HashSet<i64>, StoreError> {
        let select = "select submission_id from regrades where job_id = $1";
        let ids: Vec<i64> = self.rows(select, (job,)).await?;
        Ok(ids.into_iter().collect())
    }

    /// What a job changed or could not grade, by student; submissions whose points stayed the same are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regraded(&self, job: i64) -> Result<Vec<Regraded>, StoreError> {
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
    pub async fn earlier_reports(&self, submission: i64) -> Result<Vec<EarlierReport>, StoreError> {
        let select = r"
            select id, course_id, release, report, points, late_factor, replaced_at
            from reports
            where submission_id = $1
            order by id";
        self.rows(select, (submission,)).await
    }
}
