//! The sessions of a [`Store`] as tower-sessions asks for them.

use super::sessions::{By, session_is_renewed, session_lasts};
use super::{Store, StoreError, Way};
use crate::ids::UserId;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result as SessionResult};

/// How long a page waits until a use is noted; after that it is noted without it.
const NOTING: Duration = Duration::from_secs(1);

/// The keys of what a session holds by itself; under others pages may keep what they like.
pub mod keys {
    /// The row of the person signed in.
    pub const USER: &str = "user";
    /// The browser and system, as they are shown.
    pub const DEVICE: &str = "device";
    /// How the person signed in, as a word.
    pub const WAY: &str = "way";
    /// The secret of the link that lets them in, until it has.
    pub const LINK: &str = "link";
    /// Whether that was spent before it has.
    pub const SPENT: &str = "spent";
    /// The session's own row.
    pub const ROW: &str = "row";
    /// When it began, in microseconds.
    pub const CREATED: &str = "created";
    /// When its last use was noted, in microseconds.
    pub const USED: &str = "used";
    /// What pages keep, as it is stored.
    pub(super) const STORED: &str = "stored";
    /// All of them.
    pub(super) const ALL: [&str; 9] = [USER, DEVICE, WAY, LINK, SPENT, ROW, CREATED, USED, STORED];
}

/// The sessions of a store.
#[derive(Clone, Debug)]
pub struct Sessions {
    /// Where they are.
    pub store: Store,
    /// The application's clock.
    pub clock: fn() -> Timestamp,
}

fn backend(error: impl Into<StoreError>) -> Error {
    Error::Backend(error.into().to_string())
}

/// What pages keep in the record.
fn kept(record: &Record) -> SessionResult<String> {
    let own = |key: &String| keys::ALL.contains(&key.as_str());
    // Sorted, so that the same is the same text.
    let kept: BTreeMap<_, _> = record.data.iter().filter(|(key, _)| !own(key)).collect();
    serde_json::to_string(&kept).map_err(|error| Error::Encode(error.to_string()))
}

/// A number that the record holds.
fn number(record: &Record, key: &str) -> Option<i64> {
    record.data.get(key).and_then(Value::as_i64)
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    /// Signs in.
    async fn create(&self, record: &mut Record) -> SessionResult<()> {
        let user = number(record, keys::USER)
            .map(UserId::from)
            .ok_or_else(|| Error::Encode("a session is somebody's".to_owned()))?;
        let text = |key: &str| record.data.get(key).and_then(Value::as_str);
        let device = text(keys::DEVICE).unwrap_or_default();
        let by = match text(keys::LINK) {
            Some(secret) => By::Link(secret),
            None => By::Way(text(keys::WAY).and_then(Way::of).unwrap_or(Way::Link)),
        };
        let now = (self.clock)();
        let data = kept(record)?;
        let begun = self
            .store
            .begin_session(&record.id.to_string(), (user, device, by, &data), now)
            .await
            .map_err(backend)?;
        let Some((row, way)) = begun else {
            record.data.insert(keys::SPENT.to_owned(), true.into());
            return Err(Error::Backend("the link was used meanwhile".to_owned()));
        };
        let at = now.as_microsecond();
        record.data.remove(keys::LINK);
        record.data.extend(
            [
                (keys::WAY, way.word().into()),
                (keys::ROW, row.number().into()),
                (keys::CREATED, at.into()),
                (keys::USED, at.into()),
                (keys::STORED, data.into()),
            ]
            .map(|(key, value): (&str, Value)| (key.to_owned(), value)),
        );
        Ok(())
    }

    /// Keeps what pages keep, and notes a use. It never brings back a session that was revoked meanwhile.
    async fn save(&self, record: &Record) -> SessionResult<()> {
        let now = (self.clock)();
        let at = |key| {
            let noted = number(record, key).map(Timestamp::from_microsecond);
            noted.and_then(Result::ok).unwrap_or(now)
        };
        let data = kept(record)?;
        let changed = record.data.get(keys::STORED).and_then(Value::as_str) != Some(&data);
        if !changed && !session_is_renewed(at(keys::USED), now) {
            return Ok(());
        }
        let expires = now + session_lasts(at(keys::CREATED), now);
        let (store, id) = (self.store.clone(), record.id.to_string());
        let written = async move { store.renew_session(&id, &data, expires, now).await };
        if changed {
            return written.await.map_err(backend);
        }
        // A use that cannot be noted is no reason to refuse a page, and whoever only reads does not wait long for a writer.
        let noted = tokio::spawn(async move {
            if let Err(error) = written.await {
                tracing::warn!(%error, "the use of a session was not noted");
            }
        });
        drop(tokio::time::timeout(NOTING, noted).await);
        Ok(())
    }

    async fn load(&self, id: &Id) -> SessionResult<Option<Record>> {
        let kept = self.store.session(&id.to_string(), (self.clock)()).await;
        let Some(kept) = kept.map_err(backend)? else {
            return Ok(None);
        };
        let mut data: HashMap<String, Value> =
            serde_json::from_str(&kept.data).map_err(|error| Error::Decode(error.to_string()))?;
        data.extend(
            [
                (keys::USER, kept.user.number().into()),
                (keys::DEVICE, kept.device.into()),
                (keys::WAY, kept.way.word().into()),
                (keys::ROW, kept.id.number().into()),
                (keys::CREATED, kept.created_at.as_microsecond().into()),
                (keys::USED, kept.used_at.as_microsecond().into()),
                (keys::STORED, kept.data.into()),
            ]
            .map(|(key, value): (&str, Value)| (key.to_owned(), value)),
        );
        Ok(Some(Record {
            id: *id,
            data,
            // The row knows when it ends; this field, of the machine's clock, is not looked at.
            expiry_date: time::OffsetDateTime::UNIX_EPOCH,
        }))
    }

    /// Signs out: the session's end and the entry in the audit are one change.
    async fn delete(&self, id: &Id) -> SessionResult<()> {
        self.store
            .forget_session(&id.to_string(), (self.clock)())
            .await
            .map_err(backend)
    }
}
