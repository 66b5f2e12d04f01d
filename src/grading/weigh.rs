//! Points given anew for verdicts that stand: what a change of points alone comes to, without any file.

use crate::course::{Homework, Task};
use judge::grade;
use judge::report::{Report, TaskReport};

/// The report on a task with the points that its verdicts earn under a config.
pub(super) fn weighed(task: &Task, report: TaskReport) -> TaskReport {
    grade::weighed(report, task.spec.outputs(), task.points, task.partial)
}

/// The report that grading gives where `before` is one on the same answers and inputs, and all that has changed since are the points
/// of tasks and whether right outputs earn their share: the tasks are the same, in the same order.
#[must_use]
pub fn weighed_anew(homework: &Homework, before: Report) -> Report {
    let task = |report: TaskReport| Some(weighed(homework.task(report.name())?, report));
    let tasks = before.tasks.into_iter().filter_map(task).collect();
    Report {
        unknown: before.unknown,
        unknown_more: before.unknown_more,
        inputs: before.inputs,
        ..Report::of(homework.name(), tasks)
    }
}
