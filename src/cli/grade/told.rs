//! What is said of a folder that was graded.

use super::args::Args;
use crate::course::{Course, Homework};
use crate::folder::{Found, Graded, Row};
use crate::grading::TaskVerdict;
use dgm_client::cli::Voice;
use dgm_client::cli::error::Result;
use dgm_client::cli::output::{put_line, tell};
use judge::points::Points;
use l10n::{message, visible};
use serde_json::{Value, json};

/// One homework in a few numbers.
pub(super) struct Summary<'a> {
    homework: &'a str,
    graded: usize,
    failed: usize,
    mean: Points,
    max: Points,
    /// For every graded task, how many files have it right.
    solved: Vec<(String, usize)>,
}

/// Every homework that has a row.
pub(super) fn summaries<'a>(course: &'a Course, rows: &[Row]) -> Vec<Summary<'a>> {
    let summary = |homework: &'a Homework| {
        let own = || rows.iter().filter(|r| r.homework == homework.name());
        let graded: Vec<_> = own().filter_map(|r| r.graded.as_ref()).collect();
        own().next()?;
        let total: Points = graded.iter().map(|g| g.points).sum();
        let tasks = homework.tasks.iter().filter(|t| t.is_graded());
        let solved = tasks.map(|t| {
            let id = format!("{}/{}", homework.name(), t.name());
            let right = |g: &&&Graded| {
                g.tasks
                    .iter()
                    .any(|l| l.task == id && l.verdict == TaskVerdict::Correct)
            };
            let count = graded.iter().filter(right).count();
            (id, count)
        });
        Some(Summary {
            homework: homework.name(),
            failed: own().count() - graded.len(),
            mean: total.share(1, graded.len() as u64),
            max: homework.max_points,
            solved: solved.collect(),
            graded: graded.len(),
        })
    };
    course.homeworks.iter().filter_map(summary).collect()
}

/// Tells what was graded, and which files are nobody's.
pub(super) fn print(
    args: &Args,
    found: &Found,
    rows: &[Row],
    summaries: &[Summary<'_>],
    (voice, to_output): (Voice, bool),
) -> Result<()> {
    let lang = voice.lang;
    // What is told is no part of a table on standard output.
    let say_line = |line: &String| {
        if to_output {
            tell(line);
            Ok(())
        } else {
            put_line(line)
        }
    };
    for path in &found.ignored {
        let path = path.display().to_string();
        tell(&message!("folder-ignored", path = visible::name(&path).into_owned()).text(lang));
    }
    for summary in summaries {
        say_line(
            &message!(
                "folder-summary",
                homework = summary.homework.to_owned(),
                graded = summary.graded.to_string(),
                failed = summary.failed.to_string(),
                mean = summary.mean,
                max = summary.max
            )
            .text(lang),
        )?;
    }

    Ok(say_line(
        &message!(
            "folder-written",
            file = args.output.as_path(),
            rows = rows.len().to_string()
        )
        .text(lang),
    )?)
}

/// The same as the one document of JSON.
pub(super) fn document(
    args: &Args,
    found: &Found,
    rows: &[Row],
    summaries: &[Summary<'_>],
) -> Value {
    let homework = |s: &Summary<'_>| {
        let tasks = s.solved.iter();
        let tasks: Vec<_> = tasks
            .map(|(task, correct)| json!({ "task": task, "correct": correct }))
            .collect();
        json!({
            "homework": s.homework, "graded": s.graded, "failed": s.failed,
            "mean_points": s.mean, "max_points": s.max, "tasks": tasks,
        })
    };
    json!({
        "output": args.output.to_string_lossy(),
        "totals": args.totals.as_ref().map(|p| p.to_string_lossy()),
        "layout": found.layout.name(),
        "files": rows.len(),
        "failed": rows.iter().filter(|r| r.graded.is_none()).count(),
        "homeworks": summaries.iter().map(homework).collect::<Vec<_>>(),
        "ignored": found.ignored.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>(),
        "rows": rows,
    })
}
