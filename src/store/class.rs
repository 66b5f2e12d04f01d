//! What a whole class sent for a homework.

use super::pool::reading;
use super::submissions::{Row, columns};
use super::{Store, StoreError, Submission};

impl Store {
    /// Everything that active students sent for one homework, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn submissions_of_class(
        &self,
        homework: &str,
    ) -> Result<Vec<Submission>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(concat!(
            "select ", columns!(), " from submissions where homework = $1 and user_id in (select id from users where active and role = 'student') order by id"
        )).bind(homework).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}
