//! What other processes change: a verb of the command line on the same file, other servers on the same database.

use super::changes::{Topics, Watching};
use super::db::Db;
use super::heard::{Heard, Listener};
use super::remote::Remote;
use super::{Store, StoreError};
use std::time::Duration;

/// How often an SQLite file is looked at, and how long one waits before one listens to PostgreSQL again.
const PAUSE: Duration = Duration::from_millis(200);

impl Store {
    /// Publishes what other processes change, for as long as this is waited for; it never ends. Meanwhile generations tell of
    /// everybody's changes, unless the database is away.
    pub async fn watch(&self) {
        let watched = self.changes.watching();
        loop {
            match &self.db {
                Db::Sqlite { write, .. } => watched.set(write.look().await.is_ok()),
                Db::Postgres(remote) => {
                    if let Err(error) = self.listen(remote, &watched).await {
                        tracing::warn!(%error, "changes by other servers are not heard of; every request asks for them");
                    }
                    watched.set(false);
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Hears and tells until the connection is lost.
    async fn listen(&self, remote: &Remote, watched: &Watching) -> Result<(), StoreError> {
        let mut listener = Listener::begin(&remote.pool(), &self.changes).await?;
        // Whatever happened while nobody listened.
        self.changes.publish_others();
        // And whatever this process could not tell, or one before it that was killed.
        self.changes.tell_later(Topics::ALL);
        watched.set(true);
        loop {
            match listener.next().await? {
                Heard::Changed(topics) => self.changes.publish(topics),
                Heard::Lost => return Ok(()),
            }
        }
    }
}
