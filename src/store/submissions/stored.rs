//! Submissions as they are read.

use super::record::{Attempt, ListedSubmission, Submission};
use crate::ids::{SubmissionId, UserId};
use crate::store::{Store, StoreError};
use jiff::Timestamp;

/// Everything of submissions but their bytes.
const SELECT: &str = "
    select id, user_id, homework, received_at, sha256, course_id, inputs_release, release, report, points, late_factor, attempt
    from submissions
    join report_texts on submission_id = id and number = report_number";

impl Store {
    /// One submission.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submission(&self, id: SubmissionId) -> Result<Option<Submission>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// A student's submissions for one homework, newest first, without their reports.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submissions(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<Vec<ListedSubmission>, StoreError> {
        let select = r"
            select id, received_at, sha256, points, late_factor, attempt
            from submissions
            where user_id = $1 and homework = $2
            order by id desc";
        self.rows(select, (user, homework)).await
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
}
