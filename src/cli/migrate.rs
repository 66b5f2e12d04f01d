//! `dgm migrate`: brings the schema of the database up to date, as the next `dgm serve` would.

use super::output::{put_json, put_line};
use super::store::{DATABASE, Place};
use super::{Format, Outcome, Voice};
use crate::l10n::say_with;
use crate::store::{Migrated, newest_schema};
use jiff::Timestamp;

/// Which database to bring up to date.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Runs the command. No server may be running.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where the clock enters"
    )]
    let now = Timestamp::now();
    let opened = tokio::runtime::Runtime::new()?.block_on(async {
        let _held = args.place.hold(voice)?;
        let opened = args.place.open_migrating(DATABASE, now, voice).await?;
        opened.store.close().await;
        anyhow::Ok(opened)
    })?;
    match (voice.format, &opened.migrated) {
        (Format::Json, done) => put_json(&serde_json::json!({
            "from": done.as_ref().map_or_else(newest_schema, |d| d.from),
            "to": newest_schema(),
            "copy": done.as_ref().and_then(|d| d.copy.as_ref()),
        }))?,
        (Format::Text, Some(done)) => put_line(&told(done, voice))?,
        (Format::Text, None) => put_line(&say_with(
            voice.lang,
            "store-current",
            &crate::args! {"to" => newest_schema().to_string()},
        ))?,
    }
    Ok(Outcome::Right)
}

/// What was done, for people.
fn told(done: &Migrated, voice: Voice) -> String {
    let (from, to) = (done.from.to_string(), done.to.to_string());
    match &done.copy {
        Some(copy) => say_with(
            voice.lang,
            "store-migrated-copy",
            &crate::args! {"from" => from, "to" => to, "copy" => copy.display().to_string()},
        ),
        None => say_with(
            voice.lang,
            "store-migrated",
            &crate::args! {"from" => from, "to" => to},
        ),
    }
}
