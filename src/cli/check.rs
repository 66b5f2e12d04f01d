//! `dgm check` by the references: the answers to any inputs of any course.

use super::error::{Context as _, Result};
use super::files::{course_homework, named, open_answers, read_arrays};
use super::{Outcome, Voice};
use crate::grading::{draw_inputs, grade, in_language, inputs_from_file, sort_answers};
use crate::l10n::nearest;
use crate::message;
use assignments::draw::seed;
use dgm_client::cli::check::{self, Checked};
use std::path::PathBuf;

/// What to check against what.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    check: check::Args,
    /// A grading config; the default one where it is left out.
    #[arg(long, value_name = "FILE")]
    course: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    check::run_with(&args.check, voice, || checked(args, voice))
}

fn checked(args: &Args, voice: Voice) -> Result<Checked> {
    let (course, asked) = (&args.course, &args.check);
    let (_, homework) = course_homework(course.as_deref(), &asked.homework)?;
    let chosen: Vec<&str> = asked
        .task
        .iter()
        .map(|name| name.rsplit('/').next().unwrap_or(name))
        .collect();
    for name in &chosen {
        if homework.task(name).is_none() {
            let near = nearest(name, homework.tasks.iter().map(crate::course::Task::name));
            let (homework, task) = (homework.name(), *name);
            return Err(match near {
                Some(near) => {
                    message!(
                        "course-lacks-task-near",
                        homework = homework,
                        task = task,
                        near = near
                    )
                }
                None => message!("course-lacks-task", homework = homework, task = task),
            }
            .into());
        }
    }
    let answers = open_answers(&asked.answers)?;
    let whole = homework.clone();
    let mut homework = homework;
    if !chosen.is_empty() {
        homework.tasks.retain(|t| chosen.contains(&t.name()));
    }
    // Keys are sorted by the whole homework, so that another task's key is not called unknown;
    // a single array without a name can only be meant for what was chosen.
    let scope = if answers.arrays.contains_key("") {
        &homework
    } else {
        &whole
    };
    let sorted = sort_answers(answers, scope)
        .with_context(|| message!("file", file = named(&asked.answers)))?;
    let (inputs, which) = match &asked.inputs {
        Some(path) => {
            let inputs = inputs_from_file(whole.name(), &read_arrays(path)?);
            let inputs = inputs.with_context(|| message!("file", file = named(path)))?;
            (inputs, None)
        }
        None => {
            let number = asked.seed.unwrap_or(0);
            let which = message!("practice-seed", seed = number.to_string());
            (draw_inputs(&homework, seed(number)), Some(which))
        }
    };
    let report = in_language(grade(&homework, &inputs, &sorted), voice.lang);
    Ok(Checked::Judged(report, which))
}
