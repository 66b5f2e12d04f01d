//! `dgm export`: what the teacher downloads, without a browser.

use super::output::put_json;
use super::store::Place;
use super::target::{Force, Target};
use super::{Outcome, Voice};
use crate::course::Course;
use crate::l10n::say;
use crate::report::export::Format;
use crate::report::gradebook::Gradebook;
use anyhow::{anyhow, bail};
use clap::{Subcommand, ValueEnum};
use std::path::{Path, PathBuf};

/// What to export.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Students, homeworks, exam, total and final grade.
    Gradebook {
        /// The format; by default that of the file's ending, else CSV.
        #[arg(long, value_enum)]
        export_format: Option<FormatArg>,
        /// Where to write it; - is standard output.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        force: Force,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    Csv,
    Json,
    Xlsx,
    Canvas,
    Moodle,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Csv => Self::Csv,
            FormatArg::Json => Self::Json,
            FormatArg::Xlsx => Self::Xlsx,
            FormatArg::Canvas => Self::Canvas,
            FormatArg::Moodle => Self::Moodle,
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let What::Gradebook {
        export_format,
        output,
        force,
    } = &args.what;
    let target = Target::find(output, *force, voice.lang)?;
    let alone = target.is_output() && voice.format == super::Format::Json;
    let format = match export_format {
        Some(given) => Format::from(*given),
        // The one document of the command is then the gradebook.
        None if alone => Format::Json,
        None => of_ending(output),
    };
    if alone && format != Format::Json {
        bail!("{}", say(voice.lang, "target-two-documents"));
    }
    let runtime = tokio::runtime::Runtime::new()?;
    let bytes = runtime.block_on(async {
        let store = args.place.open(voice).await?;
        let result = gradebook(&store, format, voice).await;
        store.close().await;
        result
    })?;
    target.write(&bytes)?;
    if voice.format == super::Format::Json && !alone {
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

async fn gradebook(
    store: &crate::store::Store,
    format: Format,
    voice: Voice,
) -> anyhow::Result<Vec<u8>> {
    let Some(version) = store.course().await? else {
        bail!(
            "no course is published here; dgm serve publishes the first one, --data names another data folder"
        );
    };
    let course = Course::parse_stored(&version.toml).map_err(|_| {
        anyhow!("the published course cannot be read by this version of dgm; use the one that published it")
    })?;
    let book = Gradebook::load(store, &course, voice.lang).await?;
    Ok(format.write(&book, &course, voice.lang)?)
}
