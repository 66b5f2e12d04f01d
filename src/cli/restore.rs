//! `dgm restore`: a backup becomes the course of a data folder.

use super::backup::SECRET;
use super::files::{is_input, named};
use super::lock;
use super::partial::{Partial, remove_journals};
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
    let _held = place.hold()?;
    let copied = copied(&args.file, &place.data.join(DATABASE))?;
    tokio::runtime::Runtime::new()?.block_on(replace(args, &place, copied, voice))
}

async fn replace(args: &Args, place: &Place, copied: Partial, voice: Voice) -> Result<Outcome> {
    let data = &place.data;
    let held = take(&args.file, copied.path()).await?;
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
    settle(place).await;
    put(place, copied, held.secret.as_deref())?;
    if held.secret.is_none() && !knows_secret(place, &held) {
        insist(&format_args!(
            "dgm: {}",
            message!("store-restore-no-secret").text(voice.lang)
        ));
    }
    if held.outside > 0 {
        let told = message!("store-restore-outside", n = held.outside);
        insist(&format_args!("dgm: {}", told.text(voice.lang)));
    }
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

/// Has the old database take in what its journal holds, so that it is whole without it until the new one has its name.
async fn settle(place: &Place) {
    // One that cannot be opened is of no use to anybody.
    if let Ok(old) = place.look().await {
        old.store.close().await;
    }
}

/// Puts a database in the place of the one that is there, and then its secret, for both of which there was room. Broken off at any moment
/// it leaves the old database or the new one, and whoever starts a server on half of it is told.
fn put(place: &Place, copied: Partial, secret: Option<&str>) -> Result<()> {
    let (database, key) = (place.data.join(DATABASE), place.key.as_path());
    let secret = secret
        .map(|secret| secret::beside(key, secret))
        .transpose()?;
    // The old one's journal would be replayed into the new one.
    remove_journals(&database)
        .with_context(|| message!("file-unremoved", file = database.as_path()))?;
    copied
        .replace(&database)
        .with_context(|| message!("file-unwritable", file = database.as_path()))?;
    match secret {
        Some(secret) => secret
            .replace(key)
            .with_context(|| message!("store-restore-half", file = key)),
        None => Ok(()),
    }
}

/// Whether the secret at hand is the one of the backup's course.
fn knows_secret(place: &Place, held: &Held) -> bool {
    let own = secret::find(&place.key, None).ok().flatten();
    held.fingerprint.is_some() && own.as_ref().map(fingerprint) == held.fingerprint
}

/// A copy beside the database, which its owner alone can read from the first byte on. It goes where it does not become the database.
fn copied(from: &Path, database: &Path) -> Result<Partial> {
    let mut source: Box<dyn Read> = if is_input(from) {
        Box::new(stdin().lock())
    } else {
        Box::new(File::open(from).with_context(|| message!("file-unreadable", file = from))?)
    };
    let copied = Partial::beside(database).and_then(|mut copied| {
        copied.fill(&mut source)?;
        Ok(copied)
    });
    copied.with_context(|| message!("file-uncopied", file = named(from)))
}

/// Whether anything but our own traces is in the folder.
fn occupied(data: &Path) -> Result<bool> {
    for entry in std::fs::read_dir(data)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        let ours = [lock::NAME, settings::NAME];
        let is_copy = name.starts_with(DATABASE) && name.contains(".part");
        if !ours.contains(&&*name) && !is_copy {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::store::KEY;
    use l10n::Lang;

    #[test]
    fn the_old_course_is_whole_until_the_new_one_takes_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        let mut place = Place {
            data: data.to_owned(),
            database: None,
            is_named: false,
            key: data.join(KEY),
            settings: settings::File::default(),
        };
        let database = data.join(DATABASE);
        for name in [DATABASE, "dgm.sqlite-journal", KEY] {
            std::fs::write(data.join(name), "old").unwrap();
        }
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        // The disk fails, here as the copy is gone.
        let copied = Partial::beside(&database).unwrap();
        std::fs::remove_file(copied.path()).unwrap();
        put(&place, copied, Some("new")).unwrap_err();
        assert_eq!(
            (read(&database), read(&place.key)),
            ("old".into(), "old".into())
        );

        let copy = || {
            let mut copied = Partial::beside(&database).unwrap();
            copied.write(b"new").unwrap();
            copied
        };
        put(&place, copy(), Some("new")).unwrap();
        assert_eq!(
            (read(&database), read(&place.key)),
            ("new".into(), "new".into())
        );
        assert_eq!(std::fs::read_dir(data).unwrap().count(), 2);

        // Of a secret that cannot take its place is said what to do.
        place.key = data.join("folder");
        std::fs::create_dir_all(place.key.join("of something")).unwrap();
        let half = put(&place, copy(), Some("newer")).unwrap_err();
        assert!(half.text(Lang::En).contains("restore it once more"));
    }
}
