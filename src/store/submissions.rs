//! Submissions: the exact bytes, the report, and what they were graded under.

use super::codec::{FromRow, Row, json, kept_instant, of_json};
use super::db::Tx;
use super::letter::{About, LetterKind};
use super::letters::News;
use super::objects::Placed;
use super::quota::{Allowance, MOST_SUBMISSIONS, STORED_BYTES};
use super::{Store, StoreError};
use crate::grading::{Report, outcomes_of};
use crate::ids::{SubmissionId, UserId, VersionId};
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

/// What became of a submission, and what was in force at that moment.
#[derive(Clone, Debug, PartialEq)]
pub struct AcceptedUnder {
    /// What became of it.
    pub accepted: Accepted,
    /// The course version.
    pub version: Option<VersionId>,
    /// The student's own deadline.
    pub own_deadline: Option<Timestamp>,
}

/// Everything of submissions but their bytes.
pub(super) const SELECT: &str = "
    select id, user_id, homework, received_at, sha256, course_id, inputs_release, release, report, points, late_factor, attempt
    from submissions";

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

impl Tx {
    /// Lets nothing else of a student be stored before this transaction ends. SQLite has one writer anyway.
    pub(super) async fn lock_student(&mut self, user: UserId) -> Result<(), StoreError> {
        if self.is_postgres() {
            let lock = "select id from users where id = $1 for no key update";
            self.first::<UserId>(lock, (user,)).await?;
        }
        Ok(())
    }

