//! `dgm final`: the final grade of a number of points.

use super::output::{put_json, put_line};
use super::{Format, Outcome, Voice};
use crate::course::Course;
use crate::points::Points;
use anyhow::{Context as _, bail};

/// The points.
#[derive(clap::Args)]
pub struct Args {
    /// Points, such as 95.99.
    #[arg(allow_negative_numbers = true)]
    points: String,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let points: Points = args
        .points
        .replace(',', ".")
        .parse()
        .with_context(|| format!("{} cannot be graded", args.points))?;
    if points < Points::ZERO {
        bail!("points are never negative");
    }
    let course = Course::default_course();
    let grade = course.grade.grade(points);
    match voice.format {
        Format::Text => put_line(&course.grade.steps(points, voice.lang))?,
        Format::Json => put_json(
            &serde_json::json!({ "points": points, "final_grade": grade, "derivation": course.grade.steps(points, voice.lang) }),
        )?,
    }
    Ok(Outcome::Right)
}
