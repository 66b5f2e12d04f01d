//! The practice packs of the course in force, each made once a version.

use super::app::App;
use super::error::ServiceError;
use super::homework::open_to;
use crate::grading::pack;
use crate::store::User;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// A pack, or that somebody makes it: whoever asks meanwhile waits for it.
type Made = Arc<OnceCell<Arc<Vec<u8>>>>;

/// The packs made of one version of the course, by homework.
#[derive(Debug, Default)]
pub struct Packs(Mutex<(i64, BTreeMap<String, Made>)>);

impl Packs {
    /// The pack of a homework of this version; what was made of another version is forgotten.
    fn of(&self, version: i64, homework: &str) -> Made {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != version {
            *kept = (version, BTreeMap::new());
        }
        Arc::clone(kept.1.entry(homework.to_owned()).or_default())
    }
}

/// The practice pack of a homework that this person may look at.
///
/// # Errors
/// When there is no such homework, it is not open yet, or the database fails.
pub async fn practice(app: &App, user: &User, name: &str) -> Result<Arc<Vec<u8>>, ServiceError> {
    let active = app.course().await?;
    let (homework, _) = open_to(app, &active, user, name).await?;
    let made = app.packs.of(active.version, name);
    let (course, homework) = (&active.course, homework);
    let pack = made
        .get_or_try_init(|| {
            let (course, homework) = (course.clone(), homework.clone());
            let work = app.compute(move || Arc::new(pack(&course, &homework)));
            work
        })
        .await?;
    Ok(Arc::clone(pack))
}
