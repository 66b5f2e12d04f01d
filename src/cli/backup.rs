//! `dgm backup`: the whole course in one file, the secret with it.

use super::modes;
use super::secret;
use super::storage::{Lost, Moved, moved};
use super::store::{DATABASE, Place, PlaceArgs};
use crate::store::{Schema, Store, Target, Upkeep, fingerprint};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{insist, put_json, tell};
use dgm_client::cli::{Format, Outcome, Voice};
use l10n::{message, size};
use std::path::{Path, PathBuf};

/// The setting under which a backup carries the course secret; a running database never has it.
pub const SECRET: &str = "backup-secret-key";

/// What to back up, and where to.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    /// The file to write; it must not exist yet. Keep it as secret as the data folder: it holds the course secret.
    file: PathBuf,
    /// The course secret as 64 hexadecimal digits; of the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    secret_key: Option<String>,
}

/// Runs `dgm backup`. The server may be running.
pub fn back_up(args: &Args, voice: Voice) -> Result<Outcome> {
    let file = &args.file;
    if file.exists() {
        return Err(message!("backup-exists", file = file.as_path()).into());
    }
    let place = args.place.find()?;
    let target = place.target(DATABASE);
    let Some(database) = target.file() else {
        return Err(message!("store-backup-postgres", folder = place.data.as_path()).into());
    };
    if !database.is_file() {
        return Err(message!("backup-no-database", file = database.as_path()).into());
    }
    modes::keep_private();
    let partial = beside(file, "part")?;
    let runtime = tokio::runtime::Runtime::new()?;
    let made = runtime.block_on(async {
        let store = place.look().await?.store;
        let copied = copy(&store, args, &place, &partial, voice).await;
        store.close().await;
        copied
    });
    let fetched = match made {
        Ok(fetched) => fetched,
        Err(error) => {
            // Half a backup is worse than none.
            drop(std::fs::remove_file(&partial));
            return Err(error);
        }
    };
    std::fs::File::open(&partial)
        .and_then(|f| f.sync_all())
        .and_then(|()| std::fs::rename(&partial, file))
        .with_context(|| message!("file-unwritable", file = file.as_path()))?;
    let bytes = std::fs::metadata(file)?.len();
    match voice.format {
        Format::Text => {
            let shown = size(usize::try_from(bytes).unwrap_or(usize::MAX));
            let told = message!("backup-written", file = file.as_path(), size = shown);
            tell(&told.text(voice.lang));
            if fetched.files > 0 {
                let told = message!("backup-fetched", n = fetched.files, size = fetched.size());
                tell(&told.text(voice.lang));
            }
            for lost in &fetched.lost {
                let told = message!("backup-without", lost = lost.message());
                insist(&format_args!("dgm: {}", told.text(voice.lang)));
            }
        }
        Format::Json => put_json(&serde_json::json!({
            "file": file,
            "bytes": bytes,
            "fetched": fetched.files,
            "lost": fetched.lost.iter().map(Lost::json).collect::<Vec<_>>(),
        }))?,
    }
    Ok(fetched.outcome())
}

async fn copy(
    store: &Store,
    args: &Args,
    place: &Place,
    partial: &Path,
    voice: Voice,
) -> Result<Moved> {
    let secret = secret::find(&place.key, args.secret_key.as_deref())?;
    let kept = store.kept_fingerprint().await?;
    let own = secret.as_ref().map(fingerprint);
    if kept.is_some() && own.is_some() && own != kept {
        // Restored, it would be refused: the inputs that students have come from another secret.
        return Err(message!("store-backup-other-secret").into());
    }
    store.back_up(partial).await?;
    // Of an earlier version it stays one.
    let target = Target::File(partial.to_owned());
    let opened = Store::open_as(&target, Upkeep::Look).await?;
    let (copy, schema) = (opened.store, opened.schema);
    let filled = async {
        match secret {
            Some(secret) => drop(copy.setting(SECRET, &hex::encode(secret)).await?),
            None if kept.is_some() => insist(&format_args!(
                "dgm: {}",
                message!("store-backup-no-secret").text(voice.lang)
            )),
            None => {}
        }
        match schema {
            Schema::Current => fetch(&copy, place).await,
            Schema::Older(_) | Schema::Empty => Ok(Moved::default()),
        }
    }
    .await;
    copy.close().await;
    filled
}

/// Brings the files that lie in the object storage into the copy, one after the other: it needs nothing else then, wherever it is restored,
/// and what becomes of it there changes nothing in the storage.
async fn fetch(copy: &Store, place: &Place) -> Result<Moved> {
    let copy = match place.objects() {
        Some(objects) => copy.clone().with_objects(objects),
        None => copy.clone(),
    };
    let files = copy.files_outside().await?;
    let moved = moved(&files, async |file| copy.move_in(file).await).await?;
    copy.forget_objects().await?;
    Ok(moved)
}

fn beside(file: &Path, ending: &str) -> Result<PathBuf> {
    let mut name = file
        .file_name()
        .with_context(|| message!("backup-no-name", file = file))?
        .to_owned();
    name.push(".");
    name.push(ending);
    Ok(file.with_file_name(name))
}
