//! A submission becomes durable, and its attempt is counted, in one transaction.

use super::record::{Accepted, AcceptedUnder, NewSubmission, SentFrom, Submission};
use crate::grading::outcomes_of;
use crate::ids::{SubmissionId, VersionId};
use crate::store::codec::{FromRow, Row, json, kept_instant, of_json};
use crate::store::db::Tx;
use crate::store::letter::{About, LetterKind};
use crate::store::letters::News;
use crate::store::objects::Placed;
use crate::store::quota::{Allowance, MOST_SUBMISSIONS, STORED_BYTES};
use crate::store::{Store, StoreError};
use jiff::Timestamp;

/// What decides whether a file of the student `$1` for the homework `$2`, of the digest `$3`, is taken: the same one where it was sent
/// before, what was sent and is stored, and what is in force now. It is read at once, since others wait for their turn to write.
const BEFORE: [&str; 3] = [
    r"
    select s.id, s.user_id, s.homework, s.received_at, s.sha256, s.course_id, s.inputs_release, s.release, r.report, s.points,
        s.late_factor, s.attempt, coalesce(t.sent, 0) as sent, coalesce(t.attempts, 0) as used, t.deadline,
        (select max(id) from courses) as version,
        (select drawn_as from users where id = $1 and merged_into is null) as drawn_as, (",
    STORED_BYTES,
    r") as bytes, (select tasks from tallies where homework = $2 and user_id = $1) as tallied,
        (
            exists (select 1 from submissions o where o.sha256 = $3 and o.homework = $2 and o.user_id <> $1)
            and not exists (select 1 from shared_files f where f.homework = $2 and f.sha256 = $3)
        ) as newly_shared
    from (select 1) one
    left join standings t on t.user_id = $1 and t.homework = $2
    left join submissions s on s.user_id = $1 and s.homework = $2 and s.sha256 = $3
    left join report_texts r on r.submission_id = s.id and r.number = s.report_number",
];

/// What [`BEFORE`] reads.
struct Before {
    same: Option<Submission>,
    sent: i64,
    used: u32,
    own_deadline: Option<Timestamp>,
    version: Option<VersionId>,
    /// As whom the student draws inputs; nothing of somebody who was merged into another person.
    drawn_as: Option<String>,
    bytes: u64,
    /// What earlier submissions did in each task, as it is kept.
    tallied: Option<String>,
    /// Whether the same file was sent under another row, and nobody noticed yet. Whether these are two students is asked by whoever reads it.
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
            drawn_as: row.get("drawn_as")?,
            bytes: row.get("bytes")?,
            tallied: row.get("tallied")?,
            newly_shared: row.get("newly_shared")?,
        })
    }
}

impl Before {
    /// Whoever was merged meanwhile, or made two again, sends it again as whom they are now.
    fn is_of_same_person(&self, then: Option<&str>) -> Result<(), StoreError> {
        let now = self.drawn_as.as_deref().ok_or(StoreError::Merged)?;
        if then.is_some_and(|then| then != now) {
            return Err(StoreError::Merged);
        }
        Ok(())
    }

    /// Why so many bytes more are not taken, if they are not.
    fn refuses(&self, allowed: Allowance, bytes: usize) -> Option<Accepted> {
        let spent = allowed.attempts.is_some_and(|most| self.used >= most);
        if self.sent >= MOST_SUBMISSIONS || spent {
            return Some(Accepted::NoAttemptsLeft);
        }
        let used = self.bytes;
        (used + bytes as u64 > allowed.bytes).then_some(Accepted::OverQuota { used })
    }

    /// What became of it, with what was in force.
    fn under(&self, accepted: Accepted) -> AcceptedUnder {
        AcceptedUnder {
            accepted,
            version: self.version,
            own_deadline: self.own_deadline,
            used: self.used,
        }
    }
}

/// A submission as it will be read: an instant to a microsecond, a report as its text says it.
fn stored_as(
    id: SubmissionId,
    new: &NewSubmission<'_>,
    report: &str,
) -> Result<Submission, StoreError> {
    Ok(Submission {
        id,
        user: new.user,
        homework: new.homework.to_owned(),
        received_at: kept_instant(new.received_at)?,
        sha256: new.sha256.to_owned(),
        course: new.course,
        inputs_release: new.inputs_release,
        release: env!("CARGO_PKG_VERSION").to_owned(),
        report: of_json(report)?,
        points: new.points,
        late_factor: new.late_factor,
        attempt: !new.report.has_fault(),
    })
}

impl Tx {
    /// Writes the row, the file and the report.
    async fn insert_submission(
        &mut self,
        new: &NewSubmission<'_>,
        report: &str,
        placed: &Placed<'_>,
    ) -> Result<SubmissionId, StoreError> {
        let faulty = new.report.has_fault();
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
            new.file.len(),
        );
        let id: SubmissionId = self.one(insert, row).await?;
        let contents = "insert into submission_contents (submission_id, file) values ($1, $2)";
        self.execute(contents, (id, placed.bytes())).await?;
        let first = "insert into report_texts (submission_id, number, report) values ($1, 1, $2)";
        self.execute(first, (id, report)).await?;
        Ok(id)
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
        let sent = self.stored(new, allowed.into(), SentFrom::Elsewhere, None);
        Ok(sent.await?.accepted)
    }

    /// The same, with the dates that are in force while it is stored: whoever changes them later reckons it anew. It was graded by
    /// the inputs that are drawn as `drawn_as`.
    ///
    /// # Errors
    /// When the student draws inputs as somebody else by now, the database fails, or the object storage does not take a large file;
    /// then nothing was stored.
    pub async fn submit_under(
        &self,
        new: NewSubmission<'_>,
        drawn_as: &str,
        allowed: Allowance,
        from: SentFrom,
    ) -> Result<AcceptedUnder, StoreError> {
        self.stored(new, allowed, from, Some(drawn_as)).await
    }

    async fn stored(
        &self,
        new: NewSubmission<'_>,
        allowed: Allowance,
        from: SentFrom,
        drawn_as: Option<&str>,
    ) -> Result<AcceptedUnder, StoreError> {
        let report = json(new.report)?;
        let placed = self.placed(&new, allowed).await?;
        let mut tx = self.transaction().await?;
        // Two submissions at once do not both take the last attempt.
        tx.lock_student(new.user).await?;
        let mut before: Before = tx.one(BEFORE, (new.user, new.homework, new.sha256)).await?;
        before.is_of_same_person(drawn_as)?;
        if from == SentFrom::Draft {
            // Where it is not taken, this is taken back.
            tx.drop_draft(new.user, new.homework, new.sha256).await?;
        }
        if let Some(same) = before.same.take() {
            // It may wait for the same commit as this one.
            tx.commit().await?;
            return Ok(before.under(Accepted::Again(same)));
        }
        if let Some(refused) = before.refuses(allowed, new.file.len() + report.len()) {
            return Ok(before.under(refused));
        }
        let id = tx.insert_submission(&new, &report, &placed).await?;
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
        Ok(before.under(Accepted::Stored(stored_as(id, &new, &report)?)))
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
}
