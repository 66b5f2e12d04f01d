//! From inputs and answers to a report.

use super::inputs::Inputs;
use super::report::{MistakeFound, OutputReport, Report, TaskReport, TaskVerdict, Unknown};
use super::solved::SolvedTask;
use crate::answers::AnswersError;
use crate::answers::keys::{self, Sorted};
use crate::course::{Homework, Task};
use crate::points::Points;
use crate::words::Lang;
use assignments::arrays::Named;
use assignments::compare::{Check, check_task};
use assignments::contract::AnyTask;
use assignments::diagnose::recognise;
use assignments::ports::{InputsError, Port};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What one task's mathematics gave, or why it failed.
pub type TaskRun<T> = Result<T, String>;

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
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => {
            tracing::error!(task = task.id(), "a reference panicked");
            Err(format!(
                "the reference solution of {} failed on these inputs",
                task.id()
            ))
        }
    }
}

/// Sorts the arrays of an answers file by the tasks of a homework.
///
/// # Errors
/// When two keys mean one output, or a single unnamed array could be any of several.
pub fn sort_answers(named: Named, homework: &Homework) -> Result<Sorted, AnswersError> {
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
    judge: impl Fn(&Task, &Named) -> Option<TaskReport>,
) -> Report {
    let nothing = Named::new();
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

pub(super) fn grade_task(task: &Task, solved: &SolvedTask<'_>, got: &Named) -> TaskReport {
    let known = task.spec;
    let Ok((truth, axes)) = &solved.truth else {
        return fault(task);
    };
    let checks = check_task(known, axes, truth, got, |port| task.rule(port));
    let verdict = gravest(&checks);
    let right = checks
        .iter()
        .filter(|(_, c)| TaskVerdict::from(c.verdict) == TaskVerdict::Correct)
        .count();
    let points = match verdict {
        TaskVerdict::Correct => task.points,
        _ if task.partial => task.points.share(right as u64, checks.len() as u64),
        _ => Points::ZERO,
    };
    let mistake = if verdict == TaskVerdict::Wrong || verdict == TaskVerdict::NotFinite {
        find_mistake(task, solved, got)
    } else {
        None
    };
    let output = |(port, check): &(&Port, Check)| {
        OutputReport::new(port.name, check, task.rule(port).tolerance)
    };
    TaskReport {
        task: known.id(),
        points,
        max_points: task.points,
        verdict,
        outputs: checks.iter().map(output).collect(),
        mistake,
    }
}

fn find_mistake(task: &Task, solved: &SolvedTask<'_>, got: &Named) -> Option<MistakeFound> {
    let known = task.spec;
    let mistaken = solved.mistaken(known).ok()?;
    let index = recognise(known, &mistaken, got, |port| task.rule(port).tolerance)?;
    let info = known.mistakes().get(index).copied()?;
    Some(MistakeFound {
        id: info.id.to_owned(),
        hint: info.hint.get(Lang::En).to_owned(),
    })
}

fn gravest(checks: &[(&Port, Check)]) -> TaskVerdict {
    // A wrong number says more than a missing one: it is what the student can act on first.
    const GRAVITY: [TaskVerdict; 5] = [
        TaskVerdict::Wrong,
        TaskVerdict::NotFinite,
        TaskVerdict::WrongShape,
        TaskVerdict::WrongDtype,
        TaskVerdict::Missing,
    ];
    let among = |verdict: &TaskVerdict| {
        checks
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
        task: task.spec.id(),
        points: Points::ZERO,
        max_points: task.points,
        verdict: TaskVerdict::GraderFault,
        outputs: Vec::new(),
        mistake: None,
    }
}
