//! `dgm backup` and `dgm restore`: the whole course in one file, the secret with it.

use super::Outcome;
use super::store::Place;
use crate::store::Store;
use anyhow::{Context as _, bail};
use std::path::{Path, PathBuf};

/// The setting under which a backup carries the course secret; a running database never has it.
const SECRET: &str = "backup-secret-key";
/// The database's name in the data folder.
const DATABASE: &str = "dgm.sqlite";
/// The secret's name in the data folder.
const KEY: &str = "secret.key";

/// What to back up, and where to.
#[derive(clap::Args)]
pub struct BackupArgs {
    #[command(flatten)]
    place: Place,
    /// The file to write; it must not exist yet. Keep it as secret as the data folder: it holds the course secret.
    file: PathBuf,
}

/// What to restore, and where to.
#[derive(clap::Args)]
pub struct RestoreArgs {
    #[command(flatten)]
    place: Place,
    /// A file that `dgm backup` wrote.
    file: PathBuf,
    /// Replaces what is in the data folder. Stop the server first.
    #[arg(long)]
    force: bool,
}

/// Runs `dgm backup`. The server may be running.
pub fn back_up(args: &BackupArgs) -> anyhow::Result<Outcome> {
    let file = &args.file;
    if file.exists() {
        bail!(
            "{} exists already; choose another name, a backup is never overwritten",
            file.display()
        );
    }
    if args.place.database.is_none() && !args.place.data.join(DATABASE).is_file() {
        bail!(
            "there is no {DATABASE} in {}; --data names another data folder",
            args.place.data.display()
        );
    }
    let partial = beside(file, "part")?;
    let runtime = tokio::runtime::Runtime::new()?;
    let made = runtime.block_on(async {
        let store = args.place.open().await?;
        let copied = store.back_up(&partial).await;
        store.close().await;
        copied?;
        private(&partial)?;
        if let Ok(secret) = std::fs::read_to_string(args.place.data.join(KEY)) {
            let copy = Store::open_file(&partial).await?;
            let kept = copy.setting(SECRET, secret.trim()).await;
            copy.close().await;
            kept?;
        }
        anyhow::Ok(())
    });
    if let Err(error) = made {
        // Half a backup is worse than none.
        drop(std::fs::remove_file(&partial));
        return Err(error);
    }
    std::fs::File::open(&partial)
        .and_then(|f| f.sync_all())
        .and_then(|()| std::fs::rename(&partial, file))
        .with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(Outcome::Right)
}

/// Runs `dgm restore`. A data folder that holds something is left alone unless `--force` says otherwise.
pub fn restore(args: &RestoreArgs) -> anyhow::Result<Outcome> {
    if args.place.database.is_some() {
        bail!(
            "a backup is restored into a data folder (--data), not into a database named by --database"
        );
    }
    let data = &args.place.data;
    std::fs::create_dir_all(data)
        .with_context(|| format!("the data folder {} cannot be made", data.display()))?;
    let occupied = std::fs::read_dir(data)?.next().is_some();
    if occupied && !args.force {
        bail!(
            "{} is not empty; name an empty folder with --data, or stop the server and add --force to replace what is there",
            data.display()
        );
    }
    let mut head = [0; 16];
    std::fs::File::open(&args.file)
        .and_then(|mut f| std::io::Read::read_exact(&mut f, &mut head))
        .with_context(|| format!("{} cannot be read", args.file.display()))?;
    if &head != b"SQLite format 3\0" {
        bail!("{} is no backup that dgm wrote", args.file.display());
    }
    let partial = data.join("dgm.sqlite.part");
    remove_database(&partial)?;
    std::fs::copy(&args.file, &partial)
        .with_context(|| format!("{} cannot be copied", args.file.display()))?;
    private(&partial)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let taken = runtime.block_on(async {
        let copy = Store::open_file(&partial).await?;
        let secret = copy.kept_setting(SECRET).await;
        let forgotten = copy.forget_setting(SECRET).await;
        copy.close().await;
        forgotten?;
        anyhow::Ok(secret?)
    });
    let secret = match taken {
        Ok(secret) => secret,
        Err(error) => {
            remove_database(&partial)?;
            return Err(error.context(format!("{} is no backup of a course", args.file.display())));
        }
    };
    let database = data.join(DATABASE);
    // The old database's journal would be replayed into the new one.
    remove_database(&database)?;
    std::fs::rename(&partial, &database)?;
    match secret {
        Some(secret) => {
            let key = data.join("secret.key.part");
            std::fs::write(&key, secret)?;
            private(&key)?;
            std::fs::rename(key, data.join(KEY))?;
        }
        None => eprintln!(
            "dgm: the backup holds no course secret: set DGM_SECRET_KEY as it was, or the students' inputs will be others"
        ),
    }
    Ok(Outcome::Right)
}

fn beside(file: &Path, ending: &str) -> anyhow::Result<PathBuf> {
    let mut name = file
        .file_name()
        .with_context(|| format!("{} names no file", file.display()))?
        .to_owned();
    name.push(".");
    name.push(ending);
    Ok(file.with_file_name(name))
}

/// A database and its journals.
fn remove_database(path: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Readable by its owner alone.
fn private(path: &Path) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}
