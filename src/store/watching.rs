//! What other processes change: a verb of the command line on the same file, other servers on the same database.

use super::db::Db;
use super::{Store, StoreError, Topic};
use std::time::Duration;

/// How often others are looked for: a change of the course is in force this much later.
const PAUSE: Duration = Duration::from_millis(200);

/// What tells of a change of the course on a database that counts no changes.
type Seen = Option<(Option<i64>, i64)>;

impl Store {
    /// Publishes what other processes change, for as long as this is waited for; it never ends. Meanwhile generations tell of
    /// everybody's changes, unless the database is away.
    pub async fn watch(&self) {
        let watched = self.changes.watching();
        let mut seen = None;
        loop {
            let looked = self.look(&mut seen).await;
            watched.set(looked.is_ok());
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn look(&self, seen: &mut Seen) -> Result<(), StoreError> {
        if let Db::Sqlite { write, .. } = &self.db {
            return write.look().await;
        }
        let newest = r"
            select (select max(id) from courses), (select count(*) from inputs_releases)";
        let newest: (Option<i64>, i64) = self.one(newest, ()).await?;
        if seen.replace(newest) != Some(newest) {
            self.changes.publish(Topic::Course.into());
        }
        Ok(())
    }
}
