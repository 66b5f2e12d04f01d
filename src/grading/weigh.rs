//! Points given anew for verdicts that stand: what a change of points alone comes to, without any file.

use crate::course::{Homework, Task};
use judge::grade;
use judge::report::{Report, TaskReport};

/// The report on a task with the points that its verdicts earn under a config.
pub(super) fn weighed(task: &Task, report: TaskReport) -> TaskReport {
    grade::weighed(report, task.spec.outputs(), task.points, task.partial)
}

/// The report that grading gives where `before` is one on the same answers and inputs, and all that has changed since are the points
/// of tasks and whether right outputs earn their share.
#[must_use]
pub fn weighed_anew(homework: &Homework, before: Report) -> Report {
    let mut kept = before.tasks;
    let task = |task: &Task| {
        let place = kept.iter().position(|own| own.name() == task.name())?;
        Some(weighed(task, kept.swap_remove(place)))
    };
    let tasks = homework.tasks.iter().filter_map(task).collect();
    Report {
        unknown: before.unknown,
        unknown_more: before.unknown_more,
        inputs: before.inputs,
        ..Report::of(homework.name(), tasks)
    }
}
