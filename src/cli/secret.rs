//! The course secret: where it is kept, whether it is the database's, and `dgm secret accept`.

use super::partial::Partial;
use super::store::{Missing, Place, PlaceArgs};
use crate::settings::course_secret;
use crate::store::{Fingerprint, Store, fingerprint};
use clap::Subcommand;
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{put_json, put_line};
use dgm_client::cli::{Format, Outcome, Voice};
use l10n::{Arg, message};
use rand::TryRngCore as _;
use std::path::Path;

/// What to do with the course secret.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
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
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let Verb::Accept { yes, secret_key } = &args.verb;
    tokio::runtime::Runtime::new()?.block_on(async {
        // A server goes on drawing from the secret that it was started with.
        let place = args.place.find()?;
        let _held = place.hold_found().await?;
        let store = place.open(Missing::Refused, voice).await?;
        let done = accept(&place, &store, secret_key.as_deref(), *yes, voice).await;
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
) -> Result<Outcome> {
    let kept = store.kept_fingerprint().await?;
    let path = place.key.clone();
    let secret = find(&path, given)?;
    let own = secret.as_ref().map(fingerprint);
    if own.is_some() && own == kept {
        print(Told::Same, own.as_deref(), kept.as_deref(), false, voice)?;
        return Ok(Outcome::Right);
    }
    if !yes {
        print(Told::Would, own.as_deref(), kept.as_deref(), false, voice)?;
        return Ok(Outcome::Wrong);
    }
    let secret = match secret {
        Some(secret) => secret,
        None => make(&path)?,
    };
    store.accept_secret(&secret).await?;
    print(
        Told::Accepted,
        Some(&fingerprint(&secret)),
        kept.as_deref(),
        true,
        voice,
    )?;
    Ok(Outcome::Right)
}

/// What the command tells.
#[derive(Clone, Copy)]
enum Told {
    Same,
    Would,
    Accepted,
}

fn print(
    told: Told,
    own: Option<&str>,
    kept: Option<&str>,
    accepted: bool,
    voice: Voice,
) -> Result<()> {
    let shown = |print: Option<&str>| -> Arg {
        print.map_or_else(|| message!("store-secret-none").into(), Arg::from)
    };
    match voice.format {
        Format::Text => {
            let (own, kept) = (shown(own), shown(kept));
            let said = match told {
                Told::Same => message!("store-secret-same", own = own),
                Told::Would => message!("store-secret-would", own = own, kept = kept),
                Told::Accepted => message!("store-secret-accepted", own = own, kept = kept),
            };
            put_line(&said.text(voice.lang))?;
        }
        Format::Json => {
            put_json(&serde_json::json!({"secret": own, "database": kept, "accepted": accepted}))?;
        }
    }
    Ok(())
}

/// The secret to draw inputs from: of `DGM_SECRET_KEY` or of the data folder, made once where a course begins. It is the one
/// whose fingerprint the database keeps, or it is refused: other inputs than students have are worse than no server.
pub async fn of_course(place: &Place, store: &Store, given: Option<&str>) -> Result<[u8; 32]> {
    let path = place.key.as_path();
    let folder = place.data.as_path();
    let secret = match find(path, given)? {
        Some(secret) => secret,
        // A course that was published was served with a secret.
        None if store.kept_fingerprint().await?.is_some() || store.course_id().await?.is_some() => {
            return Err(message!("store-secret-lost", file = path).into());
        }
        None => make(path)?,
    };
    match store.know_secret(&secret).await? {
        Fingerprint::Same => Ok(secret),
        Fingerprint::Other if given.is_some() => {
            Err(message!("store-secret-other-given", folder = folder).into())
        }
        Fingerprint::Other => Err(message!("store-secret-other", file = path).into()),
    }
}

/// The secret at hand, if there is one.
pub fn find(path: &Path, given: Option<&str>) -> Result<Option<[u8; 32]>> {
    if let Some(text) = given {
        let secret = course_secret(text).with_context(|| message!("store-secret-digits"))?;
        return Ok(Some(secret));
    }
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let secret = course_secret(&text)
                .with_context(|| message!("store-secret-spoilt", file = path))?;
            Ok(Some(secret))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| message!("file-unreadable", file = path)),
    }
}

fn make(path: &Path) -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .ok()
        .context(message!("secret-no-random"))?;
    write(path, &hex::encode(bytes))?;
    Ok(bytes)
}

/// Writes a secret where none is, for its owner alone. It is on the disk when this returns: inputs drawn from a secret that a power
/// cut then loses could never be drawn again. Where it cannot be written, as on a full disk, there is none.
fn write(path: &Path, text: &str) -> Result<()> {
    let written = beside(path, text)?.put(path);
    written.with_context(|| message!("file-unwritable", file = path))
}

/// Writes one beside the one that is there, whose place it can take then.
pub fn beside(path: &Path, text: &str) -> Result<Partial> {
    let written = Partial::beside(path).and_then(|mut partial| {
        partial.write(text.as_bytes())?;
        Ok(partial)
    });
    written.with_context(|| message!("file-unwritable", file = path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_written_whole_or_not_at_all_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let (one, other) = ("01".repeat(32), "02".repeat(32));
        write(&path, &one).unwrap();
        write(&path, &other).unwrap_err();
        assert_eq!(find(&path, None).unwrap(), Some([1; 32]));
        beside(&path, &other).unwrap().replace(&path).unwrap();
        assert_eq!(find(&path, None).unwrap(), Some([2; 32]));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let nowhere = folder.path().join("gone").join("secret.key");
        write(&nowhere, &one).unwrap_err();
    }
}
