//! Whether the server can do its work: the database read, written to, and with room for a submission; asked at most once a second.

use crate::service::app::App;
use crate::store::StoreError;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long a try may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long its result holds.
const HOLDS: Duration = Duration::from_secs(1);

/// Why the server is not ready.
#[derive(Debug, thiserror::Error)]
pub enum Unready {
    /// The database failed.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// It did not answer in time.
    #[error("the database does not answer within {} s", PATIENCE.as_secs())]
    Slow,
    /// A submission of the largest size would not fit.
    #[error("{0} MiB are free on the disk, and a submission may take more: make room")]
    Full(u64),
    /// No course is published.
    #[error("no course is published")]
    NoCourse,
}

/// What the last try found.
#[derive(Debug, Default)]
pub struct Readiness {
    last: Mutex<Option<(Instant, Found)>>,
}

type Found = Result<(), Arc<Unready>>;

impl Readiness {
    /// Whether the server can do its work, by a try that is at most a second old. Whoever asks meanwhile waits for the same try.
    ///
    /// # Errors
    /// When it cannot; the reason is for the operator.
    pub async fn ask(&self, app: &App) -> Found {
        let mut last = self.last.lock().await;
        if let Some((at, found)) = last.as_ref()
            && at.elapsed() < HOLDS
        {
            return found.clone();
        }
        let tried = tokio::time::timeout(PATIENCE, tried(app)).await;
        let found = tried.unwrap_or(Err(Unready::Slow)).map_err(Arc::new);
        if let Err(error) = &found {
            tracing::warn!(%error, "not ready");
        }
        *last = Some((Instant::now(), found.clone()));
        found
    }
}

async fn tried(app: &App) -> Result<(), Unready> {
    app.store.course_id().await?.ok_or(Unready::NoCourse)?;
    // What is left in SQLite's journal takes a small row long after the disk is full for all that matters.
    let most = u64::try_from(app.limits.file).unwrap_or(u64::MAX);
    if let Some(free) = app.store.room().await
        && free < most
    {
        return Err(Unready::Full(free >> 20));
    }
    app.store.try_write(app.now()).await?;
    Ok(())
}
