//! The options that say where the data is; the server and the operator's chores share them.

use crate::store::Store;
use anyhow::Context as _;
use rand::TryRngCore as _;
use std::path::{Path, PathBuf};

/// Where the data is.
#[derive(clap::Args)]
pub struct Place {
    /// The data folder: the SQLite database and the secret.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "DGM_DATA",
        default_value = "dgm-data"
    )]
    pub data: PathBuf,
    /// A database instead of SQLite in the data folder: postgres://USER@HOST/NAME or sqlite://FILE.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "DGM_DATABASE_URL",
        hide_env_values = true
    )]
    pub database: Option<String>,
}

impl Place {
    /// Opens the store, made where it is missing.
    pub async fn open(&self) -> anyhow::Result<Store> {
        self.open_named("dgm.sqlite").await
    }

    /// Opens the store; an SQLite database in the data folder has this name.
    pub async fn open_named(&self, name: &str) -> anyhow::Result<Store> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("the data folder {} cannot be made", self.data.display()))?;
        let store = match &self.database {
            Some(url) => Store::open(url).await?,
            None => Store::open_file(&self.data.join(name)).await?,
        };
        Ok(store)
    }

    /// The course secret: of `DGM_SECRET_KEY`, or of a file in the data folder that is made once, readable by its owner alone.
    pub fn secret(&self, from_environment: Option<&str>) -> anyhow::Result<[u8; 32]> {
        if let Some(text) = from_environment {
            return secret_of(text).context(
                "DGM_SECRET_KEY must be 64 hexadecimal digits (openssl rand -hex 32 makes one)",
            );
        }
        let path = self.data.join("secret.key");
        match std::fs::read_to_string(&path) {
            Ok(text) => secret_of(&text).with_context(|| format!("{} must hold 64 hexadecimal digits; restore it from a backup, the students' inputs are drawn from it", path.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_secret(&path),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }
}

/// The secret of 64 hexadecimal digits.
pub fn secret_of(text: &str) -> anyhow::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.trim(), &mut bytes)?;
    Ok(bytes)
}

fn make_secret(path: &Path) -> anyhow::Result<[u8; 32]> {
    use std::io::Write as _;
    let mut bytes = [0; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .context("the operating system gives no random bytes")?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options
        .open(path)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    file.write_all(hex::encode(bytes).as_bytes())?;
    // Inputs drawn from a secret that a power cut then loses could never be drawn again.
    file.sync_all()?;
    Ok(bytes)
}
