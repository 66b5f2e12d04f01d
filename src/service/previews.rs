//! What is shown before it is done. What was sent is kept in the database, so that its page can be turned on whichever server; what a
//! config would do is reckoned in the background and kept in memory for a while, and reckoned anew where it is not there any more.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use super::impact::{Budget, Impact, estimate_regrade};
use super::publish::{Review, read, review};
use crate::course::Checked;
use crate::ids::PlatformCourseId;
use crate::store::User;
use moka::sync::Cache;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// How many are kept in memory, and for how long after they were looked at last.
const KEPT: u64 = 8;
const IDLE: Duration = Duration::from_mins(30);
/// How many are reckoned at once; the others wait.
const AT_ONCE: usize = 2;

/// What is to be shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Wanted {
    /// What a config would change.
    Course {
        /// The text.
        toml: String,
        /// What else was typed.
        typed: Value,
    },
    /// What grading anew would change.
    Regrade {
        /// One homework, or all.
        homework: Option<String>,
    },
    /// What a list of people would change.
    Roster {
        /// The list.
        text: String,
        /// What else was chosen.
        typed: Value,
    },
    /// What a list of the exam's points would change.
    Exam {
        /// The list.
        text: String,
    },
    /// What switching the columns of a platform's course would send.
    Columns {
        /// The course.
        course: PlatformCourseId,
        /// What is to become of the columns of which homeworks.
        states: Vec<(String, String)>,
    },
}

/// What came of it.
pub enum Found {
    /// What a config would change.
    Review(Box<Review>),
    /// What grading anew would change, and under which version.
    Impact(Arc<ActiveCourse>, Impact),
    /// It could not be reckoned, by a fault of ours or because the server stops.
    Nothing,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many submissions are graded.
    pub done: usize,
    /// Of how many; 0 where that is not known yet.
    pub total: usize,
    /// Whether it is known what came of it.
    pub is_over: bool,
}

/// Something that is reckoned, or was.
pub struct Preview {
    progress: watch::Sender<Progress>,
    found: OnceLock<Found>,
}

impl Preview {
    fn new() -> Self {
        Self {
            progress: watch::Sender::new(Progress::default()),
            found: OnceLock::new(),
        }
    }

    /// One of which there is nothing to reckon.
    pub fn known() -> Arc<Self> {
        let preview = Self::new();
        preview.end(Found::Nothing);
        Arc::new(preview)
    }

    /// How far it is, and whenever that changes.
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// What came of it, once that is known.
    pub fn found(&self) -> Option<&Found> {
        self.found.get()
    }

    /// What came of it, where that is known within so long.
    pub async fn within(&self, patience: Duration) -> Option<&Found> {
        let mut progress = self.progress();
        let over = progress.wait_for(|progress| progress.is_over);
        // Whether it is over or not, it is looked at.
        drop(tokio::time::timeout(patience, over).await);
        self.found()
    }

    fn end(&self, found: Found) {
        drop(self.found.set(found));
        self.progress
            .send_modify(|progress| progress.is_over = true);
    }
}

/// A preview that ends whatever happens to who reckons it.
struct Ended(Arc<Preview>);

impl Drop for Ended {
    fn drop(&mut self) {
        if self.0.found().is_none() {
            self.0.end(Found::Nothing);
        }
    }
}

/// What is reckoned and was.
#[derive(Clone)]
pub struct Previews {
    kept: Cache<String, Arc<Preview>>,
    turns: Arc<Semaphore>,
}

impl Default for Previews {
    fn default() -> Self {
        Self {
            kept: Cache::builder()
                .max_capacity(KEPT)
                .time_to_idle(IDLE)
                .build(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// Keeps what a person sent: the key by which they come back to it.
///
/// # Errors
/// When the database fails.
pub async fn keep(app: &App, user: &User, wanted: &Wanted) -> Result<String, ServiceError> {
    let body = serde_json::to_string(wanted).map_err(|_| ServiceError::Internal)?;
    Ok(app.store.keep_preview(user.id, &body, app.now()).await?)
}

/// What a person sent.
///
/// # Errors
/// When there is no such thing, it is somebody else's, or the database fails.
pub async fn kept(app: &App, user: &User, key: &str) -> Result<Wanted, ServiceError> {
    let body = app.store.kept_preview(key, user.id, app.now()).await?;
    let body = body.ok_or(ServiceError::NotFound)?;
    serde_json::from_str(&body).map_err(|error| {
        tracing::error!(%error, "what was kept to be shown cannot be read");
        ServiceError::Internal
    })
}

/// Begins to reckon what was kept under a key; where that has begun already, it is what was begun. `checked` is the course where its
/// text was read already.
pub fn begin(
    app: &Arc<App>,
    previews: &Previews,
    key: &str,
    wanted: &Wanted,
    checked: Option<Checked>,
) -> Arc<Preview> {
    previews.kept.get_with(key.to_owned(), || {
        let preview = Arc::new(Preview::new());
        let ended = Ended(Arc::clone(&preview));
        let (app, wanted) = (Arc::clone(app), wanted.clone());
        let turns = Arc::clone(&previews.turns);
        tokio::spawn(async move {
            let Ended(preview) = &ended;
            match reckon(&app, &turns, wanted, checked, preview).await {
                Ok(found) => preview.end(found),
                Err(fault) => {
                    tracing::error!(fault = fault.code(), "what a change would do is not known");
                }
            }
        });
        preview
    })
}

/// Forgets what came of it: it is reckoned anew when it is looked at again.
pub fn forget(previews: &Previews, key: &str) {
    previews.kept.invalidate(key);
}

async fn reckon(
    app: &Arc<App>,
    turns: &Semaphore,
    wanted: Wanted,
    checked: Option<Checked>,
    preview: &Preview,
) -> Result<Found, ServiceError> {
    let turn = turns.acquire().await;
    let _turn = turn.map_err(|_| ServiceError::Internal)?;
    let progress = |done, total| {
        let is_over = false;
        preview.progress.send_replace(Progress {
            done,
            total,
            is_over,
        });
    };
    match wanted {
        Wanted::Course { toml, .. } => {
            let checked = match checked {
                Some(checked) => checked,
                // It was found valid before it was kept.
                None => read(app, &toml)
                    .await?
                    .map_err(|_| ServiceError::Internal)?,
            };
            let review = review(app, checked, Budget::NONE, &progress).await?;
            Ok(Found::Review(Box::new(review)))
        }
        Wanted::Regrade { homework } => {
            let active = app.course().await?;
            let homework = homework.as_deref();
            let impact = estimate_regrade(app, &active, homework, Budget::NONE, &progress).await?;
            Ok(Found::Impact(active, impact))
        }
        Wanted::Roster { .. } | Wanted::Exam { .. } | Wanted::Columns { .. } => Ok(Found::Nothing),
    }
}
