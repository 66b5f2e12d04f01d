//! Files → rows. Whatever is wrong with one file is said in its row; nothing stops the others.

use super::entries::Entry;
use crate::course::{Course, Homework};
use crate::grading::{Inputs, Report, Solved, TaskVerdict, Unknown, sort_answers, student_seed};
use judge::answers::{self, Limits};
use judge::points::Points;
use l10n::{Explain as _, Lang, message, system_error};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Where the inputs of the answers come from.
pub enum Source {
    /// The same for everybody, by homework.
    Shared(BTreeMap<String, Inputs>),
    /// Everybody's own, drawn from the course secret as the server draws them.
    PerStudent([u8; 32]),
}

/// What one file earned, or why it could not be graded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Whose it is.
    pub login: String,
    /// Answers to what.
    pub homework: String,
    /// The file.
    pub file: String,
    /// What it earned; nothing where it could not be read.
    #[serde(flatten)]
    pub graded: Option<Graded>,
    /// What is wrong with the file, or with our reference on it.
    pub error: Option<String>,
}

/// What a file earned: as much of its report as a table needs, so that a large class fits into memory.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Graded {
    /// Points.
    pub points: Points,
    /// The most there is.
    pub max_points: Points,
    /// Every graded task, and practice that was attempted.
    pub tasks: Vec<TaskLine>,
    /// Keys that no task asks for; the first hundred.
    pub unknown: Vec<Unknown>,
    /// How many more there were.
    pub unknown_more: usize,
}

/// One task of a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskLine {
    /// `homework/task`.
    pub task: String,
    /// Points earned.
    pub points: Points,
    /// Points possible; 0 for practice.
    pub max_points: Points,
    /// The verdict.
    pub verdict: TaskVerdict,
    /// The known mistake, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<String>,
}

/// Grades the files in parallel; the rows are in the order of `entries`. `done` is called after every file.
///
/// As many files are in memory as there are threads. Shared inputs are solved once, not once a file.
pub fn grade_entries(
    course: &Course,
    entries: &[Entry],
    source: &Source,
    limits: &Limits,
    lang: Lang,
    done: impl Fn() + Sync,
) -> Vec<Row> {
    let solved: BTreeMap<&str, Solved<'_>> = course
        .homeworks
        .par_iter()
        .filter(|h| entries.iter().any(|e| e.homework == h.name()))
        .filter_map(|homework| match source {
            Source::Shared(inputs) => {
                let inputs = inputs.get(homework.name())?;
                Some((homework.name(), Solved::new(homework, inputs)))
            }
            Source::PerStudent(_) => None,
        })
        .collect();
    let one = |entry: &Entry| {
        let homework = course.homework(&entry.homework);
        let graded = match (&entry.problem, homework) {
            (Some(problem), _) => Err(problem.explain(lang)),
            (None, None) => Err(message!("folder-fault").text(lang)),
            (None, Some(homework)) => {
                let grade = || {
                    grade_file(&entry.path, homework, limits, lang, |answers| {
                        match (source, solved.get(homework.name())) {
                            (Source::PerStudent(secret), _) => {
                                let seed = student_seed(secret, &entry.login, homework.name());
                                Ok(Solved::drawn(homework, seed).grade(homework, answers))
                            }
                            (Source::Shared(_), Some(solved)) => {
                                Ok(solved.grade(homework, answers))
                            }
                            (Source::Shared(_), None) => Err(message!("folder-fault").text(lang)),
                        }
                    })
                };
                // A fault of ours on one file must not cost the rest of the class.
                catch_unwind(AssertUnwindSafe(grade))
                    .unwrap_or_else(|_| Err(message!("folder-fault").text(lang)))
            }
        };
        done();
        row(entry, graded, lang)
    };
    entries.par_iter().with_max_len(1).map(one).collect()
}

fn grade_file(
    path: &Path,
    homework: &Homework,
    limits: &Limits,
    lang: Lang,
    grade: impl FnOnce(&answers::keys::Sorted) -> Result<Report, String>,
) -> Result<Report, String> {
    let bytes = read(path, limits.file).map_err(|error| {
        message!("folder-file-unreadable", reason = system_error(&error)).text(lang)
    })?;
    let named = answers::open(&bytes, limits).map_err(|e| e.explain(lang))?;
    drop(bytes);
    let sorted = sort_answers(named, homework).map_err(|e| e.explain(lang))?;
    grade(&sorted)
}

/// At most one byte more than the limit, so that the reader sees what is too large.
fn read(path: &Path, most: usize) -> std::io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn row(entry: &Entry, graded: Result<Report, String>, lang: Lang) -> Row {
    let (graded, error) = match graded {
        Err(error) => (None, Some(error)),
        Ok(report) => {
            let faults: Vec<_> = report
                .tasks
                .iter()
                .filter(|t| t.verdict == TaskVerdict::GraderFault)
                .map(|t| t.name().to_owned())
                .collect();
            let fault = (!faults.is_empty()).then(|| {
                let tasks = faults.join(", ");
                message!("folder-task-fault", tasks = tasks).text(lang)
            });
            (Some(trimmed(report)), fault)
        }
    };
    Row {
        login: entry.login.clone(),
        homework: entry.homework.clone(),
        file: entry.path.to_string_lossy().into_owned(),
        graded,
        error,
    }
}

fn trimmed(report: Report) -> Graded {
    let tasks = report
        .tasks
        .into_iter()
        .filter(|t| t.max_points > Points::ZERO || t.is_attempted())
        .map(|t| TaskLine {
            task: t.task,
            points: t.points,
            max_points: t.max_points,
            verdict: t.verdict,
            mistake: t.mistake.map(|m| m.id),
        });
    Graded {
        points: report.points,
        max_points: report.max_points,
        tasks: tasks.collect(),
        unknown: report.unknown,
        unknown_more: report.unknown_more,
    }
}
