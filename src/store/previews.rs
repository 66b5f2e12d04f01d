//! What was sent to be shown before it is done, so that its page can be turned and come back to: a few of everybody's, for a day.

use super::{Store, StoreError, secret};
use crate::ids::UserId;
use jiff::{SignedDuration, Timestamp};

/// How long it is kept.
const LASTS: SignedDuration = SignedDuration::from_hours(24);
/// How many of one person are kept.
const MOST: i64 = 8;

impl Store {
    /// Keeps what a person sent, forgets what has expired and all but the newest of this person: the key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_preview(
        &self,
        user: UserId,
        body: &str,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let key = secret();
        let expired = now.saturating_sub(LASTS).unwrap_or(Timestamp::MIN);
        let mut tx = self.transaction().await?;
        tx.execute("delete from previews where made_at <= $1", (expired,))
            .await?;
        let older = r"
            delete from previews
            where user_id = $1 and key not in (
                select key from previews where user_id = $1 order by made_at desc, key limit $2)";
        tx.execute(older, (user, MOST - 1)).await?;
        let insert = "insert into previews (key, user_id, made_at, body) values ($1, $2, $3, $4)";
        tx.execute(insert, (&key, user, now, body)).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// What this person sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_preview(
        &self,
        key: &str,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let expired = now.saturating_sub(LASTS).unwrap_or(Timestamp::MIN);
        let of = "select body from previews where key = $1 and user_id = $2 and made_at > $3";
        self.first(of, (key, user, expired)).await
    }
}
