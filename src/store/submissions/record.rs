//! What a submission is, on its way to the store and in it.

use crate::grading::Report;
use crate::ids::{SubmissionId, UserId, VersionId};
use crate::store::StoreError;
use crate::store::codec::{FromRow, Row};
use jiff::Timestamp;
use judge::points::{Points, Share};

/// A submission to be stored.
#[derive(Clone, Debug)]
pub struct NewSubmission<'a> {
    /// Whose.
    pub user: UserId,
    /// For which homework.
    pub homework: &'a str,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The exact bytes.
    pub file: &'a [u8],
    /// Their SHA-256, in hexadecimal.
    pub sha256: &'a str,
    /// The course version it was graded under.
    pub course: VersionId,
    /// The release of its student's inputs that it is judged by.
    pub inputs_release: Option<i64>,
    /// The report.
    pub report: &'a Report,
    /// Points after the late penalty.
    pub points: Points,
    /// What lateness left of its points.
    pub late_factor: Share,
}

/// A submission without its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission {
    /// Its number.
    pub id: SubmissionId,
    /// Whose.
    pub user: UserId,
    /// For which homework.
    pub homework: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The course version it was graded under.
    pub course: VersionId,
    /// The release of its student's inputs that it is judged by; nothing where it was sent before inputs were kept.
    pub inputs_release: Option<i64>,
    /// The program's release it was graded with.
    pub release: String,
    /// The report.
    pub report: Report,
    /// Points after the late penalty.
    pub points: Points,
    /// What lateness left of its points.
    pub late_factor: Share,
    /// Whether it cost an attempt.
    pub attempt: bool,
}

/// A submission of a list: without its report, of which one alone is larger than a row of hundreds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSubmission {
    /// Its number.
    pub id: SubmissionId,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Points after the late penalty.
    pub points: Points,
    /// What lateness left of its points.
    pub late_factor: Share,
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

/// Where a file that is sent was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentFrom {
    /// In the person's draft, which goes with it.
    Draft,
    /// Anywhere else.
    Elsewhere,
}

/// What became of a submission, and what was in force at that moment.
#[derive(Clone, Debug, PartialEq)]
pub struct AcceptedUnder {
    /// What became of it.
    pub accepted: Accepted,
    /// The course version.
    pub version: Option<VersionId>,
    /// The student's own deadline.
    pub own_deadline: Option<Timestamp>,
    /// How many attempts the student had used before.
    pub used: u32,
}

/// Which attempt a submission was, and by when its student had to send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its number, counted from 1; one that cost none counts as the one before.
    pub ordinal: u32,
    /// The student's own deadline.
    pub own_deadline: Option<Timestamp>,
}

impl AcceptedUnder {
    /// Which attempt it is that has just been stored; nothing of one that was there.
    pub fn attempt(&self) -> Option<Attempt> {
        let Accepted::Stored(stored) = &self.accepted else {
            return None;
        };
        Some(Attempt {
            ordinal: (self.used + u32::from(stored.attempt)).max(1),
            own_deadline: self.own_deadline,
        })
    }
}

impl FromRow for ListedSubmission {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            received_at: row.get("received_at")?,
            sha256: row.get("sha256")?,
            points: row.get("points")?,
            late_factor: row.get("late_factor")?,
            attempt: row.get("attempt")?,
        })
    }
}

impl FromRow for Submission {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            homework: row.get("homework")?,
            received_at: row.get("received_at")?,
            sha256: row.get("sha256")?,
            course: row.get("course_id")?,
            inputs_release: row.get("inputs_release")?,
            release: row.get("release")?,
            report: row.json("report")?,
            points: row.get("points")?,
            late_factor: row.get("late_factor")?,
            attempt: row.get("attempt")?,
        })
    }
}
