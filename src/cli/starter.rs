//! `dgm starter` for any course.

use super::error::Result;
use super::files::course_homework;
use super::{Outcome, Voice};
use crate::grading::sheet;
use dgm_client::cli::starter;
use std::path::PathBuf;

/// Which homework, and where to.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    starter: starter::Args,
    /// A grading config, for the points; the default one where it is left out.
    #[arg(long, value_name = "FILE")]
    course: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let (course, homework) = course_homework(args.course.as_deref(), &args.starter.homework)?;
    starter::write(&args.starter, &sheet(&course, &homework), voice)
}
