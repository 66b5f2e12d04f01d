//! `dgm backup`: the whole course in one file, the secret with it.

use super::modes;
use super::partial::Partial;
use super::secret;
use super::storage::{Lost, Moved, moved};
use super::store::{DATABASE, Place, PlaceArgs};
use crate::store::{Schema, Store, Target as Database, Upkeep, fingerprint};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{insist, put_json, tell};
use dgm_client::cli::target::{Force, Target};
use dgm_client::cli::{Format, Outcome, Voice};
use l10n::{Arg, message, size, system_error};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, IsTerminal as _, Write, stdout};
use std::path::{Path, PathBuf};

/// The name beside which a backup is made that goes to standard output.
const PIPED: &str = "dgm.backup";
/// The setting under which a backup carries the course secret; a running database never has it.
pub const SECRET: &str = "backup-secret-key";

/// What to back up, and where to.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    /// The file to write, - is standard output; it must not exist yet. Keep it as secret as the data folder: it holds the course secret.
    file: PathBuf,
    /// The course secret as 64 hexadecimal digits; of the data folder where it is missing.
    #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
    secret_key: Option<String>,
}

/// Runs `dgm backup`. The server may be running.
pub fn back_up(args: &Args, voice: Voice) -> Result<Outcome> {
    let goal = goal(&args.file, voice)?;
    let place = args.place.find()?;
    let database = source(&place)?;
    modes::keep_private();
    // What goes elsewhere is made beside the database: a folder for everybody's temporary files is no place for a secret.
    let beside = match &goal {
        Goal::File(file) => file.clone(),
        Goal::Output | Goal::Through(_) => database.with_file_name(PIPED),
    };
    let partial = Partial::beside(&beside)
        .with_context(|| message!("file-unwritable", file = beside.as_path()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    let fetched = runtime.block_on(async {
        let store = place.look().await?.store;
        let copied = copy(&store, args, &place, (partial.path(), &beside), voice).await;
        store.close().await;
        copied
    })?;
    let bytes = std::fs::metadata(partial.path())?.len();
    match &goal {
        Goal::Output => pour(partial.path(), stdout().lock())?,
        Goal::Through(path) => {
            let opened = OpenOptions::new().write(true).open(path);
            let opened = opened.with_context(|| message!("file-unwritable", file = *path))?;
            pour(partial.path(), opened)?;
        }
        Goal::File(file) => match partial.put(file) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(message!("backup-exists", file = file.as_path()).into());
            }
            put => put.with_context(|| message!("file-unwritable", file = file.as_path()))?,
        },
    }
    let file = (!matches!(goal, Goal::Output)).then_some(args.file.as_path());
    told(file, bytes, &fetched, voice)?;
    Ok(fetched.outcome())
}

/// Where a backup goes.
enum Goal<'a> {
    /// To standard output.
    Output,
    /// Into a new file; a link to nothing is followed.
    File(PathBuf),
    /// Into a pipe or a device.
    Through(&'a Path),
}

/// Where the backup goes; refused where the work would be in vain.
fn goal(file: &Path, voice: Voice) -> Result<Goal<'_>> {
    if Target::find(file, Force { force: true })?.is_output() {
        return match voice.format {
            Format::Json => Err(message!("target-two-documents").into()),
            Format::Text if stdout().is_terminal() => Err(message!("target-terminal").into()),
            Format::Text => Ok(Goal::Output),
        };
    }
    match std::fs::metadata(file) {
        Ok(found) if found.is_file() => return Err(message!("backup-exists", file = file).into()),
        Ok(_) => return Ok(Goal::Through(file)),
        Err(_) => {}
    }
    let new = end_of_links(file);
    match folder_of(&new) {
        Some(folder) if !folder.is_dir() => {
            Err(message!("backup-no-folder", folder = folder, file = file).into())
        }
        _ => Ok(Goal::File(new)),
    }
}

/// Where a link to nothing leads, over as many links as a system follows; any other path is its own end.
fn end_of_links(file: &Path) -> PathBuf {
    const MOST: usize = 40;
    let mut end = file.to_owned();
    for _ in 0..MOST {
        let Ok(next) = end.read_link() else {
            break;
        };
        end = folder_of(&end).map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    end
}

/// The folder of a path, where it names one.
fn folder_of(path: &Path) -> Option<&Path> {
    path.parent().filter(|p| !p.as_os_str().is_empty())
}

/// The database to copy, which is an SQLite file and the one that is served here.
fn source(place: &Place) -> Result<PathBuf> {
    if let Some(refusal) = place.served_elsewhere() {
        return Err(refusal.into());
    }
    let Some(database) = place.target(DATABASE).file() else {
        let database = place.target(DATABASE).public().unwrap_or_default();
        let key = place.key.as_path();
        return Err(message!("store-backup-postgres", database = database, key = key).into());
    };
    if !database.is_file() {
        return Err(message!("backup-no-database", file = database.as_path()).into());
    }
    Ok(database)
}

/// Writes the whole file somewhere else. Half a backup is none, so who stops reading is told that this failed.
fn pour(file: &Path, mut out: impl Write) -> Result<()> {
    let poured = File::open(file).and_then(|mut file| {
        std::io::copy(&mut file, &mut out)?;
        out.flush()
    });
    poured.map_err(|error| message!("backup-not-taken", why = system_error(&error)).into())
}

/// Tells what was written to this file, or to standard output.
fn told(file: Option<&Path>, bytes: u64, fetched: &Moved, voice: Voice) -> Result<()> {
    if voice.format == Format::Json {
        return Ok(put_json(&serde_json::json!({
            "file": file,
            "bytes": bytes,
            "fetched": fetched.files,
            "lost": fetched.lost.iter().map(Lost::json).collect::<Vec<_>>(),
        }))?);
    }
    let name = file.map_or_else(|| message!("output-name").into(), Arg::from);
    let shown = size(usize::try_from(bytes).unwrap_or(usize::MAX));
    let written = message!("backup-written", file = name, size = shown);
    tell(&written.text(voice.lang));
    if fetched.files > 0 {
        let told = message!("backup-fetched", n = fetched.files, size = fetched.size());
        tell(&told.text(voice.lang));
    }
    for lost in &fetched.lost {
        let told = message!("backup-without", lost = lost.message());
        insist(&format_args!("dgm: {}", told.text(voice.lang)));
    }
    Ok(())
}

/// Copies the course into a file that is not called by its name yet, and the secret and the files of the object storage with it.
async fn copy(
    store: &Store,
    args: &Args,
    place: &Place,
    (partial, name): (&Path, &Path),
    voice: Voice,
) -> Result<Moved> {
    let secret = secret::find(&place.key, args.secret_key.as_deref())?;
    let kept = store.kept_fingerprint().await?;
    let own = secret.as_ref().map(fingerprint);
    if kept.is_some() && own.is_some() && own != kept {
        // Restored, it would be refused: the inputs that students have come from another secret.
        return Err(message!("store-backup-other-secret").into());
    }
    let copied = store.back_up(partial).await;
    copied.with_context(|| message!("file-unwritable", file = name))?;
    // Of an earlier version it stays one.
    let target = Database::File(partial.to_owned());
    let opened = Store::open_as(&target, Upkeep::Look).await?;
    let (copy, schema) = (opened.store, opened.schema);
    let filled = async {
        match secret {
            Some(secret) => drop(copy.setting(SECRET, &hex::encode(secret)).await?),
            None if kept.is_some() => insist(&format_args!(
                "dgm: {}",
                message!("store-backup-no-secret", key = place.key.as_path()).text(voice.lang)
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
