//! What a whole class sent for a homework.

use super::submissions::SELECT;
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
        let of_class = r"
            where homework = $1
              and user_id in (select id from users where active and role = 'student')
            order by id";
        self.rows([SELECT, of_class], (homework,)).await
    }
}
