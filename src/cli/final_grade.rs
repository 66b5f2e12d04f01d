//! `dgm final`: the final grade of a number of points.

use super::error::{Context as _, Result};
use super::output::{put_json, put_line};
use super::{Format, Outcome, Voice};
use crate::course::Course;
use crate::message;
use crate::points::Points;

/// The points.
#[derive(clap::Args)]
pub struct Args {
    /// Points, such as 95.99.
    #[arg(allow_negative_numbers = true)]
    points: String,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let points = Points::typed(&args.points)
        .with_context(|| message!("final-not-points", text = args.points.as_str()))?;
    if points < Points::ZERO {
        return Err(message!("final-negative").into());
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
