//! Comments that graders of an item use again.

use super::codec::{FromRow, Row};
use super::{Store, StoreError};
use crate::ids::CommentId;

/// A comment kept for the graders of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyComment {
    /// The row.
    pub id: CommentId,
    /// What it says.
    pub text: String,
}

/// Ready comments of one item; more would be a list that nobody reads.
const MOST: i64 = 50;

impl FromRow for ReadyComment {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            text: row.get("text")?,
        })
    }
}

impl Store {
    /// Keeps a comment for an item's graders. Whether there was room; one that is there already is no second.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_comment(
        &self,
        homework: &str,
        item: &str,
        text: &str,
    ) -> Result<bool, StoreError> {
        let known = self.ready_comments(homework, item).await?;
        if known.iter().any(|c| c.text == text) {
            return Ok(true);
        }
        let insert = r"
            insert into ready_comments (homework, item, text)
            select $1, $2, $3
            where (
                select count(*)
                from ready_comments
                where homework = $1 and item = $2
            ) < $4
            on conflict (homework, item, text) do nothing";
        let kept = self.execute(insert, (homework, item, text, MOST)).await?;
        Ok(kept > 0)
    }

    /// Forgets a comment of an item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_comment(
        &self,
        homework: &str,
        item: &str,
        id: CommentId,
    ) -> Result<(), StoreError> {
        let delete = r"
            delete from ready_comments
            where homework = $1 and item = $2 and id = $3";
        self.execute(delete, (homework, item, id)).await?;
        Ok(())
    }

    /// The comments of an item, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ready_comments(
        &self,
        homework: &str,
        item: &str,
    ) -> Result<Vec<ReadyComment>, StoreError> {
        let select = r"
            select id, text
            from ready_comments
            where homework = $1 and item = $2
            order by id";
        self.rows(select, (homework, item)).await
    }
}
