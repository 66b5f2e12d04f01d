//! Comments that graders of an item use again.

use super::pool::{reading, writing};
use super::{Store, StoreError};

/// A comment kept for the graders of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyComment {
    /// The row.
    pub id: i64,
    /// What it says.
    pub text: String,
}

/// Ready comments of one item; more would be a list that nobody reads.
const MOST: i64 = 50;

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
        let kept = writing!(self, db => sqlx::query("insert into ready_comments (homework, item, text) select $1, $2, $3 where (select count(*) from ready_comments where homework = $1 and item = $2) < $4 on conflict (homework, item, text) do nothing")
            .bind(homework).bind(item).bind(text).bind(MOST).execute(db).await?.rows_affected());
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
        id: i64,
    ) -> Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("delete from ready_comments where homework = $1 and item = $2 and id = $3").bind(homework).bind(item).bind(id).execute(db).await?;
        });
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
        let rows: Vec<(i64, String)> = reading!(self, db => sqlx::query_as("select id, text from ready_comments where homework = $1 and item = $2 order by id")
            .bind(homework).bind(item).fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(id, text)| ReadyComment { id, text })
            .collect())
    }
}
