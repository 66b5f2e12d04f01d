//! `dgm final`: the final grade of a number of points.

use super::error::{Context as _, Result};
use super::output::{put_json, put_line};
use super::{Format, Outcome, Voice};
use crate::practice;
use judge::formula::Formula;
use judge::points::Points;
use l10n::message;

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
    let practice = practice::of_course(voice.lang)?;
    let sheet = practice.pack.sheet();
    let formula = match sheet.course_points {
        Some(most) if points > most => {
            return Err(message!("final-too-many", points = points, most = most).into());
        }
        // Which points it must be sound for, the course was held to as well.
        Some(most) => Formula::parse_up_to(&sheet.final_grade, most)?,
        None => Formula::parse(&sheet.final_grade)?,
    };
    let grade = formula.grade(points);
    match voice.format {
        Format::Text => put_line(&formula.steps(points, voice.lang))?,
        Format::Json => put_json(
            &serde_json::json!({ "points": points, "final_grade": grade, "derivation": formula.steps(points, voice.lang) }),
        )?,
    }
    Ok(Outcome::Right)
}
