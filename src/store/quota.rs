//! How much a person's files of a homework take: what they sent, of each the report that counts, and their answers to items graded by a
//! person. What a regrade put another report in the place of is kept by the course and counts for nobody.

use super::{Store, StoreError};
use crate::ids::{AnswerId, SubmissionId, UserId};
use jiff::Timestamp;

/// Submissions that are kept of one person and homework, attempts without limit or not: they are listed together.
pub const MOST_SUBMISSIONS: i64 = 1000;

/// The bytes that `$1` has stored for the homework `$2`, in the database and outside. Lengths stand at the head of a row: the bytes
/// themselves are not read.
pub(super) const STORED_BYTES: &str = "
    select cast((
        select coalesce(sum(file_bytes + octet_length(report)), 0)
        from submissions
        join report_texts on submission_id = id and number = report_number
        where user_id = $1 and homework = $2
    ) + (
        select coalesce(sum(coalesce(outside, octet_length(body))), 0)
        from manual_answers
        where user_id = $1 and homework = $2
    ) as bigint)";

/// What a person may still send for a homework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The most submissions that may count; `None` for any number.
    pub attempts: Option<u32>,
    /// The most bytes that everything together may take.
    pub bytes: u64,
}

/// Attempts alone.
impl From<Option<u32>> for Allowance {
    fn from(attempts: Option<u32>) -> Self {
        Self {
            attempts,
            bytes: u64::MAX,
        }
    }
}

impl Store {
    /// What is asked before a person's file is looked at: their own deadline, and the bytes that they have stored.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn before_sending(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<(Option<Timestamp>, u64), StoreError> {
        let select = [
            "select (select deadline from extensions where user_id = $1 and homework = $2), (",
            STORED_BYTES,
            ")",
        ];
        self.one(select, (user, homework)).await
    }

    /// The bytes that a person has stored for a homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stored_bytes(&self, user: UserId, homework: &str) -> Result<u64, StoreError> {
        self.one(STORED_BYTES, (user, homework)).await
    }

    /// Whether a person has sent exactly this file for a homework before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn was_submitted(
        &self,
        user: UserId,
        homework: &str,
        sha256: &str,
    ) -> Result<bool, StoreError> {
        let select = r"
            select id
            from submissions
            where user_id = $1 and homework = $2 and sha256 = $3";
        let found: Option<SubmissionId> = self.first(select, (user, homework, sha256)).await?;
        Ok(found.is_some())
    }

    /// The number of bytes of a submission's file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submitted_size(&self, id: SubmissionId) -> Result<Option<usize>, StoreError> {
        let select = r"
            select file_bytes
            from submissions
            where id = $1";
        self.first(select, (id,)).await
    }

    /// The number of bytes of an answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answer_size(&self, id: AnswerId) -> Result<Option<usize>, StoreError> {
        let select = r"
            select cast(coalesce(outside, octet_length(body)) as bigint)
            from manual_answers
            where id = $1";
        self.first(select, (id,)).await
    }
}
