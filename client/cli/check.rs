//! `dgm check`: answers checked before they are sent.

use super::error::{Context as _, Result};
use super::files::{is_input, named, open_answers, read_arrays};
use super::output::{put_json, tell};
use super::report::{print_form, print_report};
use super::watch::watch;
use super::{Format, Outcome, Voice};
use crate::form::Form;
use crate::practice::{self, Belonging};
use judge::answers::InputsId;
use judge::answers::keys::INPUTS;
use judge::arrays::Arrays;
use judge::report::Report;
use l10n::{Message, message};
use std::path::PathBuf;

/// What to check against what.
#[derive(clap::Args)]
pub struct Args {
    /// The homework.
    pub homework: String,
    /// The answers file: .npz, .npy, .safetensors or .json; - is standard input.
    pub answers: PathBuf,
    /// The inputs file that the answers were computed from.
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    pub inputs: Option<PathBuf>,
    /// The seed of the inputs that the answers were computed from (0 where neither this nor --inputs is given).
    #[arg(long)]
    pub seed: Option<u64>,
    /// Checks only this task; may be given more than once.
    #[arg(long, value_name = "TASK")]
    pub task: Vec<String>,
    /// Checks again whenever the answers file changes.
    #[arg(long)]
    pub watch: bool,
}

/// What a check came to.
pub enum Checked {
    /// The answers were judged; by which inputs, and what else is to be known before.
    Judged(Report, Vec<Message>),
    /// The answers are to inputs of which the right answers are not here.
    Looked(Form, Vec<Message>),
}

/// Runs the command of the student's program.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    run_with(args, voice, || check(args, voice))
}

/// Runs the command with a check of another kind.
pub fn run_with(args: &Args, voice: Voice, check: impl Fn() -> Result<Checked>) -> Result<Outcome> {
    if args.watch && voice.format == Format::Json {
        return Err(message!("check-watch-json").into());
    }
    if args.watch && is_input(&args.answers) {
        return Err(message!("input-watched").into());
    }
    if args.watch {
        return watch(&args.answers, voice, || print(&check()?, voice).map(drop));
    }
    print(&check()?, voice)
}

fn print(checked: &Checked, voice: Voice) -> Result<Outcome> {
    let all_right = match (checked, voice.format) {
        (Checked::Judged(report, notes), Format::Text) => {
            say(notes, voice);
            print_report(report, voice.lang)?;
            report.all_right()
        }
        (Checked::Judged(report, _), Format::Json) => {
            put_json(report)?;
            report.all_right()
        }
        (Checked::Looked(form, notes), Format::Text) => {
            say(notes, voice);
            tell(&message!("form-not-judged").text(voice.lang));
            print_form(form, voice.lang)?;
            form.all_fit()
        }
        (Checked::Looked(form, _), Format::Json) => {
            put_json(form)?;
            form.all_fit()
        }
    };
    Ok(if all_right {
        Outcome::Right
    } else {
        Outcome::Wrong
    })
}

/// What is to be known before the report is read.
fn say(notes: &[Message], voice: Voice) {
    for note in notes {
        tell(&note.text(voice.lang));
    }
}

/// Checks by the practice pack at hand.
fn check(args: &Args, voice: Voice) -> Result<Checked> {
    let practice = practice::find(&args.homework, voice.lang)?;
    let tasks = practice.tasks(&args.task)?;
    let answers = open_answers(&args.answers)?;
    let file = || message!("file", file = named(&args.answers));
    let Some(path) = &args.inputs else {
        let sorted = practice.pack.sort(answers, &tasks).with_context(file)?;
        let belonging = practice.belonging(&sorted, &tasks)?;
        let seed = match belonging {
            // Whether they are right is not known here; whether they have the right form is.
            Belonging::Elsewhere if args.seed.is_none() => {
                let inputs = practice.inputs(practice.seed(None)?)?;
                let form = Form::of(&practice.pack, &inputs, sorted, &tasks)?;
                return Ok(Checked::Looked(form, Vec::new()));
            }
            Belonging::Marked(seed) | Belonging::Fitting(seed) => args.seed.or(Some(seed)),
            _ => args.seed,
        };
        let seed = practice.seed(seed)?;
        let mut report = practice.graded(seed, &sorted, &tasks)?;
        let which = belonging.which(&sorted, voice.lang);
        let unusable = which.unusable_mark.then(|| message!("which-unusable"));
        report.inputs = Some(which);
        let report = practice.pack.in_language(report, voice.lang);
        let note = belonging.note(seed, args.seed.is_some());
        let notes = [note, unusable, Some(practice.which(seed))];
        let notes = notes.into_iter().flatten().collect();
        return Ok(Checked::Judged(report, notes));
    };
    let inputs = read_arrays(path)?;
    let mark = |file: &Arrays| file.get(INPUTS).and_then(InputsId::of);
    let marks = mark(&answers.arrays).zip(mark(&inputs));
    let differ = marks.is_some_and(|(of_answers, of_inputs)| !of_inputs.is_meant_by(of_answers));
    let mut notes: Vec<_> = differ
        .then(|| message!("which-other"))
        .into_iter()
        .collect();
    let Some(seed) = practice.seed_of(&inputs) else {
        let form = Form::look(&practice.pack, &inputs, answers, &tasks);
        return Ok(Checked::Looked(form.with_context(file)?, notes));
    };
    // Of practice inputs the file may hold some tasks only: of the others nothing is asked.
    let there = |task: &String| inputs.keys().any(|key| key.split('.').next() == Some(task));
    let chosen = if tasks.is_empty() {
        practice
            .pack
            .sheet()
            .tasks
            .iter()
            .map(|t| t.task.clone())
            .collect()
    } else {
        tasks
    };
    let chosen: Vec<String> = chosen.into_iter().filter(there).collect();
    let report = practice.check(seed, answers, &chosen, voice.lang);
    notes.push(practice.which(seed));
    Ok(Checked::Judged(report.with_context(file)?, notes))
}
