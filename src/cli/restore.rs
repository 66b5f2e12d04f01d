//! `dgm restore`: a backup becomes the course of a data folder.

use super::backup::SECRET;
use super::files::{is_input, named};
use super::lock;
use super::secret;
use super::store::{DATABASE, Place, PlaceArgs};
use crate::settings;
use crate::store::{
    Contents, Opened, Schema, Store, StoreError, Target, Unfit, Upkeep, fingerprint,
};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{insist, put_json, put_line};
use dgm_client::cli::{Format, Outcome, Voice};
use l10n::{Arg, Explain as _, Message, message};
use std::fs::File;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};

/// What to restore, and where to.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    /// A file that `dgm backup` wrote; - is standard input.
    file: PathBuf,
    /// Replaces what is in the data folder; no server may be running on it.
    #[arg(long)]
    force: bool,
}

/// What a backup holds.
struct Held {
    contents: Contents,
    secret: Option<String>,
    fingerprint: Option<String>,
    /// Files that it names and does not hold.
    outside: u64,
}

/// Runs `dgm restore`. A data folder that holds something is left alone unless `--force` says otherwise.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let place = args.place.find()?;
    if place.database.is_some() {
        return Err(message!("restore-database-named").into());
    }
    let data = &place.data;
    let _held = place.hold()?;
    let partial = data.join("dgm.sqlite.part");
    remove_database(&partial)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let done = copy(&args.file, &partial)
        .and_then(|()| runtime.block_on(replace(args, &place, &partial, voice)));
    // A refusal leaves nothing behind.
    remove_database(&partial)?;
    done
}

async fn replace(args: &Args, place: &Place, partial: &Path, voice: Voice) -> Result<Outcome> {
    let data = &place.data;
    let held = take(&args.file, partial).await?;
    let told = message!(
        "store-restore-holds",
        file = named(&args.file),
        what = shown(&held.contents)
    );
    if occupied(data)? && !args.force {
        // What is there may be of a version that cannot be looked into; it is there nevertheless.
        let there: Arg = match place.look().await {
            Ok(opened) => {
                let contents = opened.store.contents().await;
                opened.store.close().await;
                contents.map_or_else(|_| "?".into(), |c| shown(&c).into())
            }
            Err(_) => message!("store-restore-files").into(),
        };
        return Err(message!(
            "store-restore-occupied",
            told = told,
            folder = data.as_path(),
            what = there
        )
        .into());
    }
    let database = data.join(DATABASE);
    // The old database's journal would be replayed into the new one.
    remove_database(&database)?;
    std::fs::rename(partial, &database)?;
    put_secret(place, &held, voice)?;
    if held.outside > 0 {
        let told = message!("store-restore-outside", n = held.outside);
        insist(&format_args!("dgm: {}", told.text(voice.lang)));
    }
    File::open(data)
        .and_then(|folder| folder.sync_all())
        .or_else(|error| if cfg!(unix) { Err(error) } else { Ok(()) })?;
    let c = &held.contents;
    match voice.format {
        Format::Text => put_line(&told.text(voice.lang))?,
        Format::Json => put_json(&serde_json::json!({
            "users": c.users, "submissions": c.submissions, "course": c.course,
            "newest": c.newest, "secret": held.secret.is_some(),
        }))?,
    }
    Ok(Outcome::Right)
}

/// Looks into the copy, and takes the secret out of it.
async fn take(file: &Path, partial: &Path) -> Result<Held> {
    let refused = |why: StoreError| {
        message!(
            "store-restore-none",
            file = named(file),
            why = why.message()
        )
    };
    let target = Target::File(partial.to_owned());
    let Opened { store, schema, .. } = Store::open_as(&target, Upkeep::Look)
        .await
        .map_err(refused)?;
    let held = async {
        if schema == Schema::Empty {
            return Err(Unfit::Foreign.into());
        }
        if !store.is_whole().await? {
            return Err(StoreError::Corrupt(file.display().to_string()));
        }
        let secret = store.kept_setting(SECRET).await?;
        store.forget_setting(SECRET).await?;
        Ok::<_, StoreError>(Held {
            contents: store.contents().await?,
            secret,
            fingerprint: store.kept_fingerprint().await?,
            outside: match schema {
                Schema::Current => store.outside().await?.files,
                _ => 0,
            },
        })
    }
    .await;
    store.close().await;
    Ok(held.map_err(refused)?)
}

fn put_secret(place: &Place, held: &Held, voice: Voice) -> Result<()> {
    let key = place.key.as_path();
    if let Some(secret) = &held.secret {
        return secret::replace(key, secret);
    }
    let own = secret::find(key, None).ok().flatten();
    if held.fingerprint.is_none() || own.as_ref().map(fingerprint) != held.fingerprint {
        insist(&format_args!(
            "dgm: {}",
            message!("store-restore-no-secret").text(voice.lang)
        ));
    }
    Ok(())
}

/// A copy that its owner alone can read from the first byte on.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut source: Box<dyn Read> = if is_input(from) {
        Box::new(stdin().lock())
    } else {
        Box::new(File::open(from).with_context(|| message!("file-unreadable", file = from))?)
    };
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let copied = options.open(to).and_then(|mut target| {
        std::io::copy(&mut source, &mut target)?;
        target.sync_all()
    });
    copied.with_context(|| message!("file-uncopied", file = named(from)))
}

/// Whether anything but our own traces is in the folder.
fn occupied(data: &Path) -> Result<bool> {
    for entry in std::fs::read_dir(data)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        let ours = [lock::NAME, settings::NAME];
        if !ours.contains(&&*name) && !name.starts_with("dgm.sqlite.part") {
            return Ok(true);
        }
    }
    Ok(false)
}

fn shown(contents: &Contents) -> Message {
    let newest = contents.newest.map_or_else(
        || "—".to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    );
    let course = contents
        .course
        .map_or_else(|| "—".to_owned(), |c| c.to_string());
    message!(
        "store-contents",
        users = contents.users,
        submissions = contents.submissions,
        course = course,
        newest = newest
    )
}

/// A database and its journals.
fn remove_database(path: &Path) -> Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| message!("file-unremoved", file = path));
            }
            _ => {}
        }
    }
    Ok(())
}
