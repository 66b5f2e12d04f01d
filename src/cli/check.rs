//! `dgm check` by the references: the answers to any inputs of any course.

use super::files::{course_homework, named, open_answers, read_arrays};
use crate::grading::{
    InputsId, Names, OwnMarks, Report, Which, draw_inputs, grade, in_language, inputs_from_file,
    sort_answers, which_inputs,
};
use assignments::draw::seed;
use dgm_client::cli::check::{self, Checked};
use dgm_client::cli::error::{Context as _, Result};
use dgm_client::cli::{Outcome, Voice};
use judge::answers::keys::INPUTS;
use judge::report::WhichInputs;
use l10n::{message, nearest};
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
    let names = Names::of(&answers.arrays);
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
    let mut marks = OwnMarks::new();
    let given = match &asked.inputs {
        Some(path) => {
            let file = read_arrays(path)?;
            if let Some(mark) = file.get(INPUTS).and_then(InputsId::of) {
                marks.insert(mark, (whole.name().to_owned(), 1));
            }
            let inputs = inputs_from_file(whole.name(), &file);
            Some(inputs.with_context(|| message!("file", file = named(path)))?)
        }
        None => None,
    };
    let mut said = which_inputs(&homework, &names, &sorted, &marks, 1).which;
    // There only the first seeds are known by their marks; this one is named.
    if said.which == Which::Other
        && let Some(number) = asked.seed
        && let Some(mark) = sorted.inputs.as_ref().and_then(InputsId::of)
        && InputsId::practice(whole.name(), number).is_meant_by(mark)
    {
        said = WhichInputs {
            by_mark: true,
            ..WhichInputs::practice(number)
        };
    }
    let (inputs, which) = if let Some(inputs) = given {
        (inputs, said.message())
    } else {
        // The mark of practice inputs tells their seed where nobody does.
        let marked = said.seed.filter(|_| said.which == Which::Practice);
        let number = asked.seed.or(marked).unwrap_or(0);
        let practice = message!("practice-seed", seed = number.to_string());
        let which = said.message().filter(|_| marked != Some(number));
        let inputs = draw_inputs(&homework, seed(number));
        (inputs, Some(which.unwrap_or(practice)))
    };
    let notes = which.into_iter().collect();
    let report = Report {
        inputs: Some(said),
        ..grade(&homework, &inputs, &sorted)
    };
    let report = in_language(report, voice.lang, Some(&homework));
    Ok(Checked::Judged(report, notes))
}
