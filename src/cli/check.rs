//! `dgm check`: the self-check.

use super::error::{Context as _, Result};
use super::files::{course, homework_name, is_input, named, open_answers, read_arrays};
use super::output::{print_report, put_json, tell};
use super::{Format, Outcome, Voice};
use crate::grading::{Report, draw_inputs, grade, inputs_from_file, sort_answers};
use crate::l10n::nearest;
use crate::message;
use assignments::draw::seed;
use notify::{RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// What to check against what.
#[derive(clap::Args)]
pub struct Args {
    /// The homework.
    homework: String,
    /// The answers file: .npz, .npy, .safetensors or .json; - is standard input.
    answers: PathBuf,
    /// The inputs file that the answers were computed from.
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    inputs: Option<PathBuf>,
    /// The seed of the inputs that the answers were computed from (0 where neither this nor --inputs is given).
    #[arg(long)]
    seed: Option<u64>,
    /// A grading config; the default one where it is left out.
    #[arg(long, value_name = "FILE")]
    course: Option<PathBuf>,
    /// Checks only this task; may be given more than once.
    #[arg(long, value_name = "TASK")]
    task: Vec<String>,
    /// Checks again whenever the answers file changes.
    #[arg(long)]
    watch: bool,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    if args.watch && voice.format == Format::Json {
        return Err(message!("check-watch-json").into());
    }
    if args.watch && is_input(&args.answers) {
        return Err(message!("input-watched").into());
    }
    if args.watch {
        return watch(args, voice);
    }
    let report = check(args)?;
    print(&report, voice)
}

fn print(report: &Report, voice: Voice) -> Result<Outcome> {
    let report = report.clone().in_language(voice.lang);
    match voice.format {
        Format::Text => print_report(&report, voice.lang)?,
        Format::Json => put_json(&report)?,
    }
    Ok(if report.all_right() {
        Outcome::Right
    } else {
        Outcome::Wrong
    })
}

fn check(args: &Args) -> Result<Report> {
    let known = homework_name(&args.homework)?;
    let course = course(args.course.as_deref())?;
    let homework = course
        .homework(known.name)
        .cloned()
        .context(message!("course-lacks-homework", homework = known.name))?;
    for name in &args.task {
        let name = name.rsplit('/').next().unwrap_or(name);
        if !homework.tasks.iter().any(|t| t.name() == name) {
            let near = nearest(name, homework.tasks.iter().map(crate::course::Task::name));
            return Err(match near {
                Some(near) => message!(
                    "course-lacks-task-near",
                    homework = known.name,
                    task = name,
                    near = near
                ),
                None => message!("course-lacks-task", homework = known.name, task = name),
            }
            .into());
        }
    }
    let answers = open_answers(&args.answers)?;
    let mut chosen = homework.clone();
    if !args.task.is_empty() {
        chosen.tasks.retain(|t| {
            args.task
                .iter()
                .any(|name| name.rsplit('/').next() == Some(t.name()))
        });
    }
    // Keys are sorted by the whole homework, so that another task's key is not called unknown;
    // a single array without a name can only be meant for what was chosen.
    let scope = if answers.arrays.contains_key("") {
        &chosen
    } else {
        &homework
    };
    let sorted = sort_answers(answers, scope)
        .with_context(|| message!("file", file = named(&args.answers)))?;
    let homework = chosen;
    let inputs = match &args.inputs {
        Some(path) => inputs_from_file(known.name, &read_arrays(path)?)
            .with_context(|| message!("file", file = named(path)))?,
        None => draw_inputs(&homework, seed(args.seed.unwrap_or(0))),
    };
    Ok(grade(&homework, &inputs, &sorted))
}

/// Checks now and after every change of the answers file, until interrupted.
fn watch(args: &Args, voice: Voice) -> Result<Outcome> {
    let (sender, changes) = channel();
    let mut watcher =
        notify::recommended_watcher(sender).context(message!("check-cannot-watch"))?;
    // Editors and NumPy replace files; the folder sees that, a watch on the file itself would not.
    let folder = args
        .answers
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    watcher
        .watch(folder, RecursiveMode::NonRecursive)
        .with_context(|| message!("check-cannot-watch-folder", folder = folder))?;
    loop {
        match check(args) {
            Ok(report) => drop(print(&report, voice)?),
            // A file that is not there yet, or half written, is the ordinary state of things here.
            Err(error) => tell(&format_args!("dgm: {}", error.text(voice.lang))),
        }
        tell(&message!("check-watching", file = args.answers.as_path()).text(voice.lang));
        wait_for_change(&changes, &args.answers)?;
    }
}

fn wait_for_change(
    changes: &std::sync::mpsc::Receiver<notify::Result<notify::Event>>,
    file: &Path,
) -> Result<()> {
    let concerns = |event: &notify::Event| {
        !event.kind.is_access()
            && event
                .paths
                .iter()
                .any(|p| p.file_name() == file.file_name())
    };
    loop {
        let event = changes.recv().ok().context(message!("check-watch-ended"))?;
        if event.is_ok_and(|e| concerns(&e)) {
            break;
        }
    }
    // A save is several events; the check runs when they have stopped.
    while !matches!(
        changes.recv_timeout(Duration::from_millis(150)),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)
    ) {}
    Ok(())
}
