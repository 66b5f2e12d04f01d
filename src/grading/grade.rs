//! From inputs and answers to a report.

use super::findings::Recognised;
use super::inputs::Inputs;
use super::practice::practice_truth;
use super::report::{MistakeFound, OutputReport, Report, TaskReport, TaskVerdict, Unknown};
use super::solved::SolvedTask;
use crate::answers::AnswersError;
use crate::answers::keys::{self, Sorted};
use crate::course::{Homework, Task};
use crate::l10n::{Explain, Lang, say};
use crate::points::Points;
use assignments::judge::arrays::Arrays;
use assignments::judge::comparison::{Comparison, compare};
use assignments::judge::port::Port;
use assignments::judge::recognition::{Finding, Known, recognise};
use assignments::task::{AnyTask, InputsError};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What one task's mathematics gave, or why it failed.
pub type TaskRun<T> = Result<T, TaskFailure>;

/// Why a task's mathematics gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskFailure {
    /// The inputs do not fit the task.
    Inputs(InputsError),
    /// The reference failed: a fault of the grader.
    Panicked,
}

impl Explain for TaskFailure {
    fn explain(&self, lang: Lang) -> String {
        match self {
            Self::Inputs(error) => error.text(lang),
            Self::Panicked => say(lang, "reference-failed"),
        }
    }
}

/// Runs a task's mathematics; a panic in it is a fault of ours and becomes an error instead of taking the grader down.
///
/// # Errors
/// What is wrong with the inputs, or that the task itself failed.
pub fn run_task<T>(
    task: &dyn AnyTask,
    run: impl FnOnce(&dyn AnyTask) -> Result<T, InputsError>,
) -> TaskRun<T> {
    match catch_unwind(AssertUnwindSafe(|| run(task))) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(TaskFailure::Inputs(error)),
        Err(_) => {
            tracing::error!(task = task.id(), "a reference panicked");
            Err(TaskFailure::Panicked)
        }
    }
}

/// Sorts the arrays of an answers file by the tasks of a homework.
///
/// # Errors
/// When two keys mean one output, or a single unnamed array could be any of several.
pub fn sort_answers(named: Arrays, homework: &Homework) -> Result<Sorted, AnswersError> {
    let of_task = |t: &Task| t.spec.outputs().iter().map(|p| p.name).collect();
    let outputs: Vec<(&str, Vec<&str>)> = homework
        .tasks
        .iter()
        .map(|t| (t.name(), of_task(t)))
        .collect();
    let tasks: Vec<(&str, &[&str])> = outputs
        .iter()
        .map(|(name, outputs)| (*name, outputs.as_slice()))
        .collect();
    keys::sort(named, homework.name(), &tasks)
}

/// Grades one answers file: every task of `homework` that `inputs` has arrays for.
pub fn grade(homework: &Homework, inputs: &Inputs, answers: &Sorted) -> Report {
    let tasks: Vec<&Task> = homework.tasks.iter().collect();
    grade_tasks(homework.name(), &tasks, inputs, answers)
}

/// Grades an answers file for some tasks of a homework: those that `inputs` has arrays for.
pub(super) fn grade_tasks(
    homework: &str,
    tasks: &[&Task],
    inputs: &Inputs,
    answers: &Sorted,
) -> Report {
    report_on(homework, tasks, answers, |task, got| {
        let solved = SolvedTask::truth(task.spec, inputs.get(task.name())?);
        Some(grade_task(task, &solved, got))
    })
}

/// The report on the tasks that `judge` has a report on.
pub(super) fn report_on(
    homework: &str,
    tasks: &[&Task],
    answers: &Sorted,
    judge: impl Fn(&Task, &Arrays) -> Option<TaskReport>,
) -> Report {
    let nothing = Arrays::new();
    let report = |task: &&Task| {
        let got = answers.by_task.get(task.name()).unwrap_or(&nothing);
        judge(task, got)
    };
    let tasks: Vec<TaskReport> = tasks.iter().filter_map(report).collect();
    let unknown = answers.unknown.iter().map(|u| Unknown {
        key: u.key.clone(),
        nearest: u.nearest.clone(),
    });
    Report {
        homework: homework.to_owned(),
        points: tasks.iter().map(|t| t.points).sum(),
        max_points: tasks.iter().map(|t| t.max_points).sum(),
        tasks,
        unknown: unknown.collect(),
        unknown_more: answers.unknown_more,
    }
}

