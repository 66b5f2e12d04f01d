//! Settings of the installation, each under its name.

use super::{Store, StoreError};
use jiff::Timestamp;

/// Where people reached the server when it was started last, so that commands beside it print links that open.
const BASE_URL: &str = "base_url";
/// What a tried write writes.
const TRIED: &str = "tried-write";

impl Store {
    /// A setting that is made once and kept: the stored value, or `value` stored now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn setting(&self, name: &str, value: &str) -> Result<String, StoreError> {
        let insert = r"
            insert into settings (name, value)
            values ($1, $2)
            on conflict (name) do nothing";
        self.execute(insert, (name, value)).await?;
        self.one("select value from settings where name = $1", (name,))
            .await
    }

    /// A setting that was kept, if there is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.first("select value from settings where name = $1", (name,))
            .await
    }

    /// Keeps a setting in place of the one before.
    pub(super) async fn keep_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let put = r"
            insert into settings (name, value)
            values ($1, $2)
            on conflict (name) do update set value = excluded.value";
        self.execute(put, (name, value)).await?;
        Ok(())
    }

    /// Forgets a setting.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_setting(&self, name: &str) -> Result<(), StoreError> {
        self.execute("delete from settings where name = $1", (name,))
            .await?;
        Ok(())
    }

    /// Where people reached the server when it was started last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn base_url(&self) -> Result<Option<String>, StoreError> {
        self.kept_setting(BASE_URL).await
    }

    /// Keeps where people reach the server.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_base_url(&self, url: &str) -> Result<(), StoreError> {
        self.keep_setting(BASE_URL, url).await
    }

    /// Writes one small row to the disk. Rolled back it would prove nothing: SQLite writes at the commit.
    ///
    /// # Errors
    /// When nothing can be written now.
    pub async fn try_write(&self, now: Timestamp) -> Result<(), StoreError> {
        self.keep_setting(TRIED, &now.as_microsecond().to_string())
            .await
    }
}
