//! What people are told once, by one of several servers: deadlines that are near, the digest of a day.

use super::letter::{About, LetterKind};
use super::letters::News;
use super::{Store, StoreError};
use crate::ids::UserId;
use jiff::Timestamp;
use std::collections::HashSet;

impl Store {
    /// Tells a person something once for this `what`, in the transaction that notes it: whether it was told now.
    ///
    /// # Errors
    /// When the database fails; then nothing was told.
    pub async fn tell_once(
        &self,
        user: UserId,
        (what, kind): (&str, LetterKind),
        about: &About,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.transaction().await?;
        let insert = r"
            insert into letters_told (user_id, what, told_at)
            values ($1, $2, $3)
            on conflict do nothing";
        if tx.execute(insert, (user, what, now)).await? == 0 {
            return Ok(false);
        }
        let news = News {
            user,
            kind,
            about,
            now,
        };
        tx.tell(news).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// To whom which of these was told.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn told(&self, all: &[&str]) -> Result<HashSet<(UserId, String)>, StoreError> {
        let head = "select user_id, what from letters_told where what in (";
        let rows: Vec<(UserId, String)> = self.among(head, all).await?;
        Ok(rows.into_iter().collect())
    }

    /// When a person was last told something whose name begins so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_told(
        &self,
        user: UserId,
        beginning: &str,
    ) -> Result<Option<Timestamp>, StoreError> {
        let select = r"
            select told_at
            from letters_told
            where user_id = $1 and substr(what, 1, length($2)) = $2
            order by told_at desc
            limit 1";
        self.first(select, (user, beginning)).await
    }

    /// Who has sent anything for which homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn senders(&self) -> Result<HashSet<(UserId, String)>, StoreError> {
        let select = r"
            select user_id, homework from standings where sent > 0
            union
            select user_id, homework from manual_answers";
        let rows: Vec<(UserId, String)> = self.rows(select, ()).await?;
        Ok(rows.into_iter().collect())
    }

    /// Whether a person has sent anything for a homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_sent(&self, user: UserId, homework: &str) -> Result<bool, StoreError> {
        let select = r"
            select user_id from standings where user_id = $1 and homework = $2 and sent > 0
            union all
            select user_id from manual_answers where user_id = $1 and homework = $2
            limit 1";
        let found: Option<UserId> = self.first(select, (user, homework)).await?;
        Ok(found.is_some())
    }
}
