//! Answers to items graded by a person. Every version is kept.

use super::codec::{Column, FromRow, Row, choice};
use super::letter::{About, LetterKind};
use super::letters::News;
use super::objects::Placed;
use super::quota::STORED_BYTES;
use super::{Store, StoreError};
use crate::course::AnswerKind;
use crate::ids::{AnswerId, UserId};
use jiff::Timestamp;

/// Versions that one student may send of one item.
pub const MOST_VERSIONS: i64 = 50;

/// An answer without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualAnswer {
    /// The row.
    pub id: AnswerId,
    /// Whose.
    pub user: UserId,
    /// The homework.
    pub homework: String,
    /// The item within it.
    pub item: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// What it is.
    pub kind: AnswerKind,
}

impl ManualAnswer {
    /// The name of its file. It names no person: the grader may have asked not to see who it is.
    pub fn file_name(&self) -> String {
        let ending = self.kind.ending();
        format!("{}-{}-{}.{ending}", self.homework, self.item, self.id)
    }
}

/// An answer to be stored.
#[derive(Clone, Copy, Debug)]
pub struct NewAnswer<'a> {
    /// Whose.
    pub user: UserId,
    /// The homework.
    pub homework: &'a str,
    /// The item within it.
    pub item: &'a str,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// What it is.
    pub kind: AnswerKind,
    /// The bytes.
    pub body: &'a [u8],
    /// Their digest.
    pub sha256: &'a str,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Stored under this id, durably.
    Stored(AnswerId),
    /// The newest version has the same bytes.
    Again(AnswerId),
    /// There are [`MOST_VERSIONS`] already.
    TooMany,
    /// It would take more than this person may store for the homework.
    OverQuota {
        /// Bytes that are stored already.
        used: u64,
    },
}

impl Column for AnswerKind {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}

/// Everything of answers but their bytes.
pub(super) const SELECT: &str = "
    select id, user_id, homework, item, sent_at, kind
    from manual_answers";

impl FromRow for ManualAnswer {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            homework: row.get("homework")?,
            item: row.get("item")?,
            sent_at: row.get("sent_at")?,
            kind: row.get("kind")?,
        })
    }
}

impl Store {
    /// Stores a version of an answer: when this returns, it is durable. All that is stored for the homework may take `most` bytes.
    ///
    /// # Errors
    /// When the database fails, or the object storage does not take a large file; then nothing was stored.
    pub async fn send_answer(&self, new: NewAnswer<'_>, most: u64) -> Result<Sent, StoreError> {
        // Before the row that names it, so that what is acknowledged is there; and not for what is refused anyway.
        let placed = if !self.puts_outside(new.body.len()) {
            Placed::inside(new.body)
        } else if self.has_room_for(&new, most).await? {
            self.place(new.sha256, new.body).await?
        } else {
            self.mend(new.sha256, new.body).await?;
            Placed::inside(new.body)
        };
        let mut tx = self.transaction().await?;
        // A grade given at the same time is of the version before or knows of this one.
        tx.lock_whole(new.user).await?;
        let of = (new.user, new.homework, new.item);
        let newest = r"
            select id, sha256
            from manual_answers
            where user_id = $1 and homework = $2 and item = $3
            order by id desc
            limit 1";
        let newest: Option<(AnswerId, String)> = tx.first(newest, of).await?;
        if let Some((id, sha256)) = newest
            && sha256 == new.sha256
        {
            // It may wait for the same commit as this one.
            tx.commit().await?;
            return Ok(Sent::Again(id));
        }
        let count = r"
            select count(*)
            from manual_answers
            where user_id = $1 and homework = $2 and item = $3";
        let versions: i64 = tx.one(count, of).await?;
        if versions >= MOST_VERSIONS {
            return Ok(Sent::TooMany);
        }
        let used: u64 = tx.one(STORED_BYTES, (new.user, new.homework)).await?;
        if used + new.body.len() as u64 > most {
            return Ok(Sent::OverQuota { used });
        }
        let insert = r"
            insert into manual_answers (user_id, homework, item, sent_at, kind, body, sha256, outside)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            returning id";
        let row = (
            new.user,
            new.homework,
            new.item,
            new.sent_at,
            new.kind.name(),
            placed.bytes(),
            new.sha256,
            placed.outside(),
        );
        let id = tx.one(insert, row).await?;
        tx.name_object(&placed).await?;
        if self.tells {
            tx.tell(News {
                user: new.user,
                kind: LetterKind::Receipt,
                about: &About::Answer(id),
                now: new.sent_at,
            })
            .await?;
        }
        tx.commit().await?;
        Ok(Sent::Stored(id))
    }

    /// One answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manual_answer(&self, id: AnswerId) -> Result<Option<ManualAnswer>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// The bytes of an answer.
    ///
    /// # Errors
    /// When the database fails, or the object storage in which they lie does.
    pub async fn answer_body(&self, id: AnswerId) -> Result<Option<Vec<u8>>, StoreError> {
        let select = "select body, sha256, outside from manual_answers where id = $1";
        match self.first(select, (id,)).await? {
            Some(kept) => self.fetched(kept).await.map(Some),
            None => Ok(None),
        }
    }

    /// Whether an answer would be stored as things are, as far as that can be told before its transaction.
    async fn has_room_for(&self, new: &NewAnswer<'_>, most: u64) -> Result<bool, StoreError> {
        let select = r"
            select id, sha256
            from manual_answers
            where user_id = $1 and homework = $2 and item = $3
            order by id desc";
        let of = (new.user, new.homework, new.item);
        let versions: Vec<(AnswerId, String)> = self.rows(select, of).await?;
        let is_again = versions.first().is_some_and(|(_, sha)| sha == new.sha256);
        let used = self.stored_bytes(new.user, new.homework).await?;
        let has_room = used + new.body.len() as u64 <= most;
        let may_come = i64::try_from(versions.len()).is_ok_and(|sent| sent < MOST_VERSIONS);
        Ok(!is_again && may_come && has_room)
    }

    /// A student's answers to the items of one homework, in the order sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answers_of(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<Vec<ManualAnswer>, StoreError> {
        let of = "where user_id = $1 and homework = $2 order by id";
        self.rows([SELECT, of], (user, homework)).await
    }
}
