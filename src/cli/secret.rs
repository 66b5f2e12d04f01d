//! The course secret: where it is kept, whether it is the database's, and `dgm secret accept`.

use super::output::{put_json, put_line};
use super::store::Place;
use super::{Format, Outcome, Voice};
use crate::l10n::{say, say_with};
use crate::store::{Fingerprint, Store, fingerprint};
use anyhow::{Context as _, bail};
use clap::Subcommand;
use rand::TryRngCore as _;
use std::path::Path;

/// The secret's name in the data folder.
pub const KEY: &str = "secret.key";

/// What to do with the course secret.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Makes the secret at hand the one of this database, where the former is lost for good; tells what changes.
    Accept {
        /// Does it; without it the command only tells what would change.
        #[arg(long)]
        yes: bool,
        /// The course secret as 64 hexadecimal digits; of the data folder where it is missing.
        #[arg(long, env = "DGM_SECRET_KEY", hide_env_values = true, hide = true)]
        secret_key: Option<String>,
    },
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let Verb::Accept { yes, secret_key } = &args.verb;
    tokio::runtime::Runtime::new()?.block_on(async {
        // A server goes on drawing from the secret that it was started with.
        let _held = args.place.hold(voice)?;
        let store = args.place.open(voice).await?;
        let done = accept(&args.place, &store, secret_key.as_deref(), *yes, voice).await;
        store.close().await;
        done
    })
}

async fn accept(
    place: &Place,
    store: &Store,
    given: Option<&str>,
    yes: bool,
    voice: Voice,
) -> anyhow::Result<Outcome> {
    let kept = store.kept_fingerprint().await?;
    let path = place.data.join(KEY);
    let secret = find(&path, given, voice)?;
    let own = secret.as_ref().map(fingerprint);
    if own.is_some() && own == kept {
        print(
            "store-secret-same",
            own.as_deref(),
            kept.as_deref(),
            false,
            voice,
        )?;
        return Ok(Outcome::Right);
    }
    if !yes {
        print(
            "store-secret-would",
            own.as_deref(),
            kept.as_deref(),
            false,
            voice,
        )?;
        return Ok(Outcome::Wrong);
    }
    let secret = match secret {
        Some(secret) => secret,
        None => make(&path)?,
    };
    store.accept_secret(&secret).await?;
    print(
        "store-secret-accepted",
        Some(&fingerprint(&secret)),
        kept.as_deref(),
        true,
        voice,
    )?;
    Ok(Outcome::Right)
}

fn print(
    id: &str,
    own: Option<&str>,
    kept: Option<&str>,
    accepted: bool,
    voice: Voice,
) -> anyhow::Result<()> {
    let none = || say(voice.lang, "store-secret-none");
    let shown = |print: Option<&str>| print.map_or_else(none, str::to_owned);
    match voice.format {
        Format::Text => {
            let values = crate::args! {"own" => shown(own), "kept" => shown(kept)};
            put_line(&say_with(voice.lang, id, &values))?;
        }
        Format::Json => {
            put_json(&serde_json::json!({"secret": own, "database": kept, "accepted": accepted}))?;
        }
    }
    Ok(())
}

/// The secret to draw inputs from: of `DGM_SECRET_KEY` or of the data folder, made once where a course begins. It is the one
/// whose fingerprint the database keeps, or it is refused: other inputs than students have are worse than no server.
pub async fn of_course(
    place: &Place,
    store: &Store,
    given: Option<&str>,
    voice: Voice,
) -> anyhow::Result<[u8; 32]> {
    let path = place.data.join(KEY);
    let folder = crate::args! {"folder" => place.data.display().to_string()};
    let secret = match find(&path, given, voice)? {
        Some(secret) => secret,
        // A course that was published was served with a secret.
        None if store.kept_fingerprint().await?.is_some() || store.course_id().await?.is_some() => {
            bail!("{}", say_with(voice.lang, "store-secret-lost", &folder))
        }
        None => make(&path)?,
    };
    match store.know_secret(&secret).await? {
        Fingerprint::Same => Ok(secret),
        Fingerprint::Other => {
            let id = if given.is_some() {
                "store-secret-other-given"
            } else {
                "store-secret-other"
            };
            bail!("{}", say_with(voice.lang, id, &folder))
        }
    }
}

/// The secret at hand, if there is one.
pub fn find(path: &Path, given: Option<&str>, voice: Voice) -> anyhow::Result<Option<[u8; 32]>> {
    if let Some(text) = given {
        let secret = secret_of(text).with_context(|| say(voice.lang, "store-secret-digits"))?;
        return Ok(Some(secret));
    }
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let file = crate::args! {"file" => path.display().to_string()};
            let secret = secret_of(&text)
                .with_context(|| say_with(voice.lang, "store-secret-spoilt", &file))?;
            Ok(Some(secret))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// The secret of 64 hexadecimal digits.
pub fn secret_of(text: &str) -> anyhow::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.trim(), &mut bytes)?;
    Ok(bytes)
}

fn make(path: &Path) -> anyhow::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .context("the operating system gives no random bytes")?;
    write(path, &hex::encode(bytes))?;
    Ok(bytes)
}

/// Writes a secret where none is, for its owner alone. It is on the disk when this returns: inputs drawn from a secret that a power
/// cut then loses could never be drawn again.
pub fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.with_context(|| format!("{} cannot be written", path.display()))
}