    /// The same of everybody.
    pub(super) async fn lock_students(&mut self) -> Result<(), StoreError> {
        if self.is_postgres() {
            let lock = "select id from users order by id for no key update";
            self.rows::<i64>(lock, ()).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Stores a submission and counts the attempt, in one transaction: when this returns, it is durable.
    /// `allowed` says how many may count, and how much all may take; one that the grader's own fault spoilt counts none.
    ///
    /// # Errors
    /// When the database fails, or the object storage does not take a large file; then nothing was stored.
    pub async fn submit(
        &self,
        new: NewSubmission<'_>,
        allowed: impl Into<Allowance>,
    ) -> Result<Accepted, StoreError> {
        Ok(self.submit_under(new, allowed.into()).await?.accepted)
    }

    /// The same, with the dates that are in force while it is stored: whoever changes them later reckons it anew.
    ///
    /// # Errors
    /// When the database fails, or the object storage does not take a large file; then nothing was stored.
    pub async fn submit_under(
        &self,
        new: NewSubmission<'_>,
        allowed: Allowance,
    ) -> Result<AcceptedUnder, StoreError> {
        let report = json(new.report)?;
        let faulty = new.report.has_fault();
        let placed = self.placed(&new, allowed).await?;
        let mut tx = self.transaction().await?;
        // Two submissions at once do not both take the last attempt.
        tx.lock_student(new.user).await?;
        let same = "where user_id = $1 and homework = $2 and sha256 = $3";
        let earlier = tx
            .first([SELECT, same], (new.user, new.homework, new.sha256))
            .await?;
        let now = r"
            select coalesce(max(s.sent), 0), coalesce(max(s.attempts), 0), max(s.deadline), (select max(id) from courses)
            from standings s
            where s.user_id = $1 and s.homework = $2";
        let (sent, counted, own_deadline, version): (
            i64,
            i64,
            Option<Timestamp>,
            Option<VersionId>,
        ) = tx.one(now, (new.user, new.homework)).await?;
        let under = |accepted| AcceptedUnder {
            accepted,
            version,
            own_deadline,
        };
        if let Some(earlier) = earlier {
            // It may wait for the same commit as this one.
            tx.commit().await?;
            return Ok(under(Accepted::Again(earlier)));
        }
        let most = allowed.attempts;
        if sent >= MOST_SUBMISSIONS || most.is_some_and(|most| counted >= i64::from(most)) {
            return Ok(under(Accepted::NoAttemptsLeft));
        }
        let used: u64 = tx.one(STORED_BYTES, (new.user, new.homework)).await?;
        if used + new.file.len() as u64 + report.len() as u64 > allowed.bytes {
            return Ok(under(Accepted::OverQuota { used }));
        }
        let insert = r"
            insert into submissions (
                user_id, homework, received_at, file, sha256, course_id, release, report, points, late_factor,
                attempt, faulty, inputs_release, outside
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            returning id";
        let row = (
            new.user,
            new.homework,
            new.received_at,
            placed.bytes(),
            new.sha256,
            new.course,
            env!("CARGO_PKG_VERSION"),
            &report,
            new.points,
            new.late_factor,
            !faulty,
            faulty,
            new.inputs_release,
            placed.outside(),
        );
        let id: SubmissionId = tx.one(insert, row).await?;
        tx.name_object(&placed).await?;
        tx.restand(new.user, new.homework).await?;
        let outcomes = outcomes_of(new.report);
        tx.put_outcomes(id, &outcomes).await?;
        tx.add_to_tally((new.user, new.homework), sent, id, &outcomes)
            .await?;
        if self.tells {
            tx.tell(News {
                user: new.user,
                kind: LetterKind::Receipt,
                about: &About::Submission(id),
                now: new.received_at,
            })
            .await?;
        }
        tx.commit().await?;
        // As it will be read: an instant to a microsecond, a report as its text says it.
        let stored = Submission {
            id,
            user: new.user,
            homework: new.homework.to_owned(),
            received_at: kept_instant(new.received_at)?,
            sha256: new.sha256.to_owned(),
            course: new.course,
            inputs_release: new.inputs_release,
            release: env!("CARGO_PKG_VERSION").to_owned(),
            report: of_json(&report)?,
            points: new.points,
            late_factor: new.late_factor,
            attempt: !faulty,
        };
        Ok(under(Accepted::Stored(stored)))
    }

    /// One submission.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submission(&self, id: SubmissionId) -> Result<Option<Submission>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// Which attempt a submission was, counted from 1; one that cost none counts as the one before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ordinal(&self, submission: &Submission) -> Result<u32, StoreError> {
        let count = r"
            select count(*)
            from submissions
            where user_id = $1 and homework = $2 and attempt and id <= $3";
        let of = (submission.user, &submission.homework, submission.id);
        Ok(self.one::<u32>(count, of).await?.max(1))
    }

    /// What the same student sent for the same homework before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sent_before(
        &self,
        submission: &Submission,
    ) -> Result<Option<Submission>, StoreError> {
        let before = "where user_id = $1 and homework = $2 and id < $3 order by id desc limit 1";
        let of = (submission.user, &submission.homework, submission.id);
        self.first([SELECT, before], of).await
    }

    /// The exact bytes of a submission.
    ///
    /// # Errors
    /// When the database fails, or the object storage in which they lie does.
    pub async fn submitted_file(&self, id: SubmissionId) -> Result<Option<Vec<u8>>, StoreError> {
        let select = "select file, sha256, outside from submissions where id = $1";
        match self.first(select, (id,)).await? {
            Some(kept) => self.fetched(kept).await.map(Some),
            None => Ok(None),
        }
    }

    /// Puts a large file outside: before the row that names it, so that what is acknowledged is there, and not for what is refused anyway.
    async fn placed<'f>(
        &self,
        new: &NewSubmission<'f>,
        allowed: Allowance,
    ) -> Result<Placed<'f>, StoreError> {
        if self.puts_outside(new.file.len()) && self.has_room(new, allowed).await? {
            return self.place(new.sha256, new.file).await;
        }
        Ok(Placed::inside(new.file))
    }

    /// Whether a submission would be stored as things are. What becomes of it is decided in its transaction; this keeps what is refused
    /// from being put anywhere.
    async fn has_room(
        &self,
        new: &NewSubmission<'_>,
        allowed: Allowance,
    ) -> Result<bool, StoreError> {
        if self
            .was_submitted(new.user, new.homework, new.sha256)
            .await?
        {
            return Ok(false);
        }
        let select = "select sent, attempts from standings where user_id = $1 and homework = $2";
        let counted = self.first(select, (new.user, new.homework)).await?;
        let (sent, attempts): (i64, i64) = counted.unwrap_or_default();
        let spent = allowed
            .attempts
            .is_some_and(|most| attempts >= i64::from(most));
        if spent || sent >= MOST_SUBMISSIONS {
            return Ok(false);
        }
        let used = self.stored_bytes(new.user, new.homework).await?;
        Ok(used + new.file.len() as u64 <= allowed.bytes)
    }

    /// A student's submissions for one homework, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submissions(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<Vec<Submission>, StoreError> {
        let of = "where user_id = $1 and homework = $2 order by id desc";
        self.rows([SELECT, of], (user, homework)).await
    }
}
