//! A database over the network: how long a statement may take, and a line that goes silent.

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, Postgres};
use sqlx::{Error, Executor as _, Transaction};
use std::future::Future;
use std::io::ErrorKind;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

/// How long a request waits for a connection. While the server is stopped every new request would wait this long.
const ACQUIRE: Duration = Duration::from_secs(3);
/// How long a statement may take, waiting for others included. All are short; who got no answer for so long speaks to nobody.
const ANSWER: Duration = Duration::from_secs(15);
/// What the database does with a connection of which nothing is heard any more: a process whose machine is lost, and with it the goodbye,
/// would hold what it locked for hours. A transaction waits for its own process a minute, and an idle line is asked after half of one.
const LOST: &str = "
    set idle_in_transaction_session_timeout = '60s';
    set tcp_keepalives_idle = 30;
    set tcp_keepalives_interval = 10;
    set tcp_keepalives_count = 3";
/// How many connections one process holds.
const CONNECTIONS: u32 = 16;
/// How many of them transactions take, which wait for one another: the others are left to whoever only reads, and to the line on which
/// servers hear one another.
const WRITING: usize = 12;

/// The connections in use. Where none of them is answered they are replaced as a whole: a broken line tells nobody, and what
/// waits on it would keep its place in the pool until the system gives the connection up, a quarter of an hour later.
#[derive(Clone, Debug)]
pub(super) struct Remote {
    lines: Arc<RwLock<Lines>>,
}

/// Connections, and the turns of those who change something with them.
#[derive(Clone, Debug)]
struct Lines {
    pool: PgPool,
    writing: Arc<Semaphore>,
    audit: Arc<Mutex<()>>,
}

impl Lines {
    fn of(pool: PgPool) -> Self {
        Self {
            pool,
            writing: Arc::new(Semaphore::new(WRITING)),
            audit: Arc::default(),
        }
    }
}

/// A transaction and its place among those that take connections.
pub(super) type Begun = (Transaction<'static, Postgres>, OwnedSemaphorePermit);
/// The turn of who notes something in the audit. Only one of a process waits for those of other processes, and has a connection to wait
/// with.
pub(super) type AuditTurn = OwnedMutexGuard<()>;

impl Remote {
    pub async fn connect(options: PgConnectOptions) -> Result<Self, Error> {
        let lines = Lines::of(limits().connect_with(options).await?);
        Ok(Self {
            lines: Arc::new(RwLock::new(lines)),
        })
    }

    fn lines(&self) -> Lines {
        let lines = self.lines.read();
        lines.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The connections as they are now.
    pub fn pool(&self) -> PgPool {
        self.lines().pool
    }

    /// Begins a transaction once it is its turn.
    pub async fn begin(&self) -> Result<Begun, Error> {
        let Lines { pool, writing, .. } = self.lines();
        let place = in_turn(ACQUIRE, writing.acquire_owned()).await?;
        let place = place.map_err(|_| Error::PoolClosed)?;
        Ok((answered(pool.begin()).await?, place))
    }

    /// Waits for the turn of noting something.
    pub async fn audit_turn(&self) -> Result<AuditTurn, Error> {
        in_turn(ANSWER, self.lines().audit.lock_owned()).await
    }

    /// Begins with no connection again.
    pub fn renew(&self) {
        let options = PgConnectOptions::clone(&self.pool().connect_options());
        let fresh = Lines::of(limits().connect_lazy_with(options));
        let mut lines = self.lines.write().unwrap_or_else(PoisonError::into_inner);
        let silent = std::mem::replace(&mut *lines, fresh);
        // Says goodbye to each, which may take as long as the line is silent.
        tokio::spawn(async move { silent.pool.close().await });
    }
}

fn limits() -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(sqlx::raw_sql(LOST)).await?;
                Ok(())
            })
        })
}

/// What waits for others of this process, if they are done in time.
async fn in_turn<T>(long: Duration, turn: impl Future<Output = T>) -> Result<T, Error> {
    let turn = tokio::time::timeout(long, turn).await;
    turn.map_err(|_| Error::PoolTimedOut)
}

/// What the database answers, if it does in time.
pub(super) async fn answered<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let answer = tokio::time::timeout(ANSWER, work).await;
    answer.unwrap_or_else(|_| Err(Error::Io(ErrorKind::TimedOut.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where no server is named there is nobody to ask; `.ci/run` names one.
    #[tokio::test]
    async fn the_database_lets_go_of_whoever_is_lost() {
        let Ok(url) = std::env::var("DGM_TEST_POSTGRES_URL") else {
            let required = std::env::var_os("DGM_REQUIRE_POSTGRES");
            assert!(required.is_none_or(|required| required != "1"));
            return;
        };
        let remote = Remote::connect(url.parse().unwrap()).await.unwrap();
        for (setting, value) in [
            ("idle_in_transaction_session_timeout", "1min"),
            ("tcp_keepalives_idle", "30"),
        ] {
            let show = "select current_setting($1)";
            let (told,): (String,) = sqlx::query_as(show)
                .bind(setting)
                .fetch_one(&remote.pool())
                .await
                .unwrap();
            assert_eq!(told, value, "{setting}");
        }
    }
}