pub(super) fn grade_task(task: &Task, solved: &SolvedTask<'_>, got: &Arrays) -> TaskReport {
    let known = task.spec;
    let Ok((truth, axes)) = &solved.truth else {
        return fault(task);
    };
    let compared = compare(known.outputs(), axes, truth, got, |p| task.rule(p));
    let verdict = gravest(&compared);
    let right = compared
        .iter()
        .filter(|(_, c)| TaskVerdict::from(c.verdict) == TaskVerdict::Correct)
        .count();
    let points = match verdict {
        TaskVerdict::Correct => task.points,
        _ if task.partial => task.points.share(right as u64, compared.len() as u64),
        _ => Points::ZERO,
    };
    let is_worth_a_look = !matches!(verdict, TaskVerdict::Correct | TaskVerdict::Missing);
    let mut found = if is_worth_a_look {
        findings(task, solved, got)
    } else {
        BTreeMap::new()
    };
    let outputs: Vec<OutputReport> = compared
        .iter()
        .map(|(port, comparison)| {
            let tolerance = task.rule(port).tolerance;
            OutputReport {
                recognised: found.remove(port.name).unwrap_or_default(),
                ..OutputReport::new(port.name, comparison, tolerance)
            }
        })
        .collect();
    TaskReport {
        task: known.id().to_owned(),
        points,
        max_points: task.points,
        verdict,
        mistake: first_mistake(known, &outputs),
        outputs,
    }
}

/// What every wrong output is recognised as.
fn findings(
    task: &Task,
    solved: &SolvedTask<'_>,
    got: &Arrays,
) -> BTreeMap<&'static str, Vec<Recognised>> {
    let known = task.spec;
    let (Ok((truth, axes)), Ok(mistaken)) = (&solved.truth, solved.mistaken(known)) else {
        return BTreeMap::new();
    };
    let practice = || practice_truth(task, solved.inputs).into_iter().collect();
    let compared_with = Known {
        ports: known.outputs(),
        axes,
        truth,
        mistaken: &mistaken,
        others: &practice,
    };
    let mistakes = known.mistakes();
    let recognised = |findings: Vec<Finding>| {
        let new = |finding: &Finding| Recognised::new(finding, &mistakes, &["practice"]);
        findings.iter().map(new).collect()
    };
    recognise(&compared_with, got, |port| task.rule(port))
        .into_iter()
        .map(|(output, findings)| (output, recognised(findings)))
        .collect()
}

/// The first mistake of the task's list that any output is.
fn first_mistake(known: &dyn AnyTask, outputs: &[OutputReport]) -> Option<MistakeFound> {
    let named: Vec<&str> = outputs
        .iter()
        .flat_map(|o| &o.recognised)
        .filter_map(|found| found.id.as_deref())
        .collect();
    let mistakes = known.mistakes();
    let info = mistakes.iter().find(|m| named.contains(&m.id))?;
    Some(MistakeFound {
        id: info.id.to_owned(),
        hint: info.hint.get(Lang::En).to_owned(),
    })
}

fn gravest(compared: &[(&Port, Comparison)]) -> TaskVerdict {
    // A wrong number says more than a missing one: it is what the student can act on first.
    const GRAVITY: [TaskVerdict; 5] = [
        TaskVerdict::Wrong,
        TaskVerdict::NotFinite,
        TaskVerdict::WrongShape,
        TaskVerdict::WrongDtype,
        TaskVerdict::Missing,
    ];
    let among = |verdict: &TaskVerdict| {
        compared
            .iter()
            .any(|(_, c)| TaskVerdict::from(c.verdict) == *verdict)
    };
    GRAVITY
        .into_iter()
        .find(among)
        .unwrap_or(TaskVerdict::Correct)
}

fn fault(task: &Task) -> TaskReport {
    TaskReport {
        task: task.spec.id().to_owned(),
        points: Points::ZERO,
        max_points: task.points,
        verdict: TaskVerdict::GraderFault,
        outputs: Vec::new(),
        mistake: None,
    }
}
