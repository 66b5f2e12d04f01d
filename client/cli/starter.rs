//! `dgm starter`: the notebook that a homework starts from.

use super::error::Result;
use super::output::{put_json, tell};
use super::target::{Force, Target};
use super::{Format, Outcome, Voice};
use crate::practice::{self, Origin};
use crate::starter::{Server, practice_name, starter};
use judge::pack::Sheet;
use l10n::message;
use std::path::PathBuf;

/// Which homework, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// The homework.
    pub homework: String,
    /// The notebook to write; - is standard output.
    #[arg(short, long, value_name = "FILE.ipynb")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
    /// The inputs file that the notebook loads; HOMEWORK-practice-inputs.npz where it is left out.
    #[arg(long, value_name = "NAME")]
    inputs: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let practice = practice::find(&args.homework, voice.lang)?;
    let server = match &practice.origin {
        // Whether it hands out the package is not known without a word to it.
        Origin::Server(url) => Some(Server {
            url,
            has_package: false,
        }),
        Origin::Carried => None,
    };
    write(args, practice.pack.sheet(), server, voice)
}

/// Writes the notebook of a homework, whose answers go to this server where one is known.
pub fn write(
    args: &Args,
    sheet: &Sheet,
    server: Option<Server<'_>>,
    voice: Voice,
) -> Result<Outcome> {
    let target = Target::find(&args.output, args.force)?;
    let homework = sheet.homework.as_str();
    let inputs = match &args.inputs {
        Some(name) if name.to_ascii_lowercase().ends_with(".npz") => name.clone(),
        Some(name) => return Err(message!("starter-ending", name = name.as_str()).into()),
        None => practice_name(homework),
    };
    let notebook = starter(sheet, voice.lang, &inputs, server);
    let mut text = serde_json::to_string_pretty(&notebook)?;
    text.push('\n');
    target.write(text.as_bytes())?;
    match voice.format {
        // A notebook is a document of JSON.
        _ if target.is_output() => {}
        Format::Text => tell(&args.output.display()),
        Format::Json => put_json(
            &serde_json::json!({ "file": args.output.to_string_lossy(), "homework": homework, "inputs": inputs, "tasks": sheet.tasks.len() }),
        )?,
    }
    Ok(Outcome::Right)
}
