//! The lock of a data folder: `serve` holds it, so that no second server and no restore touches a folder in use.

use dgm_client::cli::error::{Context as _, Result};
use l10n::message;
use std::fs::{File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::Path;

/// The lock's name in the data folder.
pub const NAME: &str = "dgm.lock";

/// A data folder that is held until this is dropped, or the process ends however it ends.
#[derive(Debug)]
pub struct Held {
    _file: Option<File>,
}

/// Who else may hold the folder at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// Nobody.
    Nobody,
    /// Other servers of one PostgreSQL, which has locks of its own; the folder keeps but the secret.
    Servers,
}

/// Takes this lock, whose folder is there.
///
/// # Errors
/// When another process holds it; its number is told. When the folder cannot be written to.
pub fn hold(path: &Path, with: With) -> Result<Held> {
    let folder = path.parent().unwrap_or(path);
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .with_context(|| message!("store-folder-unwritable", folder = folder))?;
    let taken = match with {
        With::Nobody => file.try_lock(),
        With::Servers => file.try_lock_shared(),
    };
    match taken {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let process = holder(path).unwrap_or_else(|| "?".to_owned());
            return Err(message!("store-folder-held", folder = folder, process = process).into());
        }
        // Some file systems of networks have no locks.
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
            tracing::warn!(folder = %folder.display(), "this file system has no locks: see to it that one server alone runs here");
            return Ok(Held { _file: None });
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| message!("file-unlockable", file = path));
        }
    }
    file.set_len(0)
        .and_then(|()| writeln!(file, "{}", std::process::id()))
        .with_context(|| message!("file-unwritable", file = path))?;
    Ok(Held { _file: Some(file) })
}

/// The number of the process that holds this lock, if one does.
pub fn held_by(path: &Path) -> Option<String> {
    let file = File::open(path).ok()?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => holder(path).or_else(|| Some("?".to_owned())),
        _ => None,
    }
}

/// What the lock says of who holds it.
fn holder(path: &Path) -> Option<String> {
    let mut said = String::new();
    let file = File::open(path).ok()?;
    file.take(20).read_to_string(&mut said).ok()?;
    let process: u32 = said.trim().parse().ok()?;
    Some(process.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::Lang;

    #[test]
    fn one_holds_a_folder_and_the_other_is_told_who() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let take = |with| hold(&path, with);
        let held = take(With::Nobody).unwrap();
        let own = std::process::id().to_string();
        assert_eq!(held_by(&path), Some(own.clone()));
        for with in [With::Nobody, With::Servers] {
            let told = take(with).unwrap_err().text(Lang::Ru);
            assert!(told.contains(&own) && told.contains("процесс"), "{told}");
        }
        drop(held);
        assert_eq!(held_by(&path), None);
        let (_one, _other) = (take(With::Servers).unwrap(), take(With::Servers).unwrap());
        assert!(take(With::Nobody).is_err());
    }
}
