//! What changed from one attempt to the next.

use crate::grading::{Report, TaskReport, TaskVerdict};
use judge::points::Points;
use std::collections::HashMap;

/// What changed between two reports on one homework. The points of the three lists add up to `points`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Tasks that are right now and were not, by name.
    pub newly_right: Vec<TaskChange>,
    /// Tasks that were right and are not now.
    pub newly_wrong: Vec<TaskChange>,
    /// Tasks that were and are alike in that, and give other points.
    pub moved: Vec<TaskChange>,
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

/// Compares two reports. A task that only one of them knows is there with its points alone.
pub fn change(before: &Report, after: &Report) -> Change {
    let mut earlier: HashMap<&str, &TaskReport> =
        before.tasks.iter().map(|t| (t.name(), t)).collect();
    let mut change = Change {
        newly_right: Vec::new(),
        newly_wrong: Vec::new(),
        moved: Vec::new(),
        points: after.points - before.points,
    };
    for task in &after.tasks {
        let old = earlier.remove(task.name());
        let points = task.points - old.map_or(Points::ZERO, |old| old.points);
        let is_right = |t: &TaskReport| t.verdict == TaskVerdict::Correct;
        let list = match old.map(|old| (is_right(old), is_right(task))) {
            Some((false, true)) => &mut change.newly_right,
            Some((true, false)) => &mut change.newly_wrong,
            _ if points == Points::ZERO => continue,
            _ => &mut change.moved,
        };
        list.push(TaskChange {
            task: task.name().to_owned(),
            points,
        });
    }
    let gone = before
        .tasks
        .iter()
        .filter(|t| earlier.contains_key(t.name()));
    let gone = gone.filter(|t| t.points != Points::ZERO);
    change.moved.extend(gone.map(|t| TaskChange {
        task: t.name().to_owned(),
        points: Points::ZERO - t.points,
    }));
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    fn report(tasks: &[(&str, i64, bool)]) -> Report {
        let task = |(name, max, right): &(&str, i64, bool)| {
            let (verdict, points) = if *right {
                (TaskVerdict::Correct, *max)
            } else {
                (TaskVerdict::Wrong, 0)
            };
            TaskReport {
                points: Points::whole(points),
                ..TaskReport::bare(&format!("elbo/{name}"), verdict, Points::whole(*max))
            }
        };
        Report::of("elbo", tasks.iter().map(task).collect())
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
        assert_eq!(names(&found.moved), [of("new", "1")]);
        assert_eq!(found.points, Points::whole(2));
        let back = change(&after, &before);
        assert_eq!(names(&back.moved), [of("new", "-1")]);
        let same = change(&after, &after);
        assert!(same.newly_right.is_empty() && same.newly_wrong.is_empty());
        assert!(same.moved.is_empty());
    }

    #[test]
    fn what_changed_adds_up() {
        let before = report(&[("a", 2, true), ("b", 3, false), ("gone", 1, true)]);
        let mut after = report(&[("a", 2, true), ("b", 3, false), ("new", 2, true)]);
        // Some outputs of each: a task that is wrong before and after may lose or gain points.
        for (at, points) in [(0, "1.5"), (1, "0.333")] {
            after.tasks[at].points = points.parse().unwrap();
            after.tasks[at].verdict = TaskVerdict::Wrong;
        }
        after.points = after.tasks.iter().map(|t| t.points).sum();
        let found = change(&before, &after);
        let lists = [&found.newly_right, &found.newly_wrong, &found.moved];
        let sum: Points = lists.into_iter().flatten().map(|t| t.points).sum();
        assert_eq!(sum, found.points);
        assert_eq!(found.moved.len(), 3);
    }
}
