//! What may be used once: the nonce of a launch, the ticket of a registration.

use crate::store::links::hash;
use crate::store::{Store, StoreError};
use jiff::Timestamp;

impl Store {
    /// Uses something up that could be used until then: whether it was not used before. Only its hash is kept.
    ///
    /// # Errors
    /// When the database fails; then it is not used.
    pub async fn use_once(
        &self,
        what: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.transaction().await?;
        tx.execute("delete from lti_used where expires_at < $1", (now,))
            .await?;
        let insert = r"
            insert into lti_used (hash, expires_at)
            values ($1, $2)
            on conflict (hash) do nothing";
        let used = tx.execute(insert, (hash(what), until)).await?;
        tx.commit().await?;
        Ok(used > 0)
    }
}
