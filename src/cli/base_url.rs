//! Where people reach the server, for the commands that print links.

use crate::settings::base_url::BaseUrl;
use crate::store::{Store, StoreError};

/// The option of the commands that print links.
#[derive(clap::Args)]
pub struct Reached {
    /// Where people reach the server; else where the server was reached when it was started last, else http://127.0.0.1:8080.
    #[arg(long, value_name = "URL", env = "DGM_BASE_URL")]
    base_url: Option<BaseUrl>,
}

impl Reached {
    /// The beginning of links.
    pub async fn base(&self, store: &Store) -> Result<String, StoreError> {
        if let Some(told) = &self.base_url {
            return Ok(told.as_str().to_owned());
        }
        let kept = store.base_url().await?;
        Ok(kept.unwrap_or_else(|| "http://127.0.0.1:8080".to_owned()))
    }
}
