//! Browser sessions, for tower-sessions.

use super::pool::{reading, writing};
use super::{Store, StoreError};
use std::collections::HashMap;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// The sessions of a store.
#[derive(Clone, Debug)]
pub struct Sessions(pub Store);

fn backend(error: impl Into<StoreError>) -> Error {
    Error::Backend(error.into().to_string())
}

fn microseconds(at: time::OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX)
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide; `save` would only overwrite a session of the same id.
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
        writing!(self.0, db => {
            sqlx::query("insert into sessions (id, data, expires_at) values ($1, $2, $3) on conflict (id) do update set data = excluded.data, expires_at = excluded.expires_at")
                .bind(record.id.to_string()).bind(data).bind(microseconds(record.expiry_date)).execute(db).await.map_err(backend)?;
        });
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row: Option<(String, i64)> = reading!(self.0, db => sqlx::query_as("select data, expires_at from sessions where id = $1")
            .bind(id.to_string()).fetch_optional(db).await.map_err(backend))?;
        let Some((data, expires_at)) = row else {
            return Ok(None);
        };
        let data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&data).map_err(|e| Error::Decode(e.to_string()))?;
        let expiry_date =
            time::OffsetDateTime::from_unix_timestamp_nanos(i128::from(expires_at) * 1000)
                .map_err(|e| Error::Decode(e.to_string()))?;
        Ok(
            (expiry_date > time::OffsetDateTime::now_utc()).then_some(Record {
                id: *id,
                data,
                expiry_date,
            }),
        )
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        writing!(self.0, db => {
            sqlx::query("delete from sessions where id = $1").bind(id.to_string()).execute(db).await.map_err(backend)?;
        });
        Ok(())
    }
}

impl Store {
    /// Forgets sessions that have expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_sessions(
        &self,
        now: jiff::Timestamp,
    ) -> std::result::Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("delete from sessions where expires_at < $1").bind(now.as_microsecond()).execute(db).await?;
        });
        Ok(())
    }
}
