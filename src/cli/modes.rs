//! Who can read the data: the folder and its files are their owner's alone.

use std::path::{Path, PathBuf};

/// Something of the data that others can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wide {
    /// The folder or the file.
    pub path: PathBuf,
    /// Its mode.
    pub mode: u32,
    /// The mode it should have.
    pub should: u32,
    /// Whether dgm may set it right by itself: a folder that holds other things too is its owner's to judge.
    pub ours: bool,
}

/// From now on this process makes files that their owner alone can read, SQLite's journals among them.
pub fn keep_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// Whether a file of the data folder is one of dgm's by its name.
fn is_ours(name: &str) -> bool {
    ["dgm.", "demo.", "secret.key"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// What of a data folder others can read.
#[cfg(unix)]
pub fn wide(folder: &Path) -> std::io::Result<Vec<Wide>> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| -> std::io::Result<u32> {
        Ok(std::fs::symlink_metadata(path)?.permissions().mode() & 0o777)
    };
    let (mut found, mut alone) = (Vec::new(), true);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_str().is_some_and(is_ours) {
            alone = false;
        } else if entry.file_type()?.is_file() {
            // A journal may be gone by now.
            let Ok(mode) = mode(&entry.path()) else {
                continue;
            };
            if mode & 0o077 != 0 {
                found.push(Wide {
                    path: entry.path(),
                    mode,
                    should: 0o600,
                    ours: true,
                });
            }
        }
    }
    let own = std::fs::metadata(folder)?.permissions().mode() & 0o777;
    if own & 0o077 != 0 {
        found.push(Wide {
            path: folder.to_owned(),
            mode: own,
            should: 0o700,
            ours: alone,
        });
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// What of a data folder others can read: not asked for on this system.
#[cfg(not(unix))]
pub fn wide(_: &Path) -> std::io::Result<Vec<Wide>> {
    Ok(Vec::new())
}

/// The file of the course secret, where it lies elsewhere and others can read it. Whoever put it there judges it.
#[cfg(unix)]
pub fn wide_key(key: &Path, folder: &Path) -> Option<Wide> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(key).ok()?.permissions().mode() & 0o777;
    let elsewhere = key.parent() != Some(folder);
    (elsewhere && mode & 0o077 != 0).then(|| Wide {
        path: key.to_owned(),
        mode,
        should: 0o600,
        ours: false,
    })
}

/// The file of the course secret: not asked for on this system.
#[cfg(not(unix))]
pub fn wide_key(_: &Path, _: &Path) -> Option<Wide> {
    None
}

/// Sets right what is dgm's own and tells the log of everything that was wide.
pub fn narrow(folder: &Path) {
    for wide in wide(folder).unwrap_or_default() {
        let (path, mode) = (wide.path.display(), format!("{:03o}", wide.mode));
        match set(&wide) {
            Ok(true) if wide.path.ends_with("secret.key") => tracing::warn!(
                %path, mode,
                "others on this machine could read the course secret; now its owner alone can"
            ),
            Ok(true) => {
                tracing::warn!(%path, mode, "others on this machine could read it; now its owner alone can");
            }
            Ok(false) => tracing::warn!(
                %path, mode,
                "others on this machine can look into the data folder; it holds other things too, so chmod 700 is left to you"
            ),
            Err(error) => {
                tracing::warn!(%path, mode, %error, "others on this machine can read it, and it cannot be set right");
            }
        }
    }
}

#[cfg(unix)]
fn set(wide: &Wide) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    if wide.ours {
        std::fs::set_permissions(&wide.path, std::fs::Permissions::from_mode(wide.should))?;
    }
    Ok(wide.ours)
}

#[cfg(not(unix))]
fn set(_: &Wide) -> std::io::Result<bool> {
    Ok(false)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("it is set");
    }

    #[test]
    fn a_secret_elsewhere_is_told_of_and_one_in_the_folder_is_told_with_it() {
        let folder = tempfile::tempdir().expect("it works");
        let (own, other) = (folder.path().join("data"), folder.path().join("etc"));
        for folder in [&own, &other] {
            std::fs::create_dir(folder).expect("it works");
            std::fs::write(folder.join("secret.key"), "").expect("it works");
            set_mode(&folder.join("secret.key"), 0o644);
        }
        let key = other.join("secret.key");
        let wide = wide_key(&key, &own).expect("it is wide");
        assert_eq!((wide.mode, wide.should, wide.ours), (0o644, 0o600, false));
        assert_eq!(wide_key(&own.join("secret.key"), &own), None);
        set_mode(&key, 0o600);
        assert_eq!(wide_key(&key, &own), None);
        assert_eq!(wide_key(&other.join("gone"), &own), None);
    }

    #[test]
    fn what_is_ours_is_narrowed_and_a_folder_of_others_is_left() {
        let folder = tempfile::tempdir().expect("it works");
        let (own, other) = (
            folder.path().join("dgm.sqlite"),
            folder.path().join("thesis.txt"),
        );
        std::fs::write(&own, "").expect("it works");
        set_mode(&own, 0o644);
        set_mode(folder.path(), 0o755);
        narrow(folder.path());
        assert_eq!((mode(&own), mode(folder.path())), (0o600, 0o700));
        assert_eq!(wide(folder.path()).expect("it works"), []);

        std::fs::write(&other, "").expect("it works");
        set_mode(&other, 0o644);
        set_mode(&own, 0o640);
        set_mode(folder.path(), 0o755);
        narrow(folder.path());
        assert_eq!((mode(&own), mode(&other)), (0o600, 0o644));
        assert_eq!(mode(folder.path()), 0o755, "it may be somebody's home");
        assert_eq!(wide(folder.path()).expect("it works").len(), 1);
    }
}
