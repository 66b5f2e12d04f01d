//! `dgm starter`: the notebook that a homework starts from.

use super::files::{course, homework_name};
use super::output::{put_json, tell};
use super::target::{Force, Target};
use super::{Format, Outcome, Voice};
use crate::l10n::say_with;
use crate::starter::{inputs_name, starter};
use anyhow::{anyhow, bail};
use std::path::PathBuf;

/// Which homework, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// The homework.
    homework: String,
    /// The notebook to write; - is standard output.
    #[arg(short, long, value_name = "FILE.ipynb")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
    /// A grading config, for the points; the default one where it is left out.
    #[arg(long, value_name = "FILE")]
    course: Option<PathBuf>,
    /// The inputs file that the notebook loads; HOMEWORK-inputs.npz where it is left out.
    #[arg(long, value_name = "NAME")]
    inputs: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let known = homework_name(&args.homework)?;
    let target = Target::find(&args.output, args.force, voice.lang)?;
    let course = course(args.course.as_deref(), voice)?;
    let homework = course
        .homework(known.name)
        .ok_or_else(|| anyhow!("the config has no homework {}", known.name))?;
    let inputs = match &args.inputs {
        Some(name) if name.to_ascii_lowercase().ends_with(".npz") => name.clone(),
        Some(name) => bail!(
            "{}",
            say_with(
                voice.lang,
                "starter-ending",
                &crate::args! {"name" => name.clone()}
            )
        ),
        None => inputs_name(known.name),
    };
    let notebook = starter(homework, voice.lang, &inputs);
    let mut text = serde_json::to_string_pretty(&notebook)?;
    text.push('\n');
    target.write(text.as_bytes())?;
    match voice.format {
        // A notebook is a document of JSON.
        _ if target.is_output() => {}
        Format::Text => tell(&args.output.display()),
        Format::Json => put_json(
            &serde_json::json!({ "file": args.output, "homework": known.name, "inputs": inputs, "tasks": homework.tasks.len() }),
        )?,
    }
    Ok(Outcome::Right)
}
