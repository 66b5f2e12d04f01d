//! `dgm restore`: a backup becomes the course of a data folder.

use super::backup::SECRET;
use super::output::{put_json, put_line};
use super::secret::{self, KEY};
use super::store::{DATABASE, Place};
use super::{Format, Outcome, Voice, lock};
use crate::l10n::{Explain as _, Lang, say, say_with};
use crate::store::{Contents, Opened, Schema, Store, Target, Unfit, Upkeep, fingerprint};
use anyhow::{Context as _, anyhow, bail};
use std::fs::File;
use std::path::{Path, PathBuf};

/// What to restore, and where to.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// A file that `dgm backup` wrote.
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
}

/// Runs `dgm restore`. A data folder that holds something is left alone unless `--force` says otherwise.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    if args.place.database.is_some() {
        bail!(
            "a backup is restored into a data folder (--data), not into a database named by --database"
        );
    }
    let data = &args.place.data;
    let _held = args.place.hold(voice)?;
    let partial = data.join("dgm.sqlite.part");
    remove_database(&partial)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let done =
        copy(&args.file, &partial).and_then(|()| runtime.block_on(replace(args, &partial, voice)));
    // A refusal leaves nothing behind.
    remove_database(&partial)?;
    done
}

async fn replace(args: &Args, partial: &Path, voice: Voice) -> anyhow::Result<Outcome> {
    let data = &args.place.data;
    let held = take(&args.file, partial, voice).await?;
    let file = args.file.display().to_string();
    let told = say_with(
        voice.lang,
        "store-restore-holds",
        &crate::args! {"file" => file, "what" => shown(&held.contents, voice.lang)},
    );
    if occupied(data)? && !args.force {
        // What is there may be of a version that cannot be looked into; it is there nevertheless.
        let there = match args.place.look(voice).await {
            Ok(opened) => {
                let contents = opened.store.contents().await;
                opened.store.close().await;
                contents.map_or_else(|_| "?".to_owned(), |c| shown(&c, voice.lang))
            }
            Err(_) => say(voice.lang, "store-restore-files"),
        };
        let folder = data.display().to_string();
        let refused = say_with(
            voice.lang,
            "store-restore-occupied",
            &crate::args! {"folder" => folder, "what" => there},
        );
        bail!("{told}\n{refused}");
    }
    let database = data.join(DATABASE);
    // The old database's journal would be replayed into the new one.
    remove_database(&database)?;
    std::fs::rename(partial, &database)?;
    put_secret(data, &held, voice)?;
    File::open(data)
        .and_then(|folder| folder.sync_all())
        .or_else(|error| if cfg!(unix) { Err(error) } else { Ok(()) })?;
    let c = &held.contents;
    match voice.format {
        Format::Text => put_line(&told)?,
        Format::Json => put_json(&serde_json::json!({
            "users": c.users, "submissions": c.submissions, "course": c.course,
            "newest": c.newest, "secret": held.secret.is_some(),
        }))?,
    }
    Ok(Outcome::Right)
}

/// Looks into the copy, and takes the secret out of it.
async fn take(file: &Path, partial: &Path, voice: Voice) -> anyhow::Result<Held> {
    let refused = |said: String| {
        let file = file.display().to_string();
        let none = say_with(
            voice.lang,
            "store-restore-none",
            &crate::args! {"file" => file},
        );
        anyhow!("{none}\n{said}")
    };
    let target = Target::File(partial.to_owned());
    let Opened { store, schema, .. } = Store::open_as(&target, Upkeep::Look)
        .await
        .map_err(|error| refused(error.explain(voice.lang)))?;
    let held = async {
        if schema == Schema::Empty {
            return Err(Unfit::Foreign.into());
        }
        if !store.is_whole().await? {
            return Err(crate::store::StoreError::Corrupt(
                file.display().to_string(),
            ));
        }
        let secret = store.kept_setting(SECRET).await?;
        store.forget_setting(SECRET).await?;
        Ok::<_, crate::store::StoreError>(Held {
            contents: store.contents().await?,
            secret,
            fingerprint: store.kept_fingerprint().await?,
        })
    }
    .await;
    store.close().await;
    held.map_err(|error| refused(error.explain(voice.lang)))
}

fn put_secret(data: &Path, held: &Held, voice: Voice) -> anyhow::Result<()> {
    let key = data.join(KEY);
    if let Some(secret) = &held.secret {
        let partial = data.join("secret.key.part");
        drop(std::fs::remove_file(&partial));
        secret::write(&partial, secret)?;
        std::fs::rename(partial, key)?;
        return Ok(());
    }
    let own = secret::find(&key, None, voice).ok().flatten();
    if held.fingerprint.is_none() || own.as_ref().map(fingerprint) != held.fingerprint {
        eprintln!("dgm: {}", say(voice.lang, "store-restore-no-secret"));
    }
    Ok(())
}

/// A copy that its owner alone can read from the first byte on.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let mut source =
        File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let copied = options.open(to).and_then(|mut target| {
        std::io::copy(&mut source, &mut target)?;
        target.sync_all()
    });
    copied.with_context(|| format!("{} cannot be copied", from.display()))
}

/// Whether anything but our own traces is in the folder.
fn occupied(data: &Path) -> anyhow::Result<bool> {
    for entry in std::fs::read_dir(data)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if name != lock::NAME && !name.starts_with("dgm.sqlite.part") {
            return Ok(true);
        }
    }
    Ok(false)
}

fn shown(contents: &Contents, lang: Lang) -> String {
    let newest = contents.newest.map_or_else(
        || "—".to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    );
    let course = contents
        .course
        .map_or_else(|| "—".to_owned(), |c| c.to_string());
    say_with(
        lang,
        "store-contents",
        &crate::args! {"users" => contents.users, "submissions" => contents.submissions, "course" => course, "newest" => newest},
    )
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
