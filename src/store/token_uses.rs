//! When tokens were used last, in memory until it is written for many at once: whoever asks by a token waits for no writer, and makes none.

use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The uses that are not written yet, by the hash of the token.
#[derive(Clone, Debug, Default)]
pub(super) struct TokenUses(Arc<Mutex<Gathered>>);

#[derive(Debug, Default)]
struct Gathered {
    uses: HashMap<String, Timestamp>,
    /// Whether somebody is on the way to write them.
    is_awaited: bool,
}

impl TokenUses {
    fn gathered(&self) -> MutexGuard<'_, Gathered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a use. Whether somebody is on the way to write it already.
    pub fn note(&self, hash: String, at: Timestamp) -> bool {
        let mut gathered = self.gathered();
        gathered.uses.insert(hash, at);
        std::mem::replace(&mut gathered.is_awaited, true)
    }

    /// What is to be written; until [`written`](Self::written) it is told from here.
    pub fn to_write(&self) -> Vec<(String, Timestamp)> {
        let mut gathered = self.gathered();
        gathered.is_awaited = false;
        let uses = gathered.uses.iter();
        uses.map(|(hash, at)| (hash.clone(), *at)).collect()
    }

    /// Forgets what was written, but for what was noted since.
    pub fn written(&self, uses: Vec<(String, Timestamp)>) {
        let mut gathered = self.gathered();
        for (hash, at) in uses {
            if gathered.uses.get(&hash) == Some(&at) {
                gathered.uses.remove(&hash);
            }
        }
    }

    /// When this token was used last, if that is not written yet.
    pub fn of(&self, hash: &str) -> Option<Timestamp> {
        self.gathered().uses.get(hash).copied()
    }
}
