//! `dgm solve`: the reference answers, for teachers and tests.

use super::files::{did_you_mean, homework_name, read_arrays, shown, write_arrays};
use super::output::{put_json, tell};
use super::target::{Force, Target};
use super::{Format, Outcome, Voice};
use crate::grading::{inputs_from_file, run_task};
use crate::l10n::Explain as _;
use anyhow::anyhow;
use assignments::judge::arrays::Arrays;
use std::path::PathBuf;

/// What to solve, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// HOMEWORK or HOMEWORK/TASK.
    name: String,
    /// The inputs file; - is standard input.
    #[arg(long, value_name = "FILE")]
    inputs: PathBuf,
    /// The file to write: .npz, or .json; - is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let (homework, only) = args
        .name
        .split_once('/')
        .map_or((args.name.as_str(), None), |(h, t)| (h, Some(t)));
    let homework = homework_name(homework)?;
    if let Some(name) = only
        && !homework.tasks.iter().any(|t| t.name() == name)
    {
        return Err(anyhow!(
            "there is no task {}{}",
            args.name,
            did_you_mean(name, homework.tasks.iter().map(|t| t.name()))
        ));
    }
    let target = Target::find(&args.output, args.force, voice.lang)?;
    let file = read_arrays(&args.inputs, voice)?;
    let inputs = inputs_from_file(homework.name, &file).map_err(|e| {
        anyhow!(
            "{}: {}",
            shown(&args.inputs, voice.lang),
            e.explain(voice.lang)
        )
    })?;
    let mut answers = Arrays::new();
    let mut solved = 0;
    for task in homework
        .tasks
        .iter()
        .filter(|t| only.is_none_or(|name| t.name() == name))
    {
        let Some(own) = inputs.get(task.name()) else {
            continue;
        };
        let truth = run_task(*task, |task| task.reference(own))
            .map_err(|e| anyhow!("{}: {}", task.id(), e.explain(voice.lang)))?;
        answers.extend(
            truth
                .into_iter()
                .map(|(name, array)| (format!("{}.{name}", task.name()), array)),
        );
        solved += 1;
    }
    if solved == 0 {
        return Err(anyhow!(
            "{} holds no inputs of {}",
            shown(&args.inputs, voice.lang),
            args.name
        ));
    }
    write_arrays(&target, &args.output, &answers, voice)?;
    match voice.format {
        _ if target.is_output() => {}
        Format::Text => tell(&format_args!(
            "{}: {} arrays of {solved} tasks",
            args.output.display(),
            answers.len()
        )),
        Format::Json => put_json(
            &serde_json::json!({ "file": args.output, "arrays": answers.len(), "tasks": solved }),
        )?,
    }
    Ok(Outcome::Right)
}
