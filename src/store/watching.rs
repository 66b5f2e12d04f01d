//! What other processes change: a verb of the command line on the same file, other servers on the same database.

use super::changes::{Topics, Watching};
use super::db::Db;
use super::heard::{Heard, Listener, is_heard};
use super::remote::Remote;
use super::{Store, StoreError};
use std::time::Duration;

/// How often an SQLite file is looked at, and how long one waits before one listens to PostgreSQL again.
const PAUSE: Duration = Duration::from_millis(200);

impl Store {
    /// Whether a server works with this PostgreSQL now, whatever its data folder. On SQLite nobody knows: a lock beside the file does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_served(&self) -> Result<bool, StoreError> {
        match &self.db {
            Db::Sqlite { .. } => Ok(false),
            Db::Postgres(remote) => is_heard(&remote.pool()).await,
        }
    }

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
