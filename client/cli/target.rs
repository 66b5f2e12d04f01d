//! Where a command writes its result: a file, whole or not at all; a pipe or a device, as it is; or standard output.

use super::error::{Context as _, Result};
use super::output::put_bytes;
use l10n::message;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, IsTerminal as _, Write as _, stdout};
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::{fs::Permissions, os::unix::fs::PermissionsExt as _};

/// Whether a file that is there already is replaced.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Force {
    /// Replaces the file where there is one already.
    #[arg(long)]
    pub force: bool,
}

/// What stands where the result is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// Standard output.
    Output,
    /// Nothing: a new file is made, and nothing that comes in between is replaced.
    Free(PathBuf),
    /// A file to be replaced; links were followed.
    Taken(PathBuf),
    /// A pipe, a device, or a link to nothing: opened and written.
    Through(PathBuf),
}

/// A place that can be written to, found before the work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    place: Place,
}

impl Target {
    /// Looks at what stands at a path.
    ///
    /// # Errors
    /// When it is a folder, or a file and `force` does not say that it may be replaced.
    pub fn find(path: &Path, force: Force) -> Result<Self> {
        let place = if is_output(path) {
            Place::Output
        } else {
            match std::fs::metadata(path) {
                Ok(found) if found.is_dir() => {
                    return Err(message!("target-folder", file = path).into());
                }
                Ok(found) if found.is_file() && !force.force => {
                    return Err(message!("target-taken", file = path).into());
                }
                // As people write it: on Windows the standard library's would begin with `\\?\`.
                Ok(found) if found.is_file() => Place::Taken(dunce::canonicalize(path)?),
                Ok(_) => Place::Through(path.to_owned()),
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    if path.is_symlink() {
                        Place::Through(path.to_owned())
                    } else if path.file_name().is_none() {
                        return Err(message!("target-folder", file = path).into());
                    } else {
                        Place::Free(path.to_owned())
                    }
                }
                Err(_) if is_device(path) => Place::Through(path.to_owned()),
                Err(error) => {
                    return Err(error).with_context(|| message!("file-unwritable", file = path));
                }
            }
        };
        Ok(Self { place })
    }

    /// Whether the result goes to standard output, where nothing else may go then.
    pub fn is_output(&self) -> bool {
        self.place == Place::Output
    }

    /// Whether it is no file but standard output, a pipe or a device.
    pub fn is_stream(&self) -> bool {
        matches!(self.place, Place::Output | Place::Through(_))
    }

    /// Whether what is written to one of them would end up in the other.
    pub fn is_same(&self, other: &Self) -> bool {
        let path = |target: &Self| match &target.place {
            Place::Output => None,
            Place::Taken(path) => Some(path.clone()),
            Place::Free(path) | Place::Through(path) => {
                let folder = dunce::canonicalize(folder_of(path)).ok();
                let name = path.file_name().unwrap_or_default();
                Some(folder.map_or_else(|| path.clone(), |folder| folder.join(name)))
            }
        };
        path(self) == path(other)
    }

    /// Writes the result.
    ///
    /// # Errors
    /// When it cannot be written, or a file has come to stand there in the meantime.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        let (path, done) = match &self.place {
            Place::Output if stdout().is_terminal() && std::str::from_utf8(bytes).is_err() => {
                return Err(message!("target-terminal").into());
            }
            Place::Output => return Ok(put_bytes(bytes)?),
            Place::Free(path) => match whole(path, bytes, None, false) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    return Err(message!("target-taken", file = path.as_path()).into());
                }
                done => (path, done),
            },
            Place::Taken(path) => {
                let like = std::fs::metadata(path).ok();
                (path, whole(path, bytes, like.map(Like::File), true))
            }
            Place::Through(path) => {
                let mut options = OpenOptions::new();
                options.write(true).create(true).truncate(false);
                let written = options.open(path).and_then(|mut f| f.write_all(bytes));
                (path, written)
            }
        };
        done.with_context(|| message!("file-unwritable", file = path.as_path()))
    }
}

/// `-`, and the names that a shell has for the same.
fn is_output(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
        .iter()
        .any(|name| path.as_os_str() == *name)
}

/// `NUL` and its like: Windows has them in every folder, and says nothing of them.
fn is_device(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let numbered = |kind| {
        let number = stem.get(3..).and_then(|rest| rest.parse::<u8>().ok());
        number.is_some() && stem.get(..3).is_some_and(|s| s.eq_ignore_ascii_case(kind))
    };
    let is = |name: &&str| stem.eq_ignore_ascii_case(name);
    cfg!(windows)
        && (["NUL", "CON", "PRN", "AUX"].iter().any(is) || numbered("COM") || numbered("LPT"))
}

/// Replaces a file or makes it, whole or not at all, readable by its owner alone. A link is followed.
///
/// # Errors
/// When the folder cannot be written to.
pub fn replace_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let path = dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    whole(&path, bytes, Some(Like::Private), true)
}

/// Whose a file is, and who may read it, where that is not as the person's umask says.
enum Like {
    /// As the file that it takes the place of.
    File(Metadata),
    /// For its owner alone.
    Private,
}

impl Like {
    fn give(&self, file: &File) -> std::io::Result<()> {
        match self {
            Self::File(found) => {
                #[cfg(unix)]
                {
                    use std::os::unix::fs::{MetadataExt as _, fchown};
                    // Who is not the administrator owns what they write, as with any editor.
                    drop(fchown(file, Some(found.uid()), Some(found.gid())));
                }
                file.set_permissions(found.permissions())
            }
            // Temporary files are made so.
            Self::Private => Ok(()),
        }
    }
}

/// The folder of a path, which may be the one at hand.
pub fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// A neighbour is written, made durable and given the name. A new file has the mode that the person's umask gives.
fn whole(path: &Path, bytes: &[u8], like: Option<Like>, replace: bool) -> std::io::Result<()> {
    let mut maker = tempfile::Builder::new();
    maker.prefix(".dgm-").suffix(".part");
    #[cfg(unix)]
    if like.is_none() {
        maker.permissions(Permissions::from_mode(0o666));
    }
    let mut partial = maker.tempfile_in(folder_of(path))?;
    partial.write_all(bytes)?;
    if let Some(like) = like {
        like.give(partial.as_file())?;
    }
    partial.as_file().sync_all()?;
    let kept: std::result::Result<File, _> = if replace {
        partial.persist(path)
    } else {
        partial.persist_noclobber(path)
    };
    kept.map(drop).map_err(|failed| failed.error)
}
