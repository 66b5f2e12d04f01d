//! A database over the network: how long a statement may take, and a line that goes silent.

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Error, Executor as _};
use std::future::Future;
use std::io::ErrorKind;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

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

/// The connections in use. Where none of them is answered they are replaced as a whole: a broken line tells nobody, and what
/// waits on it would keep its place in the pool until the system gives the connection up, a quarter of an hour later.
#[derive(Clone, Debug)]
pub(super) struct Remote {
    pool: Arc<RwLock<PgPool>>,
}

impl Remote {
    pub async fn connect(options: PgConnectOptions) -> Result<Self, Error> {
        let pool = limits().connect_with(options).await?;
        Ok(Self {
            pool: Arc::new(RwLock::new(pool)),
        })
    }

    /// The connections as they are now.
    pub fn pool(&self) -> PgPool {
        let pool = self.pool.read();
        pool.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Begins with no connection again.
    pub fn renew(&self) {
        let options = PgConnectOptions::clone(&self.pool().connect_options());
        let fresh = limits().connect_lazy_with(options);
        let mut pool = self.pool.write().unwrap_or_else(PoisonError::into_inner);
        let silent = std::mem::replace(&mut *pool, fresh);
        // Says goodbye to each, which may take as long as the line is silent.
        tokio::spawn(async move { silent.close().await });
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
