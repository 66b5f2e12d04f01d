//! What is remembered of platforms between requests: their keys, and access to their services. It may be forgotten at any time.

use crate::ids::PlatformId;
use jiff::Timestamp;
use openidconnect::JsonWebKeySet;
use openidconnect::core::CoreJsonWebKey;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// Keys, when they came, and when they were asked for last.
#[derive(Clone)]
pub(super) struct KnownKeys {
    pub keys: Arc<JsonWebKeySet<CoreJsonWebKey>>,
    pub came_at: Timestamp,
    pub asked_at: Timestamp,
}

/// Access to services, and until when it is given.
#[derive(Clone)]
pub(super) struct KnownAccess {
    pub token: String,
    pub until: Timestamp,
}

/// What is remembered.
#[derive(Default)]
pub struct Cache {
    /// By the address of the keys.
    keys: Mutex<HashMap<String, KnownKeys>>,
    /// By platform, and what was agreed on with it when access was given.
    access: Mutex<HashMap<(PlatformId, String), KnownAccess>>,
    /// Told when there may be something to send.
    pub(super) wake: Notify,
}

impl Cache {
    pub(super) fn keys(&self, address: &str) -> Option<KnownKeys> {
        let known = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(address).cloned()
    }

    pub(super) fn keep_keys(&self, address: &str, keys: KnownKeys) {
        let mut known = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(address.to_owned(), keys);
    }

    pub(super) fn access(&self, platform: PlatformId, to: &str, now: Timestamp) -> Option<String> {
        let known = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        let access = known.get(&(platform, to.to_owned()))?;
        (access.until > now).then(|| access.token.clone())
    }

    pub(super) fn keep_access(&self, platform: PlatformId, to: &str, access: KnownAccess) {
        let mut known = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((platform, to.to_owned()), access);
    }

    pub(super) fn forget_access(&self, platform: PlatformId, to: &str) {
        let mut known = self.access.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(&(platform, to.to_owned()));
    }
}
