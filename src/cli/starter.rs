//! `dgm starter` for any course.

use super::files::course_homework;
use crate::grading::sheet;
use dgm_client::cli::error::Result;
use dgm_client::cli::starter;
use dgm_client::cli::{Outcome, Voice};
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
    starter::write(&args.starter, &sheet(&course, &homework), None, voice)
}
