//! What changed from one attempt to the next.

use crate::grading::{Report, TaskVerdict};
use crate::points::Points;
use std::collections::HashMap;

/// What changed between two reports on one homework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Tasks that are right now and were not, by name.
    pub newly_right: Vec<TaskChange>,
    /// Tasks that were right and are not now.
    pub newly_wrong: Vec<TaskChange>,
    /// Points of the tasks now less those before, before any late penalty.
    pub points: Points,
}

/// One task that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskChange {
    /// The task's name within its homework.
    pub task: String,
    /// What it changed the points by; 0 for practice.
    pub points: Points,
}

/// Compares two reports. A task that one of them does not know did not change.
pub fn change(before: &Report, after: &Report) -> Change {
    let earlier: HashMap<&str, _> = before.tasks.iter().map(|t| (t.name(), t)).collect();
    let mut change = Change {
        newly_right: Vec::new(),
        newly_wrong: Vec::new(),
        points: after.points - before.points,
    };
    for task in &after.tasks {
        let Some(old) = earlier.get(task.name()) else {
            continue;
        };
        let (was, is) = (
            old.verdict == TaskVerdict::Correct,
            task.verdict == TaskVerdict::Correct,
        );
        let list = match (was, is) {
            (false, true) => &mut change.newly_right,
            (true, false) => &mut change.newly_wrong,
            _ => continue,
        };
        list.push(TaskChange {
            task: task.name().to_owned(),
            points: task.points - old.points,
        });
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grading::TaskReport;

    fn report(tasks: &[(&str, i64, bool)]) -> Report {
        let task = |(name, max, right): &(&str, i64, bool)| TaskReport {
            task: format!("elbo/{name}"),
            points: Points::whole(if *right { *max } else { 0 }),
            max_points: Points::whole(*max),
            verdict: if *right {
                TaskVerdict::Correct
            } else {
                TaskVerdict::Wrong
            },
            outputs: Vec::new(),
            mistake: None,
        };
        let tasks: Vec<_> = tasks.iter().map(task).collect();
        Report {
            homework: "elbo".to_owned(),
            points: tasks.iter().map(|t| t.points).sum(),
            max_points: tasks.iter().map(|t| t.max_points).sum(),
            tasks,
            unknown: Vec::new(),
            unknown_more: 0,
            inputs: None,
        }
    }

    #[test]
    fn better_and_worse_are_told_apart() {
        let before = report(&[("a", 2, true), ("b", 3, false), ("c", 0, false)]);
        let after = report(&[
            ("a", 2, false),
            ("b", 3, true),
            ("c", 0, true),
            ("new", 1, true),
        ]);
        let names = |list: &[TaskChange]| -> Vec<(String, String)> {
            list.iter()
                .map(|c| (c.task.clone(), c.points.to_string()))
                .collect()
        };
        let found = change(&before, &after);
        let of = |task: &str, points: &str| (task.to_owned(), points.to_owned());
        assert_eq!(names(&found.newly_right), [of("b", "3"), of("c", "0")]);
        assert_eq!(names(&found.newly_wrong), [of("a", "-2")]);
        assert_eq!(found.points, Points::whole(2));
        let same = change(&after, &after);
        assert!(same.newly_right.is_empty() && same.newly_wrong.is_empty());
    }
}
