//! How the queue of letters is doing, for those who look after it.

use super::codec::{FromRow, Row};
use super::letter::{LetterKind, Outcome, Trouble};
use super::{Store, StoreError};
use crate::ids::UserId;
use jiff::Timestamp;

/// How many letters wait and what became of others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LetterCounts {
    /// Waiting, whether tried or not.
    pub waiting: i64,
    /// Waiting after an attempt that failed.
    pub troubled: i64,
    /// Sent since then.
    pub sent: i64,
    /// Given up since then.
    pub given_up: i64,
}

/// A letter as the page lists it.
#[derive(Clone, Debug)]
pub struct ListedLetter {
    /// Why it was written.
    pub kind: LetterKind,
    /// To whom: login and name; nobody as long as nobody was looked for.
    pub to: Option<(String, String)>,
    /// When it was begun.
    pub made_at: Timestamp,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// When and how it ended.
    pub ended: Option<(Timestamp, Outcome)>,
    /// What kept it from being sent.
    pub trouble: Option<Trouble>,
    /// What the mail server said.
    pub said: Option<String>,
}

impl FromRow for ListedLetter {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let (login, name): (Option<String>, Option<String>) = (row.get("login")?, row.get("name")?);
        let (at, outcome) = (row.get("ended_at")?, row.get("outcome")?);
        Ok(Self {
            kind: row.get("kind")?,
            to: login.zip(name),
            made_at: row.get("made_at")?,
            due_at: row.get("due_at")?,
            attempts: row.get("attempts")?,
            ended: Option::zip(at, outcome),
            trouble: row.get("trouble")?,
            said: row.get("said")?,
        })
    }
}

impl Store {
    /// How many letters wait now, and what became of others since `since`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter_counts(&self, since: Timestamp) -> Result<LetterCounts, StoreError> {
        let select = r"
            select count(case when ended_at is null then 1 end),
                   count(case when ended_at is null and trouble is not null then 1 end),
                   count(case when outcome = 'sent' and ended_at >= $1 then 1 end),
                   count(case when outcome = 'given_up' and ended_at >= $1 then 1 end)
            from letters
            where ended_at is null or ended_at >= $1";
        let (waiting, troubled, sent, given_up) = self.one(select, (since,)).await?;
        Ok(LetterCounts {
            waiting,
            troubled,
            sent,
            given_up,
        })
    }

    /// The letter that has waited longest, if any waits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_letter(&self) -> Result<Option<ListedLetter>, StoreError> {
        let select = r"
            select l.id, l.kind, u.login, u.name, l.made_at, l.due_at, l.attempts, l.ended_at, l.outcome, l.trouble, l.said
            from letters l
            left join users u on u.id = l.user_id
            where l.ended_at is null
            order by l.made_at, l.id
            limit 1";
        self.first(select, ()).await
    }

    /// Letters that wait in trouble first, then the others, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn listed_letters(&self, most: i64) -> Result<Vec<ListedLetter>, StoreError> {
        let select = r"
            select l.id, l.kind, u.login, u.name, l.made_at, l.due_at, l.attempts, l.ended_at, l.outcome, l.trouble, l.said
            from (
                select id
                from (select id from letters where ended_at is null and trouble is not null order by id desc limit $1) t
                union
                select id
                from (select id from letters order by id desc limit $1) n
            ) k
            join letters l on l.id = k.id
            left join users u on u.id = l.user_id
            order by case when l.trouble is not null and l.ended_at is null then 0 else 1 end, l.id desc
            limit $1";
        self.rows(select, (most,)).await
    }

    /// The letters to a person that are remembered, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letters_about(&self, user: UserId) -> Result<Vec<ListedLetter>, StoreError> {
        let select = r"
            select l.id, l.kind, u.login, u.name, l.made_at, l.due_at, l.attempts, l.ended_at, l.outcome, l.trouble, l.said
            from letters l
            join users u on u.id = l.user_id
            where l.user_id = $1
            order by l.id";
        self.rows(select, (user,)).await
    }

    /// How many active people have no address, students and others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn without_address(&self) -> Result<i64, StoreError> {
        let count =
            "select count(*) from users where active and merged_into is null and email = ''";
        self.one(count, ()).await
    }
}
