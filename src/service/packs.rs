//! The practice packs that were made: each once a version of the course.

use crate::ids::VersionId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// A pack, or that somebody makes it: whoever asks meanwhile waits for it.
pub type Made = Arc<OnceCell<Arc<Vec<u8>>>>;

/// The packs made of one version of the course, by homework.
#[derive(Debug, Default)]
pub struct Packs(Mutex<(VersionId, BTreeMap<String, Made>)>);

impl Packs {
    /// The pack of a homework of this version; what was made of another version is forgotten.
    pub fn of(&self, version: VersionId, homework: &str) -> Made {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != version {
            *kept = (version, BTreeMap::new());
        }
        Arc::clone(kept.1.entry(homework.to_owned()).or_default())
    }
}
