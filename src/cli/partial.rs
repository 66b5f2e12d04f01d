//! A file that is written beside its name and gets it once it is whole: what is broken off at any moment leaves nothing of that name.

use dgm_client::cli::target::folder_of;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{ErrorKind, Read, Result, Write as _};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, PersistError};

/// How the name of a file ends that is not whole.
const ENDING: &str = ".part";
/// How many letters and digits before that make it a name that nobody else has.
const RANDOM: usize = 12;

/// A file that is not whole yet, its owner's alone. It goes with this value, however a command gives up.
#[derive(Debug)]
pub struct Partial {
    file: NamedTempFile,
    _journals: Journals,
}

/// What SQLite makes beside a database at this path, and leaves there on a full disk; it goes with this value.
#[derive(Debug)]
struct Journals(PathBuf);

impl Drop for Journals {
    fn drop(&mut self) {
        // Hardly ever is one there.
        drop(remove_journals(&self.0));
    }
}

/// Removes what SQLite has beside a database.
///
/// # Errors
/// When one is there and stays.
pub fn remove_journals(path: &Path) -> Result<()> {
    for ending in ["-wal", "-shm", "-journal"] {
        let mut name = OsString::from(path);
        name.push(ending);
        match std::fs::remove_file(name) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

impl Partial {
    /// Makes an empty one beside this path, and removes those whose process was killed before they were whole.
    ///
    /// # Errors
    /// When the folder is not there or cannot be written to.
    pub fn beside(path: &Path) -> Result<Self> {
        let name = path.file_name().ok_or(ErrorKind::InvalidFilename)?;
        let mut start = name.to_owned();
        start.push(".");
        remove_dead(folder_of(path), &start);
        let file = tempfile::Builder::new()
            .prefix(&start)
            .suffix(ENDING)
            .rand_bytes(RANDOM)
            .tempfile_in(folder_of(path))?;
        if cfg!(unix) {
            // Who finds it held lets it be. A file system without locks has nobody's removed.
            drop(file.as_file().try_lock());
        }
        let journals = Journals(file.path().to_owned());
        Ok(Self {
            file,
            _journals: journals,
        })
    }

    /// Where it is as long as it is not whole.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Adds to it.
    ///
    /// # Errors
    /// When there is no room.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes)
    }

    /// Adds all that is read.
    ///
    /// # Errors
    /// When it cannot be read, or there is no room.
    pub fn fill(&mut self, source: &mut dyn Read) -> Result<u64> {
        std::io::copy(source, &mut self.file)
    }

    /// Gives it its name, where nothing has come to be called so. It is on the disk when this returns.
    ///
    /// # Errors
    /// When there is such a file; when the disk fails.
    pub fn put(self, path: &Path) -> Result<()> {
        self.sync()?;
        let named = match self.file.persist_noclobber(path) {
            // Some file systems can only rename.
            Err(PersistError { error, file })
                if error.kind() != ErrorKind::AlreadyExists && !path.exists() =>
            {
                file.persist(path)
            }
            named => named,
        };
        done(named, path)
    }

    /// Gives it its name in the place of whatever was called so. It is on the disk when this returns.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn replace(self, path: &Path) -> Result<()> {
        self.sync()?;
        done(self.file.persist(path), path)
    }

    /// By its path: a database is written by others than this value.
    fn sync(&self) -> Result<()> {
        File::open(self.path())?.sync_all()
    }
}

fn done(named: std::result::Result<File, PersistError>, path: &Path) -> Result<()> {
    named.map_err(|failed| failed.error)?;
    if cfg!(unix) {
        // Where a folder cannot be synced, its file system has other ways.
        drop(File::open(folder_of(path)).and_then(|folder| folder.sync_all()));
    }
    Ok(())
}

/// Removes what killed processes left of files whose names begin so, with the journals of a database.
fn remove_dead(folder: &Path, start: &OsStr) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if is_partial(&entry.file_name(), start) && is_dead(&path) {
            // Another one may be faster.
            drop(std::fs::remove_file(&path));
            drop(Journals(path));
        }
    }
}

/// Whether a name is one that this module gives: nobody else's file is touched.
fn is_partial(name: &OsStr, start: &OsStr) -> bool {
    let (Some(name), Some(start)) = (name.to_str(), start.to_str()) else {
        return false;
    };
    let middle = name
        .strip_prefix(start)
        .and_then(|rest| rest.strip_suffix(ENDING));
    middle.is_some_and(|middle| {
        middle.len() == RANDOM && middle.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Whether nobody writes it any more.
fn is_dead(path: &Path) -> bool {
    let opened = File::options().write(true).open(path);
    cfg!(unix) && opened.is_ok_and(|file| file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn of_two_at_once_one_gets_the_name_and_neither_loses_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.backup");
        let (mut one, mut other) = (
            Partial::beside(&path).unwrap(),
            Partial::beside(&path).unwrap(),
        );
        one.write(b"one").unwrap();
        other.write(b"other").unwrap();
        one.put(&path).unwrap();
        let refused = other.put(&path).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["x.backup"]);
        let mut third = Partial::beside(&path).unwrap();
        third.write(b"third").unwrap();
        third.replace(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"third");
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let mut given_up = Partial::beside(&path).unwrap();
        given_up.write(b"half").unwrap();
        let journal = format!("{}-wal", given_up.path().display());
        std::fs::write(journal, "the other half").unwrap();
        assert!(!path.exists());
        drop(given_up);
        assert!(names(folder.path()).is_empty());
        let nowhere = folder.path().join("gone").join("x");
        let refused = Partial::beside(&nowhere).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_process_left_goes_and_nothing_else_does() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.backup");
        let others = [
            "x.backup.part",
            "x.backup.of-somebody.part",
            "y.backup.abcdefghij12.part",
        ];
        for name in others {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        for ending in ["", "-wal", "-shm"] {
            let name = format!("x.backup.abcdefghij12.part{ending}");
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let alive = Partial::beside(&path).unwrap();
        let mode = std::fs::metadata(alive.path()).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        drop(Partial::beside(&path).unwrap());
        assert!(alive.path().exists(), "it is being written");
        alive.put(&path).unwrap();
        let mut left = names(folder.path());
        left.retain(|name| name != "x.backup");
        let mut others = others.map(str::to_owned);
        others.sort();
        assert_eq!(left, others);
    }
}
