//! Who is grading which answer: for a quarter of an hour nobody else gets it.

use super::{Store, StoreError};
use crate::ids::{AnswerId, UserId};
use jiff::{SignedDuration, Timestamp};

/// How long a claim lasts, unless the answer is graded, skipped or left before.
pub const CLAIM_LASTS: SignedDuration = SignedDuration::from_mins(15);

/// Claims the answer `$1` for the grader `$2` until `$3`, where nobody else claims it at `$4`. One statement: of two graders at once,
/// the second waits for the first and then finds the claim.
const CLAIM: &str = "
    insert into claims (answer_id, grader_id, expires_at)
    values ($1, $2, $3)
    on conflict (answer_id) do update
    set grader_id = excluded.grader_id, expires_at = excluded.expires_at
    where claims.expires_at <= $4 or claims.grader_id = excluded.grader_id
    returning answer_id";

fn expires(now: Timestamp) -> Timestamp {
    now.saturating_add(CLAIM_LASTS).unwrap_or(Timestamp::MAX)
}

impl Store {
    /// Claims the first of these answers that nobody else is grading and that was not graded meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_first(
        &self,
        answers: &[AnswerId],
        grader: UserId,
        now: Timestamp,
    ) -> Result<Option<AnswerId>, StoreError> {
        let mut tx = self.transaction().await?;
        let mut claimed = None;
        for answer in answers {
            let claim = (*answer, grader, expires(now), now);
            if tx.first::<AnswerId>(CLAIM, claim).await?.is_none() {
                continue;
            }
            // Grading ends the claim: an answer graded since the list was made is free, and not waiting.
            let graded = "select answer_id from manual_grades where answer_id = $1";
            if tx.first::<AnswerId>(graded, (*answer,)).await?.is_none() {
                claimed = Some(*answer);
                break;
            }
            tx.execute("delete from claims where answer_id = $1", (*answer,))
                .await?;
        }
        tx.commit().await?;
        Ok(claimed)
    }

    /// Claims one answer, graded or not; the name of whoever else is grading it, if somebody is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim(
        &self,
        answer: AnswerId,
        grader: UserId,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let claim = (answer, grader, expires(now), now);
        if self.change::<AnswerId>(CLAIM, claim).await?.is_some() {
            return Ok(None);
        }
        let holder = r"
            select u.name
            from claims c
            join users u on u.id = c.grader_id
            where c.answer_id = $1";
        self.first(holder, (answer,)).await
    }

    /// Ends this grader's claim on an answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_claim(&self, answer: AnswerId, grader: UserId) -> Result<(), StoreError> {
        let delete = "delete from claims where answer_id = $1 and grader_id = $2";
        self.execute(delete, (answer, grader)).await?;
        Ok(())
    }
}
