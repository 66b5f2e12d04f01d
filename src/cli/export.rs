//! `dgm export`: what the teacher downloads, without a browser.

use super::store::PlaceArgs;
use crate::course::Course;
use crate::report::export::Format;
use crate::report::gradebook::Gradebook;
use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use dgm_client::cli::error::Result;
use dgm_client::cli::output::put_json;
use dgm_client::cli::target::{Force, Target};
use dgm_client::cli::{self, Outcome, Voice};
use l10n::message;
use std::path::{Path, PathBuf};

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
    Gradebook {
        /// The format; by default that of the file's ending, else CSV.
        #[arg(long, value_parser = formats())]
        export_format: Option<Format>,
        /// Where to write it; - is standard output.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        force: Force,
    },
}

fn formats() -> impl TypedValueParser<Value = Format> {
    // Other words come no further than the parser of the names.
    PossibleValuesParser::new(Format::all().map(Format::name))
        .map(|name| Format::named(&name).unwrap_or_default())
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let What::Gradebook {
        export_format,
        output,
        force,
    } = &args.what;
    let target = Target::find(output, *force)?;
    let alone = target.is_output() && voice.format == cli::Format::Json;
    let format = match export_format {
        Some(given) => *given,
        // The one document of the command is then the gradebook.
        None if alone => Format::Json,
        None => of_ending(output),
    };
    if alone && format != Format::Json {
        return Err(message!("target-two-documents").into());
    }
    let runtime = tokio::runtime::Runtime::new()?;
    let bytes = runtime.block_on(async {
        let store = args.place.find()?.open(voice).await?;
        let result = gradebook(&store, format, voice).await;
        store.close().await;
        result
    })?;
    target.write(&bytes)?;
    if voice.format == cli::Format::Json && !alone {
        put_json(&serde_json::json!({ "file": output, "format": format.name() }))?;
    }
    Ok(Outcome::Right)
}

fn of_ending(path: &Path) -> Format {
    let ending = path.extension().and_then(|e| e.to_str());
    ending
        .and_then(|e| Format::named(&e.to_ascii_lowercase()))
        .unwrap_or_default()
}

async fn gradebook(store: &crate::store::Store, format: Format, voice: Voice) -> Result<Vec<u8>> {
    let Some(version) = store.course().await? else {
        return Err(message!("export-no-course").into());
    };
    let course = Course::parse_stored(&version.toml)
        .map_err(|_| message!("export-course-of-another-version"))?;
    let book = Gradebook::load(store, &course, voice.lang).await?;
    Ok(format.write(&book, &course, voice.lang)?)
}
