//! `dgm backup`: the whole course in one file, the secret with it.

use super::secret::{self, KEY};
use super::store::{DATABASE, Place};
use super::{Outcome, Voice, modes};
use crate::l10n::{say, say_with};
use crate::store::{Store, Target, Upkeep, fingerprint};
use anyhow::{Context as _, bail};
use std::path::{Path, PathBuf};

/// The setting under which a backup carries the course secret; a running database never has it.
pub const SECRET: &str = "backup-secret-key";

/// What to back up, and where to.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// The file to write; it must not exist yet. Keep it as secret as the data folder: it holds the course secret.
    file: PathBuf,
    /// The course secret as 64 hexadecimal digits; of the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    secret_key: Option<String>,
}

/// Runs `dgm backup`. The server may be running.
pub fn back_up(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let file = &args.file;
    if file.exists() {
        bail!(
            "{} exists already; choose another name, a backup is never overwritten",
            file.display()
        );
    }
    let target = args.place.target(DATABASE);
    let Some(database) = target.file() else {
        let folder = args.place.data.display().to_string();
        bail!(
            "{}",
            say_with(
                voice.lang,
                "store-backup-postgres",
                &crate::args! {"folder" => folder}
            )
        );
    };
    if !database.is_file() {
        bail!(
            "there is no {}; --data names another data folder",
            database.display()
        );
    }
    modes::keep_private();
    let partial = beside(file, "part")?;
    let runtime = tokio::runtime::Runtime::new()?;
    let made = runtime.block_on(async {
        let store = args.place.look(voice).await?.store;
        let copied = copy(&store, args, &partial, voice).await;
        store.close().await;
        copied
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

async fn copy(store: &Store, args: &Args, partial: &Path, voice: Voice) -> anyhow::Result<()> {
    let key = args.place.data.join(KEY);
    let secret = secret::find(&key, args.secret_key.as_deref(), voice)?;
    let kept = store.kept_fingerprint().await?;
    let own = secret.as_ref().map(fingerprint);
    if kept.is_some() && own.is_some() && own != kept {
        // Restored, it would be refused: the inputs that students have come from another secret.
        bail!("{}", say(voice.lang, "store-backup-other-secret"));
    }
    store.back_up(partial).await?;
    match secret {
        Some(secret) => {
            // Of an earlier version it stays one.
            let target = Target::File(partial.to_owned());
            let copy = Store::open_as(&target, Upkeep::Look).await?.store;
            let kept = copy.setting(SECRET, &hex::encode(secret)).await;
            copy.close().await;
            kept?;
        }
        None if kept.is_some() => eprintln!("dgm: {}", say(voice.lang, "store-backup-no-secret")),
        None => {}
    }
    Ok(())
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
