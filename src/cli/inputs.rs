//! `dgm inputs` by the generators: the inputs of any seed of any course.

use super::files::course_homework;
use crate::grading::{InputsId, draw_inputs, inputs_to_file};
use assignments::draw::seed;
use dgm_client::cli::error::Result;
use dgm_client::cli::inputs;
use dgm_client::cli::{Outcome, Voice};
use l10n::message;
use std::path::PathBuf;

/// Which inputs, and where to.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    inputs: inputs::Args,
    /// A grading config whose sizes are used; the default one where it is left out.
    #[arg(long, value_name = "FILE", conflicts_with = "own")]
    course: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    inputs::run_with(&args.inputs, voice, |number| {
        let (_, homework) = course_homework(args.course.as_deref(), &args.inputs.homework)?;
        let number = number.unwrap_or(0);
        let mark = InputsId::practice(homework.name(), number);
        let file = inputs_to_file(&draw_inputs(&homework, seed(number)), mark);
        let which = message!("practice-seed", seed = number.to_string());
        Ok((file, number, which))
    })
}
