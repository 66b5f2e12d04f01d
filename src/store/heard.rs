//! What servers of one PostgreSQL tell one another: the topics of what each of them changed.
//!
//! PostgreSQL lets transactions that tell something commit one after the other, so what is changed often is told apart from its
//! transaction, a moment later and together. A change of the course is told with its own commit: whoever publishes it can rely on all.

use super::StoreError;
use super::changes::{Changes, Topic, Topics};
use super::remote::answered;
use sqlx::postgres::{PgConnection, PgListener, PgPool};
use std::io::ErrorKind;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout, timeout_at};

/// The channel: one a schema, so that several courses of one database do not wake each other.
const CHANNEL: &str = "select 'dgm_' || left(md5(current_schema()), 16)";
const TELL: &str = "select pg_notify('dgm_' || left(md5(current_schema()), 16), $1)";
/// Whether somebody hears it: every server does, and no command.
const IS_HEARD: &str = "
    select exists (
        select 1
        from pg_stat_activity
        where datname = current_database() and application_name = 'dgm_' || left(md5(current_schema()), 16))";
/// How long changes are gathered before they are told.
const GATHERED: Duration = Duration::from_millis(20);
/// After so long without a word one asks whether the line is still there.
const QUIET: Duration = Duration::from_secs(2);
/// How long the answer to that may take, and telling: meanwhile nothing is heard, and what is shown may be what was. A line that is laid
/// anew without need costs nothing but a few questions.
const PATIENCE: Duration = Duration::from_secs(2);

/// One end of the line.
pub(super) struct Listener {
    line: PgListener,
    pool: PgPool,
    changes: Changes,
}

/// What was heard.
pub(super) enum Heard {
    /// Others have changed something.
    Changed(Topics),
    /// The line is gone.
    Lost,
}

/// What is told with the commit of a transaction.
pub(super) fn with_commit(changes: &Changes, changed: Topics) -> Topics {
    if changes.is_watched() {
        changed.only(Topic::Course)
    } else {
        // A command that ends soon has no time to gather anything.
        changed
    }
}

/// Whether a server hears what is told here.
pub(super) async fn is_heard(pool: &PgPool) -> Result<bool, StoreError> {
    let (heard,): (bool,) = answered(sqlx::query_as(IS_HEARD).fetch_one(pool)).await?;
    Ok(heard)
}

/// Tells the others of these topics.
pub(super) async fn tell(
    db: &mut PgConnection,
    changes: &Changes,
    topics: Topics,
) -> Result<(), StoreError> {
    let mut words = changes.sender().to_string();
    for topic in topics.each() {
        words.push(' ');
        words.push_str(topic.name());
    }
    answered(sqlx::query(TELL).bind(words).execute(db)).await?;
    Ok(())
}

/// What the database answers as fast as a line of servers needs it.
async fn at_once<T>(
    work: impl Future<Output = Result<T, impl Into<StoreError>>>,
) -> Result<T, StoreError> {
    let late = || sqlx::Error::Io(ErrorKind::TimedOut.into());
    timeout(PATIENCE, work)
        .await
        .map_err(|_| late())?
        .map_err(Into::into)
}

impl Listener {
    pub async fn begin(pool: &PgPool, changes: &Changes) -> Result<Self, StoreError> {
        let (channel,): (String,) = answered(sqlx::query_as(CHANNEL).fetch_one(pool)).await?;
        let mut listener = answered(PgListener::connect_with(pool)).await?;
        listener.eager_reconnect(false);
        answered(listener.listen(&channel)).await?;
        // Whoever looks at the database's connections sees which one hears.
        let name = "select set_config('application_name', $1, false)";
        answered(sqlx::query(name).bind(&channel).execute(&mut listener)).await?;
        Ok(Self {
            line: listener,
            pool: pool.clone(),
            changes: changes.clone(),
        })
    }

    /// What is heard next. Meanwhile the others are told what changed here.
    pub async fn next(&mut self) -> Result<Heard, StoreError> {
        let mut asked = Instant::now() + QUIET;
        loop {
            tokio::select! {
                heard = timeout_at(asked, self.line.try_recv()) => match heard {
                    Ok(Ok(Some(said))) => {
                        if let Some(topics) = self.understood(said.payload()) {
                            return Ok(Heard::Changed(topics));
                        }
                    }
                    Ok(Ok(None)) => return Ok(Heard::Lost),
                    Ok(Err(error)) => return Err(error.into()),
                    // A line that was cut says nothing, as one on which nothing happens does.
                    Err(_) => {
                        at_once(sqlx::query("select 1").execute(&mut self.line)).await?;
                        asked = Instant::now() + QUIET;
                    }
                },
                () = self.changes.to_tell() => {
                    sleep_until(Instant::now() + GATHERED).await;
                    let topics = self.changes.take_to_tell();
                    if !topics.is_empty() {
                        let told = at_once(async {
                            let mut db = self.pool.acquire().await?;
                            tell(&mut db, &self.changes, topics).await
                        });
                        if let Err(error) = told.await {
                            self.changes.tell_later(topics);
                            return Err(error);
                        }
                    }
                }
            }
        }
    }

    /// The topics of a message, unless it is one's own.
    fn understood(&self, payload: &str) -> Option<Topics> {
        let mut words = payload.split(' ');
        if words.next() == Some(&self.changes.sender().to_string()) {
            return None;
        }
        // A server of another version may know other topics.
        let topics: Topics = words.filter_map(Topic::of_name).collect();
        Some(topics).filter(|topics| !topics.is_empty())
    }
}
