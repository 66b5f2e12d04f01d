//! Who is grading which answer: for a quarter of an hour nobody else gets it.

use super::pool::{reading, transaction, writing};
use super::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};

/// How long a claim lasts, unless the answer is graded, skipped or left before.
pub const CLAIM_LASTS: SignedDuration = SignedDuration::from_mins(15);

impl Store {
    /// Claims the first of these answers that nobody else is grading and that was not graded meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_first(
        &self,
        answers: &[i64],
        grader: i64,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let expires = now.saturating_add(CLAIM_LASTS).unwrap_or(Timestamp::MAX);
        Ok(transaction!(self, tx => {
            let mut claimed = None;
            for answer in answers {
                // One statement: of two graders at once, the second waits for the first and then finds the claim.
                let row: Option<(i64,)> = sqlx::query_as("insert into claims (answer_id, grader_id, expires_at) values ($1, $2, $3) on conflict (answer_id) do update set grader_id = excluded.grader_id, expires_at = excluded.expires_at where claims.expires_at <= $4 or claims.grader_id = excluded.grader_id returning answer_id")
                    .bind(*answer).bind(grader).bind(expires.as_microsecond()).bind(now.as_microsecond()).fetch_optional(&mut *tx).await?;
                if row.is_none() {
                    continue;
                }
                // Grading ends the claim: an answer graded since the list was made is free, and not waiting.
                let graded: Option<(i64,)> = sqlx::query_as("select user_id from manual_grades where answer_id = $1")
                    .bind(*answer).fetch_optional(&mut *tx).await?;
                if graded.is_none() {
                    claimed = Some(*answer);
                    break;
                }
                sqlx::query("delete from claims where answer_id = $1").bind(*answer).execute(&mut *tx).await?;
            }
            claimed
        }))
    }

    /// Claims one answer, graded or not; the name of whoever else is grading it, if somebody is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim(
        &self,
        answer: i64,
        grader: i64,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let expires = now.saturating_add(CLAIM_LASTS).unwrap_or(Timestamp::MAX);
        let row: Option<(i64,)> = writing!(self, db => sqlx::query_as("insert into claims (answer_id, grader_id, expires_at) values ($1, $2, $3) on conflict (answer_id) do update set grader_id = excluded.grader_id, expires_at = excluded.expires_at where claims.expires_at <= $4 or claims.grader_id = excluded.grader_id returning answer_id")
            .bind(answer).bind(grader).bind(expires.as_microsecond()).bind(now.as_microsecond()).fetch_optional(db).await)?;
        if row.is_some() {
            return Ok(None);
        }
        let name: Option<(String,)> = reading!(self, db => sqlx::query_as("select u.name from claims c join users u on u.id = c.grader_id where c.answer_id = $1").bind(answer).fetch_optional(db).await)?;
        Ok(name.map(|(name,)| name))
    }

    /// Ends this grader's claim on an answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_claim(&self, answer: i64, grader: i64) -> Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("delete from claims where answer_id = $1 and grader_id = $2").bind(answer).bind(grader).execute(db).await?;
        });
        Ok(())
    }
}
