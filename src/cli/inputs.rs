//! `dgm inputs`: the inputs of a homework for a self-check.

use super::error::{Context as _, Result};
use super::files::{course, homework_name, write_arrays};
use super::output::{put_json, tell};
use super::target::{Force, Target};
use super::{Format, Outcome, Voice};
use crate::grading::{InputsId, draw_inputs, inputs_to_file};
use crate::message;
use assignments::draw::seed;
use std::path::PathBuf;

/// Which inputs, and where to.
#[derive(clap::Args)]
pub struct Args {
    /// The homework.
    homework: String,
    /// The seed they are drawn from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// A grading config whose sizes are used.
    #[arg(long, value_name = "FILE")]
    course: Option<PathBuf>,
    /// The file to write: .npz, or .json; - is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    force: Force,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let known = homework_name(&args.homework)?;
    let target = Target::find(&args.output, args.force)?;
    let course = course(args.course.as_deref())?;
    let homework = course
        .homework(known.name)
        .context(message!("course-lacks-homework", homework = known.name))?;
    let inputs = draw_inputs(homework, seed(args.seed));
    let mark = InputsId::practice(known.name, args.seed);
    let file = inputs_to_file(&inputs, mark);
    write_arrays(&target, &args.output, &file, voice)?;
    match voice.format {
        _ if target.is_output() => {}
        Format::Text => {
            let written = message!(
                "arrays-written",
                file = args.output.as_path(),
                arrays = file.len(),
                tasks = inputs.len()
            );
            tell(&written.text(voice.lang));
        }
        Format::Json => put_json(
            &serde_json::json!({ "file": args.output, "arrays": file.len(), "tasks": inputs.len(), "seed": args.seed }),
        )?,
    }
    Ok(Outcome::Right)
}
