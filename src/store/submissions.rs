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

/// Everything of submissions but their bytes.
pub(super) const SELECT: &str = "
    select id, user_id, homework, received_at, sha256, course_id, inputs_release, release, report, points, late_factor, attempt
    from submissions
    join submission_contents on submission_id = id";

/// What decides whether a file of the student `$1` for the homework `$2`, of the digest `$3`, is taken: the same one where it was sent
/// before, what was sent and is stored, and what is in force now. It is read at once, since others wait for their turn to write.
const BEFORE: [&str; 3] = [
    r"
    select s.id, s.user_id, s.homework, s.received_at, s.sha256, s.course_id, s.inputs_release, s.release, c.report, s.points,
        s.late_factor, s.attempt, coalesce(t.sent, 0) as sent, coalesce(t.attempts, 0) as used, t.deadline,
        (select max(id) from courses) as version, (",
    STORED_BYTES,
    r") as bytes, (select tasks from tallies where homework = $2 and user_id = $1) as tallied,
        (
            exists (select 1 from submissions o where o.sha256 = $3 and o.homework = $2 and o.user_id <> $1)
            and not exists (select 1 from shared_files f where f.homework = $2 and f.sha256 = $3)
        ) as newly_shared
    from (select 1) one
    left join standings t on t.user_id = $1 and t.homework = $2
    left join submissions s on s.user_id = $1 and s.homework = $2 and s.sha256 = $3
    left join submission_contents c on c.submission_id = s.id",
];

/// What [`BEFORE`] reads.
struct Before {
    same: Option<Submission>,
    sent: i64,
    used: u32,
    own_deadline: Option<Timestamp>,
    version: Option<VersionId>,
    bytes: u64,
    /// What earlier submissions did in each task, as it is kept.
    tallied: Option<String>,
    /// Whether another student sent the same file, and nobody noticed yet.
    newly_shared: bool,
}

impl FromRow for Before {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let same = row.get::<Option<SubmissionId>>("id")?;
        Ok(Self {
            same: same.map(|_| Submission::from_row(row)).transpose()?,
            sent: row.get("sent")?,
            used: row.get("used")?,
            own_deadline: row.get("deadline")?,
            version: row.get("version")?,
            bytes: row.get("bytes")?,
            tallied: row.get("tallied")?,
            newly_shared: row.get("newly_shared")?,
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
        let sent = self.submit_under(new, allowed.into(), SentFrom::Elsewhere);
        Ok(sent.await?.accepted)
    }

    /// The same, with the dates that are in force while it is stored: whoever changes them later reckons it anew.
    ///
    /// # Errors
    /// When the database fails, or the object storage does not take a large file; then nothing was stored.
    pub async fn submit_under(
        &self,
        new: NewSubmission<'_>,
        allowed: Allowance,
        from: SentFrom,
    ) -> Result<AcceptedUnder, StoreError> {
        let report = json(new.report)?;
        let faulty = new.report.has_fault();
        let placed = self.placed(&new, allowed).await?;
        let mut tx = self.transaction().await?;
        // Two submissions at once do not both take the last attempt.
        tx.lock_student(new.user).await?;
        let before: Before = tx.one(BEFORE, (new.user, new.homework, new.sha256)).await?;
        let under = |accepted| AcceptedUnder {
            accepted,
            version: before.version,
            own_deadline: before.own_deadline,
            used: before.used,
        };
        if from == SentFrom::Draft {
            // Where it is not taken, this is taken back.
            tx.drop_draft(new.user, new.homework, new.sha256).await?;
        }
        if let Some(same) = before.same {
            // It may wait for the same commit as this one.
            tx.commit().await?;
            return Ok(under(Accepted::Again(same)));
        }
        let most = allowed.attempts;
        if before.sent >= MOST_SUBMISSIONS || most.is_some_and(|most| before.used >= most) {
            return Ok(under(Accepted::NoAttemptsLeft));
        }
        let used = before.bytes;
        if used + new.file.len() as u64 + report.len() as u64 > allowed.bytes {
            return Ok(under(Accepted::OverQuota { used }));
        }
        let insert = r"
            insert into submissions (
                user_id, homework, received_at, sha256, course_id, release, points, late_factor, attempt, faulty,
                inputs_release, outside, file_bytes
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            returning id";
        let row = (
            new.user,
            new.homework,
            new.received_at,
            new.sha256,
            new.course,
            env!("CARGO_PKG_VERSION"),
            new.points,
            new.late_factor,
            !faulty,
            faulty,
            new.inputs_release,
            placed.outside(),
            i64::try_from(new.file.len()).unwrap_or(i64::MAX),
        );
        let id: SubmissionId = tx.one(insert, row).await?;
        let contents = r"
            insert into submission_contents (submission_id, report, file)
            values ($1, $2, $3)";
        tx.execute(contents, (id, &report, placed.bytes())).await?;
        if before.newly_shared {
            tx.note_shared_file(new.homework, new.sha256, id).await?;
        }
        tx.name_object(&placed).await?;
        tx.restand(new.user, new.homework).await?;
        let outcomes = outcomes_of(new.report);
        tx.put_outcomes(id, &outcomes).await?;
        let (kept, earlier) = (before.tallied.as_deref(), before.sent);
        tx.add_to_tally((new.user, new.homework), (kept, earlier), id, &outcomes)
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

    /// Which attempt a submission was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempt_of(&self, submission: &Submission) -> Result<Attempt, StoreError> {
        let select = r"
            select
                (select count(*) from submissions where user_id = $1 and homework = $2 and attempt and id <= $3),
                (select deadline from extensions where user_id = $1 and homework = $2)";
        let of = (submission.user, &submission.homework, submission.id);
        let (counted, own_deadline): (u32, Option<Timestamp>) = self.one(select, of).await?;
        Ok(Attempt {
            ordinal: counted.max(1),
            own_deadline,
        })
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
        let select = r"
            select file, sha256, outside
            from submissions
            join submission_contents on submission_id = id
            where id = $1";
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
        if !self.puts_outside(new.file.len()) {
            return Ok(Placed::inside(new.file));
        }
        let (user, homework) = (new.user, new.homework);
        if self.was_submitted(user, homework, new.sha256).await? {
            self.mend(new.sha256, new.file).await?;
            return Ok(Placed::inside(new.file));
        }
        if !self.has_room(new, allowed).await? {
            return Ok(Placed::inside(new.file));
        }
        self.place(new.sha256, new.file).await
    }

    /// Whether a new submission would be stored as things are. What becomes of it is decided in its transaction; this keeps what is refused
    /// from being put anywhere.
    async fn has_room(
        &self,
        new: &NewSubmission<'_>,
        allowed: Allowance,
    ) -> Result<bool, StoreError> {
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
