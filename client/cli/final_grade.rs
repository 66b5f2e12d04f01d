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
    let formula = formula(voice)?;
    let grade = formula.grade(points);
    match voice.format {
        Format::Text => put_line(&formula.steps(points, voice.lang))?,
        Format::Json => put_json(
            &serde_json::json!({ "points": points, "final_grade": grade, "derivation": formula.steps(points, voice.lang) }),
        )?,
    }
    Ok(Outcome::Right)
}

/// How the course that its user is signed in to, or the default one, makes a grade of points.
fn formula(voice: Voice) -> Result<Formula> {
    let first = practice::homeworks().next().unwrap_or_default();
    let practice = practice::find(first, voice.lang)?;
    Ok(Formula::parse(&practice.pack.sheet().final_grade)?)
}
