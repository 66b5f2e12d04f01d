//! `dgm export`: what the teacher downloads, without a browser.

use super::store::{Missing, PlaceArgs};
use crate::course::{Course, Homework};
use crate::report::export::{Class, EXAM, Export, Exported, Format, Wanted};
use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use dgm_client::cli::error::Result;
use dgm_client::cli::output::{insist, put_json, tell};
use dgm_client::cli::target::{Force, Target};
use dgm_client::cli::{self, Outcome, Voice};
use l10n::{Arg, message};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc::channel;

/// What to export.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Students, homeworks, exam, total and final grade.
    Gradebook(Gradebooks),
}

#[derive(clap::Args)]
struct Gradebooks {
    /// The format; by default that of the file's ending, else CSV.
    #[arg(long, value_parser = formats())]
    export_format: Option<Format>,
    /// A homework, or exam; may be given more than once; all where it is left out.
    #[arg(long, value_name = "HOMEWORK")]
    homework: Vec<String>,
    /// Gives Moodle the total and the final grade too.
    #[arg(long)]
    total: bool,
    /// Writes CSV as Excel opens it where a comma is decimal.
    #[arg(long)]
    excel: bool,
    /// Where to write it; - is standard output; for Canvas and Moodle a file that ends in .zip holds a file a column.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    // Other words come no further than the parser of the names.
    PossibleValuesParser::new(Format::all().map(Format::name))
        .map(|name| Format::named(&name).unwrap_or_default())
}

/// The file, and what there is to say of it.
struct Written {
    bytes: Vec<u8>,
    told: Exported,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let What::Gradebook(asked) = &args.what;
    let output = asked.output.as_path();
    let target = Target::find(output, asked.force)?;
    let alone = target.is_output() && voice.format == cli::Format::Json;
    let format = match asked.export_format {
        Some(given) => given,
        // The one document of the command is then the gradebook.
        None if alone => Format::Json,
        None => of_ending(output),
    };
    if alone && format != Format::Json {
        return Err(message!("target-two-documents").into());
    }
    let written = args
        .place
        .with_store(Missing::Refused, voice, async |store| {
            gradebook(store, format, asked, voice).await
        })?;
    target.write(&written.bytes)?;
    let Exported { students, gaps } = written.told;
    match voice.format {
        cli::Format::Json if alone => {}
        cli::Format::Json => put_json(&serde_json::json!({
            "file": output.to_string_lossy(), "format": format.name(), "students": students, "empty_cells": gaps,
        }))?,
        cli::Format::Text => {
            let format = format.name();
            let told = message!(
                "export-written",
                file = output,
                format = format,
                students = students
            );
            tell(&told.text(voice.lang));
            if gaps > 0 {
                let warned = message!("export-gaps", n = gaps);
                insist(&format_args!("dgm: {}", warned.text(voice.lang)));
            }
        }
    }
    Ok(Outcome::Right)
}

fn ending(path: &Path) -> String {
    let ending = path.extension().and_then(|e| e.to_str());
    ending.unwrap_or_default().to_ascii_lowercase()
}

fn of_ending(path: &Path) -> Format {
    Format::named(&ending(path)).unwrap_or_default()
}

async fn gradebook(
    store: &crate::store::Store,
    format: Format,
    asked: &Gradebooks,
    voice: Voice,
) -> Result<Written> {
    let Some(version) = store.course().await? else {
        return Err(message!("export-no-course").into());
    };
    let course = Course::parse_stored(&version.toml)
        .map_err(|_| message!("export-course-of-another-version"))?;
    let words = asked.homework.iter().map(String::as_str);
    let items = Wanted::items(&course, words).map_err(|word| {
        let known = course.homeworks.iter().map(Homework::name).chain([EXAM]);
        message!("export-no-column", name = word, known = Arg::list(known))
    })?;
    let wanted = Wanted {
        items,
        total: asked.total,
        excel: asked.excel,
        split: ending(&asked.output) == "zip",
    };
    let export = Export {
        format,
        wanted,
        canvas: store.canvas().await?,
        lang: voice.lang,
    };
    let class = Class::load(store, &course).await?;
    let (sender, mut pieces) = channel(1);
    let write = async move { export.write(&class, &{ sender }).await };
    let take = async {
        let mut bytes = Vec::new();
        while let Some(piece) = pieces.recv().await {
            bytes.extend(piece?);
        }
        Ok::<_, std::io::Error>(bytes)
    };
    let (told, bytes) = tokio::join!(write, take);
    Ok(Written {
        told: told?,
        bytes: bytes?,
    })
}
