//! `dgm solve`: the reference answers, for teachers and tests.

use super::files::{homework_name, named, no_task, read_arrays, write_arrays};
use crate::grading::{inputs_from_file, run_task};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::output::{put_json, tell};
use dgm_client::cli::target::{Force, Target};
use dgm_client::cli::{Format, Outcome, Voice};
use judge::answers::keys::INPUTS;
use judge::arrays::Arrays;
use l10n::message;
use std::path::PathBuf;

/// What to solve, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// HOMEWORK or HOMEWORK/TASK.
    name: String,
    /// The inputs file; - is standard input.
    #[arg(long, value_name = "FILE")]
    inputs: PathBuf,
    /// The file to write: .npz, .safetensors, .json, or .npy of one array; - is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let (homework, only) = args
        .name
        .split_once('/')
        .map_or((args.name.as_str(), None), |(h, t)| (h, Some(t)));
    let homework = homework_name(homework)?;
    if let Some(name) = only
        && !homework.tasks.iter().any(|t| t.name() == name)
    {
        return Err(no_task(homework, &args.name, name));
    }
    let target = Target::find(&args.output, args.force)?;
    let file = read_arrays(&args.inputs)?;
    let inputs = inputs_from_file(homework.name, &file)
        .with_context(|| message!("file", file = named(&args.inputs)))?;
    let mut answers = Arrays::new();
    if let Some(mark) = file.get(INPUTS) {
        answers.insert(INPUTS.to_owned(), mark.clone());
    }
    let mut solved = 0_usize;
    for task in homework
        .tasks
        .iter()
        .filter(|t| only.is_none_or(|name| t.name() == name))
    {
        let Some(own) = inputs.get(task.name()) else {
            continue;
        };
        let truth = run_task(*task, |task| task.reference(own))
            .with_context(|| message!("task", task = task.id()))?;
        answers.extend(
            truth
                .into_iter()
                .map(|(name, array)| (format!("{}.{name}", task.name()), array)),
        );
        solved += 1;
    }
    if solved == 0 {
        return Err(message!(
            "solve-no-inputs",
            file = named(&args.inputs),
            name = args.name.as_str()
        )
        .into());
    }
    write_arrays(&target, &args.output, &answers, voice)?;
    match voice.format {
        _ if target.is_output() => {}
        Format::Text => {
            let written = message!(
                "arrays-written",
                file = args.output.as_path(),
                arrays = answers.len(),
                tasks = solved
            );
            tell(&written.text(voice.lang));
        }
        Format::Json => put_json(
            &serde_json::json!({ "file": args.output.to_string_lossy(), "arrays": answers.len(), "tasks": solved }),
        )?,
    }
    Ok(Outcome::Right)
}
