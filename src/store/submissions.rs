//! Submissions: the exact bytes, the report, and what they were graded under.

use super::pool::{reading, transaction};
use super::quota::{Allowance, MOST_SUBMISSIONS, bytes, stored};
use super::tokens::instant;
use super::{Store, StoreError};
use crate::grading::Report;
use crate::points::Points;
use jiff::Timestamp;

/// A submission to be stored.
#[derive(Clone, Debug)]
pub struct NewSubmission<'a> {
    /// Whose.
    pub user: i64,
    /// For which homework.
    pub homework: &'a str,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The exact bytes.
    pub file: &'a [u8],
    /// Their SHA-256, in hexadecimal.
    pub sha256: &'a str,
    /// The course version it was graded under.
    pub course: i64,
    /// The report.
    pub report: &'a Report,
    /// Points after the late penalty.
    pub points: Points,
    /// The thousandths of its points that lateness left.
    pub kept: u32,
}

/// A submission without its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// Its number.
    pub id: i64,
    /// Whose.
    pub user: i64,
    /// For which homework.
    pub homework: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The course version it was graded under.
    pub course: i64,
    /// The program's release it was graded with.
    pub release: String,
    /// The report.
    pub report: Report,
    /// Points after the late penalty.
    pub points: Points,
    /// The thousandths of its points that lateness left.
    pub kept: u32,
    /// Whether it cost an attempt.
    pub attempt: bool,
}

/// A submission with its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredSubmission {
    /// Everything but the bytes.
    pub submission: Submission,
    /// The exact bytes.
    pub file: Vec<u8>,
}

/// What became of a submission.
#[derive(Clone, Debug, PartialEq)]
pub enum Accepted {
    /// Stored, durably.
    Stored(Submission),
    /// The same bytes were sent before: the earlier one, at no cost.
    Again(Submission),
    /// All attempts are used.
    NoAttemptsLeft,
    /// It would take more than this person may store for the homework.
    OverQuota {
        /// Bytes that are stored already.
        used: u64,
    },
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    user_id: i64,
    homework: String,
    received_at: i64,
    sha256: String,
    course_id: i64,
    release: String,
    report: String,
    points: i64,
    kept: i64,
    attempt: bool,
}

macro_rules! columns {
    () => {
        "id, user_id, homework, received_at, sha256, course_id, release, report, points, kept, attempt"
    };
}
pub(super) use columns;

impl TryFrom<Row> for Submission {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            user: row.user_id,
            homework: row.homework,
            received_at: instant(row.received_at),
            sha256: row.sha256,
            course: row.course_id,
            release: row.release,
            report: serde_json::from_str(&row.report).map_err(|e| {
                StoreError::Corrupt(format!("report of submission {}: {e}", row.id))
            })?,
            points: Points::from_thousandths(row.points),
            kept: u32::try_from(row.kept).unwrap_or(1000),
            attempt: row.attempt,
        })
    }
}

/// What the transaction found.
enum Outcome {
    Stored(Row),
    Again(Row),
    Full,
    Over(u64),
}

impl Store {
    /// Stores a submission and counts the attempt, in one transaction: when this returns, it is durable.
    /// `allowed` says how many may count, and how much all may take; one that the grader's own fault spoilt counts none.
    ///
    /// # Errors
    /// When the database fails; then nothing was stored.
    pub async fn submit(
        &self,
        new: NewSubmission<'_>,
        allowed: impl Into<Allowance>,
    ) -> Result<Accepted, StoreError> {
        let allowed = allowed.into();
        let report =
            serde_json::to_string(new.report).map_err(|e| StoreError::Corrupt(e.to_string()))?;
        let attempt = !new.report.has_fault();
        let outcome = transaction!(self, tx => {
            // Locks the student's row, so that two submissions at once do not both take the last attempt.
            sqlx::query("update users set active = active where id = $1").bind(new.user).execute(&mut *tx).await?;
            let earlier: Option<Row> = sqlx::query_as(concat!("select ", columns!(), " from submissions where user_id = $1 and homework = $2 and sha256 = $3"))
                .bind(new.user).bind(new.homework).bind(new.sha256).fetch_optional(&mut *tx).await?;
            let (sent, counted): (i64, i64) = sqlx::query_as("select count(*), count(case when attempt then 1 end) from submissions where user_id = $1 and homework = $2")
                .bind(new.user).bind(new.homework).fetch_one(&mut *tx).await?;
            let (stored,): (i64,) = sqlx::query_as(stored!()).bind(new.user).bind(new.homework).fetch_one(&mut *tx).await?;
            let after = bytes(stored) + new.file.len() as u64 + report.len() as u64;
            if let Some(row) = earlier {
                Outcome::Again(row)
            } else if sent >= MOST_SUBMISSIONS || allowed.attempts.is_some_and(|most| counted >= i64::from(most)) {
                Outcome::Full
            } else if after > allowed.bytes {
                Outcome::Over(bytes(stored))
            } else {
                let row: Row = sqlx::query_as(concat!(
                    "insert into submissions (user_id, homework, received_at, file, sha256, course_id, release, report, points, kept, attempt) ",
                    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ", columns!()
                ))
                    .bind(new.user).bind(new.homework).bind(new.received_at.as_microsecond()).bind(new.file).bind(new.sha256)
                    .bind(new.course).bind(env!("CARGO_PKG_VERSION")).bind(&report).bind(new.points.thousandths()).bind(i64::from(new.kept)).bind(attempt)
                    .fetch_one(&mut *tx).await?;
                Outcome::Stored(row)
            }
        });
        Ok(match outcome {
            Outcome::Stored(row) => Accepted::Stored(row.try_into()?),
            Outcome::Again(row) => Accepted::Again(row.try_into()?),
            Outcome::Full => Accepted::NoAttemptsLeft,
            Outcome::Over(used) => Accepted::OverQuota { used },
        })
    }

    /// One submission.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submission(&self, id: i64) -> Result<Option<Submission>, StoreError> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from submissions where id = $1")).bind(id).fetch_optional(db).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The exact bytes of a submission.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submitted_file(&self, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let row: Option<(Vec<u8>,)> = reading!(self, db => sqlx::query_as("select file from submissions where id = $1").bind(id).fetch_optional(db).await)?;
        Ok(row.map(|(file,)| file))
    }

    /// A student's submissions for one homework, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submissions(
        &self,
        user: i64,
        homework: &str,
    ) -> Result<Vec<Submission>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from submissions where user_id = $1 and homework = $2 order by id desc"))
            .bind(user).bind(homework).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}
