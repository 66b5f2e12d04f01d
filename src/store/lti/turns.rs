//! Whose turn it is: of several processes on one database, one sends.

use crate::store::db::Db;
use crate::store::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};

/// The turn of sending grades.
const SENDING: &str = "sending";
/// After so long without a word of its holder a turn is anybody's.
const LASTS: SignedDuration = SignedDuration::from_mins(2);

impl Store {
    /// Takes the turn of sending grades, or keeps it. Whether this process has it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_sending_turn(
        &self,
        holder: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let take = r"
            insert into lti_turns (name, holder, ends_at)
            values ($1, $2, $3)
            on conflict (name) do update
            set holder = excluded.holder, ends_at = excluded.ends_at
            where lti_turns.holder = excluded.holder or lti_turns.ends_at < $4
            returning holder";
        let ends = now.saturating_add(LASTS).unwrap_or(Timestamp::MAX);
        let taken: Option<String> = self.change(take, (SENDING, holder, ends, now)).await?;
        Ok(taken.is_some())
    }

    /// Frees the turn of an earlier process that was killed: of a folder with a database of its own there is one process. On PostgreSQL
    /// another server may have it; there it runs out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn free_sending_turn(&self) -> Result<(), StoreError> {
        if let Db::Sqlite { .. } = self.db {
            self.execute("delete from lti_turns where name = $1", (SENDING,))
                .await?;
        }
        Ok(())
    }

    /// Gives the turn up, so that another process need not wait for it to end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sending_turn(&self, holder: &str) -> Result<(), StoreError> {
        let delete = "delete from lti_turns where name = $1 and holder = $2";
        self.execute(delete, (SENDING, holder)).await?;
        Ok(())
    }
}
