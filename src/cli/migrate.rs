//! `dgm migrate`: brings the schema of the database up to date, as the next `dgm serve` would.

use super::clock;
use super::store::{DATABASE, PlaceArgs};
use crate::store::{Migrated, newest_schema};
use dgm_client::cli::error::Result;
use dgm_client::cli::output::{put_json, put_line};
use dgm_client::cli::{Format, Outcome, Voice};
use l10n::message;

/// Which database to bring up to date.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Runs the command. No server may be running.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let now = clock::now();
    let opened = tokio::runtime::Runtime::new()?.block_on(async {
        let place = args.place.find()?;
        let _held = place.hold_found().await?;
        place.insist_on_store().await?;
        let opened = place.open_migrating(DATABASE, now).await?;
        opened.store.close().await;
        Result::Ok(opened)
    })?;
    match (voice.format, &opened.migrated) {
        (Format::Json, done) => put_json(&serde_json::json!({
            "from": done.as_ref().map_or_else(newest_schema, |d| d.from),
            "to": newest_schema(),
            "copy": done.as_ref().and_then(|d| d.copy.as_ref()),
        }))?,
        (Format::Text, Some(done)) => put_line(&told(done, voice))?,
        (Format::Text, None) => {
            put_line(
                &message!("store-current", to = newest_schema().to_string()).text(voice.lang),
            )?;
        }
    }
    Ok(Outcome::Right)
}

/// What was done, for people.
fn told(done: &Migrated, voice: Voice) -> String {
    let (from, to) = (done.from.to_string(), done.to.to_string());
    match &done.copy {
        Some(copy) => message!(
            "store-migrated-copy",
            from = from,
            to = to,
            copy = copy.as_path()
        )
        .text(voice.lang),
        None => message!("store-migrated", from = from, to = to).text(voice.lang),
    }
}
