//! Grading anew: a submission's report, points and version change in one transaction with the history and the audit.

use super::pool::{noting, reading};
use super::tokens::instant;
use super::{Change, Store, StoreError};
use crate::grading::Report;
use crate::points::Points;
use jiff::Timestamp;
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
    /// The student's name.
    pub name: String,
    /// For which homework.
    pub homework: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The course version it was graded under.
    pub course: i64,
    /// The program's release it was graded with.
    pub release: String,
    /// Points after the late penalty.
    pub points: Points,
    /// The thousandths of its points that lateness left.
    pub kept: u32,
    /// Whether the grader failed on some task of it.
    pub faulty: bool,
}

/// What a regrade makes of one submission.
#[derive(Clone, Debug)]
pub enum Verdict<'a> {
    /// A new report.
    Graded {
        /// The report.
        report: &'a Report,
        /// Points after the late penalty.
        points: Points,
        /// The thousandths that lateness leaves.
        kept: u32,
    },
    /// The grader itself failed: the points stay.
    Fault,
    /// The file cannot be read any more: the points stay.
    Unreadable,
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
    /// `same`, `changed`, `fault` or `unreadable`.
    pub outcome: String,
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
    /// The thousandths of its points that lateness left.
    pub kept: u32,
    /// When it was replaced.
    pub replaced_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    user_id: i64,
    login: String,
    name: String,
    homework: String,
    received_at: i64,
    course_id: i64,
    release: String,
    points: i64,
    kept: i64,
    faulty: i64,
}

#[derive(sqlx::FromRow)]
struct EarlierRow {
    course_id: i64,
    release: String,
    report: String,
    points: i64,
    kept: i64,
    replaced_at: i64,
}

impl From<Row> for Graded {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            user: row.user_id,
            login: row.login,
            name: row.name,
            homework: row.homework,
            received_at: instant(row.received_at),
            course: row.course_id,
            release: row.release,
            points: Points::from_thousandths(row.points),
            kept: u32::try_from(row.kept).unwrap_or(1000),
            faulty: row.faulty != 0,
        }
    }
}

impl Store {
    /// Every submission, of one homework or of all, by student, homework and number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn graded(&self, homework: Option<&str>) -> Result<Vec<Graded>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(
            "select s.id, s.user_id, u.login, u.name, s.homework, s.received_at, s.course_id, s.release, s.points, s.kept, \
             cast(case when s.report like '%\"grader_fault\"%' then 1 else 0 end as bigint) as faulty \
             from submissions s join users u on u.id = s.user_id where $1 = '' or s.homework = $1 order by s.user_id, s.homework, s.id"
        ).bind(homework.unwrap_or_default()).fetch_all(db).await)?;
        Ok(rows.into_iter().map(Into::into).collect())
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
        verdict: Verdict<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let graded = match verdict {
            Verdict::Graded {
                report,
                points,
                kept,
            } => {
                let text = serde_json::to_string(report)
                    .map_err(|e| StoreError::Corrupt(e.to_string()))?;
                Some((text, points, kept))
            }
            Verdict::Fault | Verdict::Unreadable => None,
        };
        noting!(self, tx => {
            let (before, version): (i64, i64) = sqlx::query_as("select points, course_id from submissions where id = $1").bind(row.id).fetch_one(&mut *tx).await?;
            let after = graded.as_ref().map_or(before, |(_, points, _)| points.thousandths());
            let outcome = match verdict {
                Verdict::Fault => "fault",
                Verdict::Unreadable => "unreadable",
                Verdict::Graded { .. } if before == after => "same",
                Verdict::Graded { .. } => "changed",
            };
            let first = sqlx::query("insert into regrades (job_id, submission_id, outcome, points_before, points_after) values ($1, $2, $3, $4, $5) on conflict do nothing")
                .bind(job).bind(row.id).bind(outcome).bind(before).bind(after).execute(&mut *tx).await?.rows_affected() == 1;
            if let (true, Some((report, points, kept))) = (first, &graded) {
                let kept_back = sqlx::query("insert into reports (submission_id, job_id, course_id, release, report, points, kept, replaced_at) select id, $2, course_id, release, report, points, kept, $3 from submissions where id = $1 and course_id <= $4")
                    .bind(row.id).bind(job).bind(now.as_microsecond()).bind(course).execute(&mut *tx).await?.rows_affected();
                sqlx::query("update submissions set report = $2, points = $3, kept = $4, course_id = $5, release = $6 where id = $1 and course_id <= $5")
                    .bind(row.id).bind(report).bind(points.thousandths()).bind(i64::from(*kept)).bind(course).bind(env!("CARGO_PKG_VERSION"))
                    .execute(&mut *tx).await?;
                if kept_back == 1 && before != after {
                    let change = Change {
                        actor,
                        action: "regrade",
                        subject: format!("{}/{} submission {}", row.login, row.homework, row.id),
                        before: format!("{} (version {})", Points::from_thousandths(before), version),
                        after: format!("{points} (version {course})"),
                    };
                    super::audit::insert!(&mut *tx, change, now);
                }
            }
        });
        Ok(())
    }

    /// The submissions that a job has dealt with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regraded_ids(&self, job: i64) -> Result<HashSet<i64>, StoreError> {
        let rows: Vec<(i64,)> = reading!(self, db => sqlx::query_as("select submission_id from regrades where job_id = $1").bind(job).fetch_all(db).await)?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// What a job changed or could not grade, by student; submissions whose points stayed the same are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regraded(&self, job: i64) -> Result<Vec<Regraded>, StoreError> {
        let rows: Vec<(i64, String, String, String, String, i64, i64)> = reading!(self, db => sqlx::query_as(
            "select r.submission_id, u.login, u.name, s.homework, r.outcome, r.points_before, r.points_after \
             from regrades r join submissions s on s.id = r.submission_id join users u on u.id = s.user_id \
             where r.job_id = $1 and r.outcome <> 'same' order by u.name, u.login, s.homework, s.id"
        ).bind(job).fetch_all(db).await)?;
        let regraded = |(submission, login, name, homework, outcome, before, after)| Regraded {
            submission,
            login,
            name,
            homework,
            outcome,
            before: Points::from_thousandths(before),
            after: Points::from_thousandths(after),
        };
        Ok(rows.into_iter().map(regraded).collect())
    }

    /// The reports of a submission that regrades replaced, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn earlier_reports(&self, submission: i64) -> Result<Vec<EarlierReport>, StoreError> {
        let rows: Vec<EarlierRow> = reading!(self, db => sqlx::query_as(
            "select course_id, release, report, points, kept, replaced_at from reports where submission_id = $1 order by id"
        ).bind(submission).fetch_all(db).await)?;
        let earlier = |row: EarlierRow| {
            Ok(EarlierReport {
                course: row.course_id,
                release: row.release,
                report: serde_json::from_str(&row.report).map_err(|e| {
                    StoreError::Corrupt(format!(
                        "an earlier report of submission {submission}: {e}"
                    ))
                })?,
                points: Points::from_thousandths(row.points),
                kept: u32::try_from(row.kept).unwrap_or(1000),
                replaced_at: instant(row.replaced_at),
            })
        };
        rows.into_iter().map(earlier).collect()
    }
}
