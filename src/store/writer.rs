//! The one writer of an SQLite file. Transactions that wait for it share a commit.
//!
//! Making a commit last takes longer than everything else together, and takes as long for many as for one. So each transaction is a
//! savepoint in one that is common to all who wait at the time; it is acknowledged once that one is committed, and what one of
//! them takes back touches no other. Nobody waits for company: who comes alone commits alone.
//!
//! Where the disk is full or fails, SQLite may end the common transaction by itself, and what comes after would begin another one
//! unnoticed. The savepoint `whole` tells: it is there as long as nothing was lost. Then all who were not acknowledged are told that it
//! failed, and the connection is closed.
//!
//! A caller may go away at any moment. What begins a turn and what commits are several statements each: cut between two of them, all who
//! share the commit would lose theirs. So they run in a task of their own, to the end.

use super::StoreError;
use super::changes::{Changes, Topics};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _, SqlStr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// How long a transaction waits for its turn: longer than any queue of writers is, shorter than people wait.
const TURN: Duration = Duration::from_secs(5);

/// Where transactions of an SQLite file take their turns.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    options: Arc<SqliteConnectOptions>,
    common: Arc<Mutex<Common>>,
    changes: Changes,
}

/// The transaction that is common to those who wait.
#[derive(Debug, Default)]
struct Common {
    /// The one connection, so that writers queue here instead of failing there; nothing where it is to be opened anew.
    connection: Option<SqliteConnection>,
    /// Whether it is in the transaction.
    is_begun: bool,
    /// Whether nothing is taken any more.
    is_closed: bool,
    /// Who is acknowledged once it is committed.
    waiting: Vec<oneshot::Sender<Result<(), StoreError>>>,
    /// What is published then.
    changed: Topics,
    /// Whether the last turn ended in the middle, and what it did is still to be taken back.
    is_left: bool,
    /// Whether the database failed in a way after which nothing is sure of this connection.
    is_suspect: bool,
    /// Whether somebody is on the way to commit it.
    is_ending: bool,
    /// The database's count of what other connections committed, as this one saw it last.
    seen: Option<i64>,
}

/// The turn of one transaction. What it did is taken back where it is dropped before it is committed.
pub(super) struct Turn {
    common: OwnedMutexGuard<Common>,
    writer: Writer,
    is_open: bool,
}

impl Writer {
    /// Opens the connection.
    pub async fn open(options: SqliteConnectOptions, changes: Changes) -> Result<Self, StoreError> {
        let common = Common {
            connection: Some(options.connect().await?),
            ..Common::default()
        };
        Ok(Self {
            options: Arc::new(options),
            common: Arc::new(Mutex::new(common)),
            changes,
        })
    }

    async fn turn(&self) -> Result<OwnedMutexGuard<Common>, StoreError> {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.common).lock_owned());
        Ok(turn.await.map_err(|_| sqlx::Error::PoolTimedOut)?)
    }

    /// Begins a transaction once it is its turn.
    pub async fn begin(&self) -> Result<Turn, StoreError> {
        let mut turn = Turn {
            common: self.turn().await?,
            writer: self.clone(),
            is_open: false,
        };
        let begun = tokio::spawn(async move { turn.begin().await.map(|()| turn) });
        begun.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    /// Commits what is common to those who wait.
    async fn flush(
        &self,
        mut common: OwnedMutexGuard<Common>,
    ) -> Result<OwnedMutexGuard<Common>, StoreError> {
        let changes = self.changes.clone();
        let flushed = tokio::spawn(async move {
            common.tidy().await;
            common.commit(&changes).await;
            common
        });
        Ok(flushed.await.map_err(|_| sqlx::Error::WorkerCrashed)?)
    }

    /// Runs a statement that cannot be part of a transaction, with a text as its value.
    pub async fn apart(&self, sql: SqlStr, text: &str) -> Result<(), StoreError> {
        let mut common = self.flush(self.turn().await?).await?;
        let connection = common.connected(&self.options).await?;
        sqlx::query(sql).bind(text).execute(connection).await?;
        Ok(())
    }

    /// Publishes what another process committed since this was asked last.
    pub async fn look(&self) -> Result<(), StoreError> {
        let mut common = self.turn().await?;
        // A transaction under way has looked when it began, and nobody else commits before it ends.
        if common.is_begun {
            return Ok(());
        }
        common.connected(&self.options).await?;
        Ok(common.compare(&self.changes).await?)
    }

    /// Commits what is common after those who wait for their turn now, whoever goes away meanwhile.
    fn end(&self, common: &mut Common) {
        if common.is_ending {
            return;
        }
        // Without a runtime nobody waits for anything any more; closed, the connection takes back what was not committed.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            common.lose(&sqlx::Error::PoolClosed);
            return;
        };
        common.is_ending = true;
        let writer = self.clone();
        runtime.spawn(async move {
            let mut common = Arc::clone(&writer.common).lock_owned().await;
            common.is_ending = false;
            common.tidy().await;
            common.commit(&writer.changes).await;
        });
    }

    /// Closes the connection, after what is under way.
    pub async fn close(&self) {
        let common = Arc::clone(&self.common).lock_owned().await;
        let Ok(mut common) = self.flush(common).await else {
            return;
        };
        common.is_closed = true;
        if let Some(connection) = common.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::warn!(%error, "the connection for writing was not closed in order");
        }
    }
}

