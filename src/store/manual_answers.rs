//! Answers to items graded by a person. Every version is kept.

use super::pool::{reading, transaction};
use super::quota::{bytes, stored};
use super::tokens::instant;
use super::{Store, StoreError};
use jiff::Timestamp;

/// Versions that one student may send of one item.
pub const MOST_VERSIONS: i64 = 50;

/// What an answer is, as told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerKind {
    /// Markdown with formulas.
    Text,
    /// A PDF document.
    Pdf,
    /// A PNG image.
    Png,
    /// A JPEG image.
    Jpeg,
}

impl AnswerKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Text, Self::Pdf, Self::Png, Self::Jpeg];

    /// The word stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }

    /// The ending of its file.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "md",
            other => other.name(),
        }
    }

    /// The content type it is served with, whatever was claimed when it was sent.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// Whether it is shown as an image.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg)
    }
}

/// An answer without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualAnswer {
    /// The row.
    pub id: i64,
    /// Whose.
    pub user: i64,
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
    pub user: i64,
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
    Stored(i64),
    /// The newest version has the same bytes.
    Again(i64),
    /// There are [`MOST_VERSIONS`] already.
    TooMany,
    /// It would take more than this person may store for the homework.
    OverQuota {
        /// Bytes that are stored already.
        used: u64,
    },
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    user_id: i64,
    homework: String,
    item: String,
    sent_at: i64,
    kind: String,
}

macro_rules! columns {
    () => {
        "id, user_id, homework, item, sent_at, kind"
    };
}
pub(super) use columns;

impl TryFrom<Row> for ManualAnswer {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let kind = AnswerKind::ALL.into_iter().find(|k| k.name() == row.kind);
        Ok(Self {
            id: row.id,
            user: row.user_id,
            homework: row.homework,
            item: row.item,
            sent_at: instant(row.sent_at),
            kind: kind.ok_or_else(|| {
                StoreError::Corrupt(format!("answer {} is of kind {}", row.id, row.kind))
            })?,
        })
    }
}

impl Store {
    /// Stores a version of an answer: when this returns, it is durable. All that is stored for the homework may take `most` bytes.
    ///
    /// # Errors
    /// When the database fails; then nothing was stored.
    pub async fn send_answer(&self, new: NewAnswer<'_>, most: u64) -> Result<Sent, StoreError> {
        Ok(transaction!(self, tx => {
            // Locks the student's row: a grade given at the same time is of the version before or knows of this one.
            sqlx::query("update users set active = active where id = $1").bind(new.user).execute(&mut *tx).await?;
            let newest: Option<(i64, String)> = sqlx::query_as("select id, sha256 from manual_answers where user_id = $1 and homework = $2 and item = $3 order by id desc limit 1")
                .bind(new.user).bind(new.homework).bind(new.item).fetch_optional(&mut *tx).await?;
            let (versions,): (i64,) = sqlx::query_as("select count(*) from manual_answers where user_id = $1 and homework = $2 and item = $3")
                .bind(new.user).bind(new.homework).bind(new.item).fetch_one(&mut *tx).await?;
            let (stored,): (i64,) = sqlx::query_as(stored!()).bind(new.user).bind(new.homework).fetch_one(&mut *tx).await?;
            match newest {
                Some((id, sha256)) if sha256 == new.sha256 => Sent::Again(id),
                _ if versions >= MOST_VERSIONS => Sent::TooMany,
                _ if bytes(stored) + new.body.len() as u64 > most => Sent::OverQuota { used: bytes(stored) },
                _ => {
                    let (id,): (i64,) = sqlx::query_as("insert into manual_answers (user_id, homework, item, sent_at, kind, body, sha256) values ($1, $2, $3, $4, $5, $6, $7) returning id")
                        .bind(new.user).bind(new.homework).bind(new.item).bind(new.sent_at.as_microsecond()).bind(new.kind.name()).bind(new.body).bind(new.sha256)
                        .fetch_one(&mut *tx).await?;
                    Sent::Stored(id)
                }
            }
        }))
    }

    /// One answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manual_answer(&self, id: i64) -> Result<Option<ManualAnswer>, StoreError> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from manual_answers where id = $1")).bind(id).fetch_optional(db).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The bytes of an answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answer_body(&self, id: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let row: Option<(Vec<u8>,)> = reading!(self, db => sqlx::query_as("select body from manual_answers where id = $1").bind(id).fetch_optional(db).await)?;
        Ok(row.map(|(body,)| body))
    }

    /// A student's answers to the items of one homework, in the order sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answers_of(
        &self,
        user: i64,
        homework: &str,
    ) -> Result<Vec<ManualAnswer>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from manual_answers where user_id = $1 and homework = $2 order by id"))
            .bind(user).bind(homework).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}
