//! The copy of an SQLite file that is made before its schema changes.

use super::StoreError;
use jiff::Timestamp;
use sqlx::sqlite::SqliteConnection;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A copy of the file as it is, beside it. It has the name of a copy from [`SchemaCopy::keep`] on; until then it goes with this value,
/// so that a start that fails, and is tried again and again, does not fill the disk.
#[derive(Debug)]
pub(super) struct SchemaCopy {
    partial: PathBuf,
    whole: PathBuf,
}

impl SchemaCopy {
    /// Makes it, readable by its owner alone. Whoever changes a schema holds the database against others.
    ///
    /// # Errors
    /// When there is no room, or the database fails. Nothing is left then.
    pub async fn make(
        db: &mut SqliteConnection,
        file: &Path,
        version: i64,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let named = |ending: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(format!(".schema-{version:04}{ending}"));
            PathBuf::from(name)
        };
        let copy = Self {
            // One name for all times: what a killed process left is written over.
            partial: named(".part"),
            whole: named(&now.strftime("-%Y%m%dT%H%M%SZ").to_string()),
        };
        remove(&copy.partial);
        super::backup::make_private(&copy.partial).map_err(sqlx::Error::Io)?;
        let text = copy.partial.to_str();
        let text = text.ok_or_else(|| StoreError::Url(copy.partial.display().to_string()))?;
        sqlx::query("vacuum into $1").bind(text).execute(db).await?;
        let synced = File::open(&copy.partial).and_then(|file| file.sync_all());
        synced.map_err(sqlx::Error::Io)?;
        Ok(copy)
    }

    /// Gives it the name that tells which schema it has, and since when it is there.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn keep(&self) -> std::io::Result<()> {
        std::fs::rename(&self.partial, &self.whole)
    }

    /// Removes it though it was kept: what came after did not come to be.
    pub fn discard(self) {
        remove(&self.whole);
    }

    /// Where it is once it is kept.
    pub fn path(&self) -> &Path {
        &self.whole
    }
}

impl Drop for SchemaCopy {
    fn drop(&mut self) {
        remove(&self.partial);
    }
}

/// Removes a file, which may not be there.
fn remove(path: &Path) {
    drop(std::fs::remove_file(path));
}
