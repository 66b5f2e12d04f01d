//! `dgm move`: the whole course from SQLite to PostgreSQL, or back.

use super::store::{DATABASE, Place, PlaceArgs};
use crate::settings::File;
use crate::store::{MovedTable, Schema, Store, Target, Upkeep};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{put_json, put_line};
use dgm_client::cli::{Format, Outcome, Voice};
use indicatif::{ProgressBar, ProgressStyle};
use l10n::message;

/// How many digits of a hash are shown to people.
const DIGITS: usize = 16;

/// What to move, and where to.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    /// The empty database to move into: postgres://USER@HOST/NAME, or sqlite://FILE on the way back.
    #[arg(long, value_name = "URL", hide_env_values = true)]
    to: String,
}

/// Runs the command. No server may be running, on either database.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let from = args.place.find()?;
    let to = Place {
        data: from.data.clone(),
        database: Some(args.to.clone()),
        is_named: true,
        key: from.key.clone(),
        settings: File::default(),
    };
    let moved = tokio::runtime::Runtime::new()?.block_on(async {
        // Of the two, SQLite is the one that knows no other server but by its lock.
        let sqlite = if to.target(DATABASE).file().is_some() {
            &to
        } else {
            &from
        };
        if let Some(file) = from.target(DATABASE).file()
            && !file.is_file()
        {
            return Err(message!("backup-no-database", file = file.as_path()).into());
        }
        let _held = sqlite.hold()?;
        let opened = from.look().await?;
        let moved = match opened.schema {
            Schema::Current => into(&opened.store, &args.to).await,
            Schema::Older(_) | Schema::Empty => Err(message!("move-older").into()),
        };
        opened.store.close().await;
        moved
    })?;
    match voice.format {
        Format::Json => put_json(&serde_json::json!({
            "tables": moved.iter().map(|table| serde_json::json!({
                "table": table.name,
                "rows": table.rows,
                "sha256": table.sha256,
            })).collect::<Vec<_>>(),
        }))?,
        Format::Text => told(&moved, voice)?,
    }
    Ok(Outcome::Right)
}

/// Refuses where a server works with this database: what it took meanwhile would stay behind.
async fn insist_on_rest(store: &Store) -> Result<()> {
    if store.is_served().await? {
        return Err(message!("move-served").into());
    }
    Ok(())
}

async fn into(from: &Store, url: &str) -> Result<Vec<MovedTable>> {
    insist_on_rest(from).await?;
    let target = Target::Url(url.to_owned());
    let to = Store::open_as(&target, Upkeep::Keep)
        .await
        .context(message!("move-target"))?
        .store;
    let moved = copied(from, &to).await;
    to.close().await;
    moved
}

async fn copied(from: &Store, to: &Store) -> Result<Vec<MovedTable>> {
    insist_on_rest(to).await?;
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    let moved = from.move_to(to, |seen, of| {
        bar.set_length(of);
        bar.set_position(seen);
    });
    let moved = moved.await;
    bar.finish_and_clear();
    Ok(moved?)
}

fn told(moved: &[MovedTable], voice: Voice) -> Result<()> {
    let lang = voice.lang;
    let head = [
        message!("move-table").text(lang),
        message!("move-rows").text(lang),
        message!("move-hash").text(lang),
    ];
    let rows = moved.iter().map(|table| {
        [
            table.name.clone(),
            table.rows.to_string(),
            table.sha256[..DIGITS].to_owned(),
        ]
    });
    let lines: Vec<[String; 3]> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let (table, rows) = (width(0), width(1));
    for line in &lines {
        put_line(&format!(
            "{:<table$}  {:>rows$}  {}",
            line[0], line[1], line[2]
        ))?;
    }
    let all: u64 = moved.iter().map(|table| table.rows).sum();
    put_line(&message!("move-done", n = all).text(lang))?;
    Ok(())
}
