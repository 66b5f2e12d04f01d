//! Browser sessions, for tower-sessions. A session is somebody's from its first moment, so whose it is, where and since when are columns;
//! its id is stored as a hash, and whether it has expired is asked of the application's clock.

use super::links::hash;
use super::pool::{noting, reading, writing};
use super::tokens::instant;
use super::{Change, Store, StoreError, User};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result as SessionResult};

/// A session ends after so long without use.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// And so long after its beginning, however much it is used.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(24 * 365);
/// A use is noted once a day: reading a page writes nothing the other times.
const RENEWED_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// How long a page waits until a use is noted; after that it is noted without it.
const NOTING: Duration = Duration::from_secs(1);

/// The keys of what a session holds by itself; under others pages may keep what they like.
pub mod keys {
    /// The row of the person signed in.
    pub const USER: &str = "user";
    /// The browser and system, as they are shown.
    pub const DEVICE: &str = "device";
    /// The session's own row.
    pub const ROW: &str = "row";
    /// When it began, in microseconds.
    pub const CREATED: &str = "created";
    /// When its last use was noted, in microseconds.
    pub const USED: &str = "used";
    /// What pages keep, as it is stored.
    pub(super) const STORED: &str = "stored";
    /// All of them.
    pub(super) const ALL: [&str; 6] = [USER, DEVICE, ROW, CREATED, USED, STORED];
}

/// The sessions of a store.
#[derive(Clone, Debug)]
pub struct Sessions {
    /// Where they are.
    pub store: Store,
    /// The application's clock.
    pub clock: fn() -> Timestamp,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The row.
    pub id: i64,
    /// The browser and system; empty where the browser did not say.
    pub device: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to a day.
    pub used_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    user_id: i64,
    device: String,
    data: String,
    created_at: i64,
    used_at: i64,
}

/// The columns of a [`Row`].
macro_rules! columns {
    () => {
        "id, user_id, device, data, created_at, used_at"
    };
}

/// How long a session that began then still lasts where it is used now.
pub fn session_lasts(created: Timestamp, now: Timestamp) -> SignedDuration {
    SESSION_IDLE
        .min(SESSION_LASTS - now.duration_since(created))
        .max(SignedDuration::ZERO)
}

