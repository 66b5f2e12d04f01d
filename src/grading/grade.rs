//! From inputs and answers to a report.

use super::inputs::Inputs;
use super::key::TaskKey;
use super::solved_task::SolvedTask;
use crate::course::{Homework, Task};
use judge::answers::keys::{self, Sorted};
use judge::answers::{AnswersError, Opened};
use judge::arrays::Arrays;
use judge::grade::{grade_task, report};
use judge::port::numbers;
use judge::report::{Report, TaskReport};

/// Sorts the arrays of an answers file by the tasks of a homework.
///
/// # Errors
/// When two keys mean one output, or a single unnamed array could be any of several.
pub fn sort_answers(file: impl Into<Opened>, homework: &Homework) -> Result<Sorted, AnswersError> {
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
    let mut sorted = keys::sort(file.into(), homework.name(), &tasks)?;
    for task in &homework.tasks {
        if let Some(arrays) = sorted.by_task.get_mut(task.name()) {
            numbers(arrays, task.spec.outputs());
        }
    }
    Ok(sorted)
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
        let inputs = inputs.get(task.name())?;
        let solved = &SolvedTask::default();
        let key = TaskKey {
            task,
            inputs,
            solved,
        };
        Some(grade_task(&key, got))
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
    let report_on = |task: &&Task| {
        let got = answers.by_task.get(task.name()).unwrap_or(&nothing);
        judge(task, got)
    };
    report(
        homework,
        tasks.iter().filter_map(report_on).collect(),
        answers,
    )
}