impl Turn {
    /// Begins it in what is common.
    async fn begin(&mut self) -> Result<(), StoreError> {
        let common = &mut *self.common;
        common.tidy().await;
        if common.is_begun
            && let Err(error) = common
                .run("release whole; savepoint whole; savepoint own")
                .await
        {
            common.lose(&error);
        }
        // Alone, or what was common to all is gone and this one comes first in the next.
        if !common.is_begun {
            common.begin(&self.writer).await?;
        }
        self.is_open = true;
        Ok(())
    }

    /// The connection, for one statement.
    pub fn connection(&mut self) -> Result<&mut SqliteConnection, StoreError> {
        Ok(self.common.connection()?)
    }

    /// Looks at what a statement answered: after a failure of the database itself the connection is not used again.
    pub fn noted<T>(&mut self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        self.common.is_suspect |= answer.as_ref().is_err_and(StoreError::is_away);
        answer
    }

    /// Waits until what was done lasts.
    pub async fn commit(mut self, changed: Topics) -> Result<(), StoreError> {
        // Its savepoint is released with that of the whole, by the next turn or by the commit.
        self.is_open = false;
        let (sender, done) = oneshot::channel();
        self.common.waiting.push(sender);
        self.common.changed = self.common.changed.and(changed);
        // Lets the next one have its turn, and then somebody commit.
        drop(self);
        done.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.common.is_left |= self.is_open;
        if self.common.is_begun {
            self.writer.end(&mut self.common);
        }
    }
}

impl Common {
    fn connection(&mut self) -> Result<&mut SqliteConnection, sqlx::Error> {
        self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// The connection, opened where there is none.
    async fn connected(
        &mut self,
        options: &SqliteConnectOptions,
    ) -> Result<&mut SqliteConnection, sqlx::Error> {
        if self.is_closed {
            return Err(sqlx::Error::PoolClosed);
        }
        if self.connection.is_none() {
            self.connection = Some(options.connect().await?);
        }
        self.connection()
    }

    async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        let connection = self.connection()?;
        sqlx::raw_sql(sql).execute(connection).await?;
        Ok(())
    }

    /// Begins what is common to those who come next, and the turn of the first.
    async fn begin(&mut self, writer: &Writer) -> Result<(), StoreError> {
        self.connected(&writer.options).await?;
        // Immediate: a transaction that reads first must not find on its first write that another process wrote in between.
        let begun = self.run("begin immediate; savepoint whole; savepoint own");
        if let Err(error) = begun.await {
            self.lose(&error);
            return Err(error.into());
        }
        self.is_begun = true;
        self.compare(&writer.changes).await?;
        Ok(())
    }

    /// Notes the database's count of what others committed, and publishes it where it is another one.
    async fn compare(&mut self, changes: &Changes) -> Result<(), sqlx::Error> {
        let query = sqlx::query_as("pragma data_version");
        let (count,): (i64,) = query.fetch_one(self.connection()?).await?;
        if self.seen.replace(count) != Some(count) {
            changes.publish(Topics::ALL);
        }
        Ok(())
    }

    /// Takes back what a turn did that ended in the middle.
    async fn tidy(&mut self) {
        if std::mem::take(&mut self.is_left)
            && let Err(error) = self.run("rollback to own").await
        {
            self.lose(&error);
        }
    }

    /// Commits and acknowledges.
    async fn commit(&mut self, changes: &Changes) {
        if !self.is_begun {
            return;
        }
        if let Err(error) = self.run("release whole; commit").await {
            self.lose(&error);
            return;
        }
        self.is_begun = false;
        changes.publish(std::mem::take(&mut self.changed));
        for one in self.waiting.drain(..) {
            // Whoever went away is not told.
            let _ = one.send(Ok(()));
        }
        if self.is_suspect {
            self.lose(&sqlx::Error::WorkerCrashed);
        }
    }

    /// Gives up what was common: nobody is acknowledged, and the connection is closed.
    fn lose(&mut self, why: &sqlx::Error) {
        tracing::warn!(error = %why, "the connection for writing is opened anew");
        drop(self.connection.take());
        (self.is_begun, self.is_left, self.is_suspect) = (false, false, false);
        (self.changed, self.seen) = (Topics::default(), None);
        for one in self.waiting.drain(..) {
            let failed = std::io::Error::other(why.to_string());
            let _ = one.send(Err(sqlx::Error::Io(failed).into()));
        }
    }
}

#[cfg(test)]
mod tests;