/// Whether a use now is worth noting. An instant to come was noted by a clock that was wrong.
pub fn session_is_renewed(used: Timestamp, now: Timestamp) -> bool {
    used > now || now.duration_since(used) >= RENEWED_AFTER
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
    /// Signs in: the session, when it was, and the entry in the audit are one change.
    async fn create(&self, record: &mut Record) -> SessionResult<()> {
        let user = number(record, keys::USER)
            .ok_or_else(|| Error::Encode("a session is somebody's".to_owned()))?;
        let device = record.data.get(keys::DEVICE).and_then(Value::as_str);
        let device = device.unwrap_or_default().to_owned();
        let now = (self.clock)();
        let data = kept(record)?;
        let row = self
            .store
            .begin_session(&record.id.to_string(), (user, &device, &data), now)
            .await
            .map_err(backend)?;
        let at = now.as_microsecond();
        record.data.extend(
            [
                (keys::ROW, row.into()),
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
        let at = |key| number(record, key).map_or(now, instant);
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
        let row = self.store.session(&id.to_string(), (self.clock)()).await;
        let Some(row) = row.map_err(backend)? else {
            return Ok(None);
        };
        let mut data: HashMap<String, Value> =
            serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        data.extend(
            [
                (keys::USER, row.user_id.into()),
                (keys::DEVICE, row.device.into()),
                (keys::ROW, row.id.into()),
                (keys::CREATED, row.created_at.into()),
                (keys::USED, row.used_at.into()),
                (keys::STORED, row.data.into()),
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

    async fn delete(&self, id: &Id) -> SessionResult<()> {
        self.store
            .forget_session(&id.to_string())
            .await
            .map_err(backend)
    }
}

impl Store {
    async fn begin_session(
        &self,
        id: &str,
        (user, device, data): (i64, &str, &str),
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let at = now.as_microsecond();
        let expires = (now + session_lasts(now, now)).as_microsecond();
        Ok(noting!(self, tx => {
            let (row,): (i64,) = sqlx::query_as("insert into sessions (hash, user_id, device, data, created_at, used_at, expires_at) values ($1, $2, $3, $4, $5, $5, $6) returning id")
                .bind(hash(id)).bind(user).bind(device).bind(data).bind(at).bind(expires).fetch_one(&mut *tx).await?;
            let (login,): (String,) = sqlx::query_as("update users set signed_in_at = $2 where id = $1 returning login").bind(user).bind(at).fetch_one(&mut *tx).await?;
            let change = Change { actor: &login, action: "sign-in", subject: login.clone(), before: String::new(), after: device.to_owned() };
            super::audit::insert!(&mut *tx, change, now);
            row
        }))
    }

    async fn renew_session(
        &self,
        id: &str,
        data: &str,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("update sessions set data = $2, used_at = $3, expires_at = $4 where hash = $1")
                .bind(hash(id)).bind(data).bind(now.as_microsecond()).bind(expires.as_microsecond()).execute(db).await?;
        });
        Ok(())
    }

    async fn session(&self, id: &str, now: Timestamp) -> Result<Option<Row>, StoreError> {
        Ok(reading!(self, db => sqlx::query_as(
            concat!("select ", columns!(), " from sessions where hash = $1 and expires_at > $2")
        ).bind(hash(id)).bind(now.as_microsecond()).fetch_optional(db).await)?)
    }

    async fn forget_session(&self, id: &str) -> Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("delete from sessions where hash = $1").bind(hash(id)).execute(db).await?;
        });
        Ok(())
    }

    /// Where a person is signed in, the latest used first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(&self, user: i64, now: Timestamp) -> Result<Vec<SignedIn>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(
            concat!("select ", columns!(), " from sessions where user_id = $1 and expires_at > $2 order by used_at desc, id desc")
        ).bind(user).bind(now.as_microsecond()).fetch_all(db).await)?;
        let signed_in = |r: Row| SignedIn {
            id: r.id,
            device: r.device,
            created_at: instant(r.created_at),
            used_at: instant(r.used_at),
        };
        Ok(rows.into_iter().map(signed_in).collect())
    }

    /// Ends a person's session; `action` says in the audit how. Whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(
        &self,
        user: &User,
        id: i64,
        action: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(noting!(self, tx => {
            let ended: Option<(String,)> = sqlx::query_as("delete from sessions where user_id = $1 and id = $2 returning device").bind(user.id).bind(id).fetch_optional(&mut *tx).await?;
            if let Some((device,)) = &ended {
                let change = Change { actor: &user.login, action, subject: user.login.clone(), before: device.clone(), after: String::new() };
                super::audit::insert!(&mut *tx, change, now);
            }
            ended.is_some()
        }))
    }

    /// Ends all sessions of a person but one. How many they were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_other_sessions(
        &self,
        user: &User,
        kept: i64,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        Ok(noting!(self, tx => {
            let ended: Vec<(String,)> = sqlx::query_as("delete from sessions where user_id = $1 and id <> $2 returning device").bind(user.id).bind(kept).fetch_all(&mut *tx).await?;
            for (device,) in &ended {
                let change = Change { actor: &user.login, action: "session", subject: user.login.clone(), before: device.clone(), after: String::new() };
                super::audit::insert!(&mut *tx, change, now);
            }
            ended.len()
        }))
    }

    /// Forgets sessions that have expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("delete from sessions where expires_at < $1").bind(now.as_microsecond()).execute(db).await?;
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_lasts_a_month_from_its_use_and_a_year_at_most() {
        let begun: Timestamp = "2026-09-01T08:00:00Z".parse().unwrap();
        let day = |n: i64| begun + SignedDuration::from_hours(24 * n);
        assert_eq!(session_lasts(begun, begun), SESSION_IDLE);
        assert_eq!(session_lasts(begun, day(335)), SESSION_IDLE);
        assert_eq!(
            session_lasts(begun, day(364)),
            SignedDuration::from_hours(24)
        );
        assert_eq!(session_lasts(begun, day(400)), SignedDuration::ZERO);
        // A clock that was set back makes no session longer than a month.
        assert_eq!(session_lasts(begun, day(-400)), SESSION_IDLE);
        assert!(!session_is_renewed(
            begun,
            begun + SignedDuration::from_hours(23)
        ));
        assert!(session_is_renewed(begun, day(1)));
        assert!(session_is_renewed(begun, day(-1)));
    }
}
