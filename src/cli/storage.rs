//! `dgm storage`: large files go from the database into the object storage and back, and are looked at there.

use super::store::{Missing, PlaceArgs};
use crate::store::{Kept, LostFile, Place, Store, StoreError};
use clap::{Subcommand, ValueEnum};
use dgm_client::cli::error::Result;
use dgm_client::cli::output::{put_json, put_line};
use dgm_client::cli::{Format, Outcome, Voice};
use indicatif::{ProgressBar, ProgressStyle};
use l10n::{Message, message, size};
use serde_json::{Value, json};

/// What to do with large files.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Moves the files that were sent; the server may be running. What was moved when it is broken off stays moved.
    Move {
        /// Where to.
        #[arg(long, value_enum)]
        to: To,
    },
    /// Reads every file in the object storage, and tells which are missing or altered.
    Check,
}

/// Where files go.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    /// Those that are larger than the config says, into the storage that it names.
    ObjectStorage,
    /// All of them, back into the database.
    Database,
}

/// A file that cannot be had any more.
pub type Lost = LostFile;

/// What was done with files.
#[derive(Default)]
pub struct Moved {
    /// How many.
    pub files: u64,
    /// Their bytes.
    bytes: u64,
    /// Those that are lost.
    pub lost: Vec<Lost>,
}

impl Moved {
    /// Their bytes, for people.
    pub fn size(&self) -> Message {
        size(usize::try_from(self.bytes).unwrap_or(usize::MAX))
    }

    /// Whether all was as it should be.
    pub fn outcome(&self) -> Outcome {
        if self.lost.is_empty() {
            Outcome::Right
        } else {
            Outcome::Wrong
        }
    }
}

impl Lost {
    /// Which it is, for people.
    pub fn message(&self) -> Message {
        let sha256 = self.sha256.as_str();
        match self.place {
            Place::Submission(id) => message!("storage-of-submission", id = id, sha256 = sha256),
            Place::Answer(id) => message!("storage-of-answer", id = id, sha256 = sha256),
        }
    }

    /// Which it is, for programs.
    pub fn json(&self) -> Value {
        match self.place {
            Place::Submission(id) => json!({ "submission": id, "sha256": self.sha256 }),
            Place::Answer(id) => json!({ "answer": id, "sha256": self.sha256 }),
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    args.place
        .with_store(Missing::Refused, voice, async |store| {
            work(store, &args.verb, voice).await
        })
}

async fn work(store: &Store, verb: &Verb, voice: Voice) -> Result<Outcome> {
    let done = match verb {
        Verb::Move {
            to: To::ObjectStorage,
        } => {
            if store.objects().is_none() {
                return Err(message!("storage-none").into());
            }
            let files = store.files_to_put().await?;
            moved(&files, async |file| store.move_out(file).await).await?
        }
        Verb::Move { to: To::Database } => {
            let files = store.files_outside().await?;
            moved(&files, async |file| store.move_in(file).await).await?
        }
        Verb::Check => {
            let files = store.files_outside().await?;
            let look = async |file: &Kept| store.verify_outside(file).await.map(|()| true);
            moved(&files, look).await?
        }
    };
    match voice.format {
        Format::Json => put_json(&json!({
            "files": done.files,
            "bytes": done.bytes,
            "lost": done.lost.iter().map(Lost::json).collect::<Vec<_>>(),
        }))?,
        Format::Text => {
            for lost in &done.lost {
                let told = message!("storage-lost", lost = lost.message());
                put_line(&told.text(voice.lang))?;
            }
            let (n, size) = (done.files, done.size());
            let told = match verb {
                Verb::Move { .. } => message!("storage-moved", n = n, size = size),
                Verb::Check => message!("storage-whole", n = n, size = size),
            };
            put_line(&told.text(voice.lang))?;
        }
    }
    Ok(done.outcome())
}

/// Does something with each of these files, with a bar. One that is lost is noted, and the others go on.
pub async fn moved(
    files: &[Kept],
    mut work: impl AsyncFnMut(&Kept) -> std::result::Result<bool, StoreError>,
) -> Result<Moved> {
    let bar = ProgressBar::new(files.iter().map(|file| file.bytes).sum());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}") {
        bar.set_style(style);
    }
    let mut done = Moved::default();
    for file in files {
        match work(file).await {
            Ok(true) => {
                done.files += 1;
                done.bytes += file.bytes;
            }
            // Somebody else was faster, or it goes another time.
            Ok(false) => {}
            Err(error) if error.is_lost_file() => done.lost.push(file.into()),
            Err(error) => {
                bar.finish_and_clear();
                return Err(error.into());
            }
        }
        bar.inc(file.bytes);
    }
    bar.finish_and_clear();
    Ok(done)
}
