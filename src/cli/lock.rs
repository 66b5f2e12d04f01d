//! The lock of a data folder: `serve` holds it, so that no second server and no restore touches a folder in use.

use crate::settings::whole;
use dgm_client::cli::error::{Context as _, Result};
use l10n::message;
use std::fs::{File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The lock's name in the data folder.
pub const NAME: &str = "dgm.lock";

/// How often a lock is tried, and how long it is waited in between: as long as it takes others to ask whether it is held.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(10);
/// No longer is what is noted in a lock.
const LONGEST: u64 = 8 * 1024;

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
    /// Other servers: the database is elsewhere, and has a lock or locks of its own; the folder keeps but the secret.
    Servers,
}

/// Who holds a lock, as the lock says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The number of its process.
    pub process: String,
    /// The database that it works with, without a password.
    pub database: Option<String>,
}

/// Takes this lock, whose folder is there, and notes in it who does so; a server notes its database, too. Who only works beside servers leaves
/// what they noted.
///
/// # Errors
/// When another process holds it; its number is told. When the folder cannot be written to.
pub fn hold(path: &Path, with: With, database: Option<&str>) -> Result<Held> {
    let folder = path.parent().unwrap_or(path);
    let mut file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .with_context(|| message!("store-folder-unwritable", folder = folder))?;
    match take(&file, with) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let process = noted(path).map_or_else(|| "?".to_owned(), |holder| holder.process);
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
    if with == With::Servers && database.is_none() {
        return Ok(Held { _file: Some(file) });
    }
    let (process, database) = (std::process::id(), database.unwrap_or_default());
    file.set_len(0)
        .and_then(|()| writeln!(file, "{process}\n{database}"))
        .with_context(|| message!("file-unwritable", file = path))?;
    Ok(Held { _file: Some(file) })
}

/// Takes a lock. Who only asks whether it is held has it for a moment: that is waited for.
fn take(file: &File, with: With) -> std::result::Result<(), TryLockError> {
    let mut tries = 0;
    loop {
        let taken = match with {
            With::Nobody => file.try_lock(),
            With::Servers => file.try_lock_shared(),
        };
        tries += 1;
        match taken {
            Err(TryLockError::WouldBlock) if tries < TRIES => std::thread::sleep(PAUSE),
            taken => return taken,
        }
    }
}

/// Who holds this lock, if anybody does.
pub fn held_by(path: &Path) -> Option<Holder> {
    let file = File::open(path).ok()?;
    match take(&file, With::Nobody) {
        Err(TryLockError::WouldBlock) => Some(noted(path).unwrap_or_else(|| Holder {
            process: "?".to_owned(),
            database: None,
        })),
        _ => None,
    }
}

/// Who took this lock last, as it says; they may be gone.
pub fn noted(path: &Path) -> Option<Holder> {
    let mut said = String::new();
    let file = File::open(path).ok()?;
    file.take(LONGEST).read_to_string(&mut said).ok()?;
    let mut lines = said.lines();
    let process: u32 = lines.next()?.trim().parse().ok()?;
    let database = lines.next().filter(|line| !line.is_empty());
    Some(Holder {
        process: process.to_string(),
        database: database.map(str::to_owned),
    })
}

/// The lock of an SQLite file: that of its folder where it has the `usual` name of databases in data folders, else one beside it.
pub fn of_file(file: &Path, usual: &str) -> PathBuf {
    let file = real(file);
    if file.file_name().is_some_and(|name| name == usual) {
        return file.with_file_name(NAME);
    }
    let mut name = file.into_os_string();
    name.push(".lock");
    name.into()
}

/// Where a path leads, as far as there is something.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| whole(path))
}

/// Whether both paths lead to one file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    real(one) == real(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::Lang;

    #[test]
    fn one_holds_a_folder_and_the_other_is_told_who() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let take = |with| hold(&path, with, Some("postgres://dgm@localhost:5432/dgm"));
        let held = take(With::Nobody).unwrap();
        let own = std::process::id().to_string();
        let holder = held_by(&path).unwrap();
        assert_eq!(holder.process, own);
        let database = holder.database.as_deref();
        assert_eq!(database, Some("postgres://dgm@localhost:5432/dgm"));
        for with in [With::Nobody, With::Servers] {
            let told = take(with).unwrap_err().text(Lang::Ru);
            assert!(told.contains(&own) && told.contains("процесс"), "{told}");
        }
        drop(held);
        assert_eq!(held_by(&path), None);
        let (_one, _other) = (take(With::Servers).unwrap(), take(With::Servers).unwrap());
        assert!(take(With::Nobody).is_err());
        drop(hold(&path, With::Servers, None).unwrap());
        assert!(held_by(&path).unwrap().database.is_some());
    }

    #[test]
    fn a_lock_of_an_earlier_version_says_who_and_not_for_what() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        std::fs::write(&path, "12\n").unwrap();
        let holder = noted(&path).unwrap();
        assert_eq!((&*holder.process, holder.database), ("12", None));
        drop(hold(&path, With::Nobody, None).unwrap());
        assert_eq!(noted(&path).unwrap().database, None);
    }

    #[test]
    fn who_only_asks_keeps_nobody_from_holding_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        drop(hold(&path, With::Nobody, None).unwrap());
        let asking = File::open(&path).unwrap();
        asking.lock().unwrap();
        let asked = std::thread::spawn(move || {
            std::thread::sleep(PAUSE);
            drop(asking);
        });
        hold(&path, With::Nobody, None).unwrap();
        asked.join().unwrap();
    }
}
