//! `dgm grade`: a folder of answers files.
//!
//! `against` finds what is graded and against which inputs, `told` says what came of it.

mod against;
mod args;
mod told;

pub use args::Args;

use super::files::course;
use crate::folder::{csv, find, grade_entries, totals};
use against::{chosen, inside, people, source};
use dgm_client::cli::error::{CliError, Result};
use dgm_client::cli::output::{is_quiet, put_json};
use dgm_client::cli::target::Target;
use dgm_client::cli::{Format, Outcome, Voice};
use indicatif::{ProgressBar, ProgressStyle};
use judge::answers::Limits;
use l10n::message;
use std::io::{IsTerminal as _, stderr};
use std::path::PathBuf;
use told::{document, print, summaries};

/// Runs the command. A file that cannot be graded makes it exit with 2: the tables are written all the same.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let target = Target::find(&args.output, args.force)?;
    let sums = args.totals.as_ref();
    let sums = sums.map(|path| Target::find(path, args.force));
    let sums = sums.transpose()?;
    if sums.as_ref().is_some_and(|sums| sums.is_same(&target)) {
        return Err(message!("target-same", file = args.output.as_path()).into());
    }
    let to_output = target.is_output() || sums.as_ref().is_some_and(Target::is_output);
    if to_output && voice.format == Format::Json {
        return Err(message!("target-two-documents").into());
    }
    let course = course(Some(&args.course))?;
    let homeworks = chosen(args, &course)?;
    let skip: Vec<PathBuf> = [Some(&args.output), args.totals.as_ref()]
        .into_iter()
        .flatten()
        .filter_map(|own| inside(own, &args.submissions))
        .collect();
    let people = people(args)?;
    let found = find(&args.submissions, &homeworks, args.layout, &skip, &people)?;
    let source = source(args, &course, &homeworks)?;
    let bar = progress(found.entries.len(), voice);
    let rows = grade_entries(
        &course,
        &found.entries,
        &source,
        &Limits::default(),
        voice.lang,
        || bar.inc(1),
    );
    bar.finish_and_clear();
    target.write(&csv(&course, &rows).map_err(|e| CliError::unexpected(&e))?)?;
    if let Some(target) = &sums {
        target.write(&totals(&course, &rows).map_err(|e| CliError::unexpected(&e))?)?;
    }
    let summaries = summaries(&course, &rows);
    match voice.format {
        Format::Text => print(args, &found, &rows, &summaries, (voice, to_output))?,
        Format::Json => put_json(&document(args, &found, &rows, &summaries))?,
    }
    // What is wrong in a file is its points; what cannot be graded has none.
    Ok(if rows.iter().all(|row| row.graded.is_some()) {
        Outcome::Right
    } else {
        Outcome::Unusable
    })
}

/// A bar on a terminal, nothing elsewhere.
fn progress(files: usize, voice: Voice) -> ProgressBar {
    if voice.format == Format::Json || is_quiet() || !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(files as u64);
    // A slip in the template would only cost the bar its looks.
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar
}
