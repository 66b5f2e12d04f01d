//! Where people reach the server, kept so that commands beside it print links that open.

use super::pool::writing;
use super::{Store, StoreError};

const NAME: &str = "base_url";

impl Store {
    /// Where people reached the server when it was started last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn base_url(&self) -> Result<Option<String>, StoreError> {
        self.kept_setting(NAME).await
    }

    /// Keeps where people reach the server.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_base_url(&self, url: &str) -> Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value").bind(NAME).bind(url).execute(db).await?;
        });
        Ok(())
    }
}
