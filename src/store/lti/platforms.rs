//! Learning platforms, each with what was agreed on.

use super::settings::PlatformSettings;
use crate::ids::PlatformId;
use crate::store::audit::{Action, Change};
use crate::store::codec::{FromRow, Row, json};
use crate::store::{Store, StoreError};
use jiff::Timestamp;

/// A platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Its number.
    pub id: PlatformId,
    /// What was agreed on.
    pub settings: PlatformSettings,
}

impl FromRow for Platform {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            settings: row.json("settings")?,
        })
    }
}

const SELECT: &str = "select id, settings from lti_platforms";

impl Store {
    /// All platforms, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platforms(&self) -> Result<Vec<Platform>, StoreError> {
        self.rows([SELECT, "order by id"], ()).await
    }

    /// The platform of this number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platform(&self, id: PlatformId) -> Result<Option<Platform>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// Adds a platform; `None` where its issuer knows this server by the same id already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_platform(
        &self,
        settings: &PlatformSettings,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<Platform>, StoreError> {
        let mut tx = self.audited().await?;
        let insert = r"
            insert into lti_platforms (issuer, client_id, settings)
            values ($1, $2, $3)
            on conflict (issuer, client_id) do nothing
            returning id";
        let kept = json(settings)?;
        let id: Option<PlatformId> = tx
            .first(insert, (&settings.issuer, &settings.client_id, kept))
            .await?;
        let Some(id) = id else {
            return Ok(None);
        };
        let change = Action::Platform(Change {
            before: None,
            after: Some(settings.clone()),
        });
        tx.note(actor, now, format!("platform {id}"), &change)
            .await?;
        tx.commit().await?;
        let settings = settings.clone();
        Ok(Some(Platform { id, settings }))
    }

    /// Changes what was agreed on, if it is still what was `seen`: whether it was. Another platform may have the same issuer and id.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn change_platform(
        &self,
        seen: &Platform,
        settings: &PlatformSettings,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.audited().await?;
        let is: Option<Platform> = tx.first([SELECT, "where id = $1"], (seen.id,)).await?;
        let taken = r"
            select exists (select 1 from lti_platforms where issuer = $1 and client_id = $2 and id <> $3)";
        let taken: bool = tx
            .one(taken, (&settings.issuer, &settings.client_id, seen.id))
            .await?;
        if is.as_ref() != Some(seen) || taken {
            return Ok(false);
        }
        if seen.settings != *settings {
            let update = r"
                update lti_platforms
                set issuer = $2, client_id = $3, settings = $4
                where id = $1";
            let kept = json(settings)?;
            let values = (seen.id, &settings.issuer, &settings.client_id, kept);
            tx.execute(update, values).await?;
            let change = Action::Platform(Change {
                before: Some(seen.settings.clone()),
                after: Some(settings.clone()),
            });
            tx.note(actor, now, format!("platform {}", seen.id), &change)
                .await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}
