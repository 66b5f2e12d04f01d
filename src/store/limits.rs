//! How often somebody may do something, counted by all servers of a database together.

use super::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};

/// What is counted together is at once so many as may be done in this time.
const WINDOW: SignedDuration = SignedDuration::from_mins(1);

impl Store {
    /// Counts one more under this key, of which a minute has room for so many: nothing where there is room, else how long there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count(
        &self,
        key: &str,
        a_minute: u32,
        now: Timestamp,
    ) -> Result<Option<SignedDuration>, StoreError> {
        let each = WINDOW / i32::try_from(a_minute).unwrap_or(i32::MAX).max(1);
        let later = |by: SignedDuration| now.checked_add(by).unwrap_or(Timestamp::MAX);
        let room = later(WINDOW - each);
        // Due in a future that no counting leads to: a clock was wrong, and nobody is kept out for that.
        let count = r"
            insert into limits (key, due_at)
            values ($1, $3)
            on conflict (key) do update
            set due_at = case
                when limits.due_at > $2 and limits.due_at <= $5 then limits.due_at + $6
                else $3
            end
            where limits.due_at <= $4 or limits.due_at > $5
            returning due_at";
        let values = (
            key,
            now,
            later(each),
            room,
            later(WINDOW * 2),
            i64::try_from(each.as_micros()).unwrap_or(i64::MAX),
        );
        if self.change::<Timestamp>(count, values).await?.is_some() {
            return Ok(None);
        }
        let due = "select due_at from limits where key = $1";
        let due: Option<Timestamp> = self.first(due, (key,)).await?;
        // Swept meanwhile, it is as if a moment had passed.
        Ok(Some(due.map_or(each, |due| due.duration_since(room))))
    }

    /// Forgets whoever has done nothing for a while.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_limits(&self, now: Timestamp) -> Result<(), StoreError> {
        self.execute("delete from limits where due_at < $1", (now,))
            .await?;
        Ok(())
    }
}
