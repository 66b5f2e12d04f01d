//! The pictures of insight, each with the table behind it.

use crate::course::{Course, Grade, Homework};
use crate::report::bars::{Bar, bars};
use crate::report::gradebook::{Gradebook, StudentRow};
use crate::report::plot::Caption;
use crate::report::statistics::{self, HOURS, HomeworkStatistics, TaskStatistics};
use judge::points::Points;
use l10n::{Lang, Message, message};
use serde::Serialize;
use std::sync::Arc;

/// A picture and the table behind it.
#[derive(Serialize)]
pub(super) struct Plot {
    svg: String,
    rows: Vec<(String, usize)>,
}

/// A plot under a stable name, with its title and description.
fn plot((id, title, description): (&str, Message, Message), all: Vec<Bar>, lang: Lang) -> Plot {
    let caption = Caption {
        id,
        title: &title.text(lang),
        description: &description.text(lang),
    };
    Plot {
        svg: bars(&all, caption),
        rows: all.into_iter().map(|b| (b.words, b.count)).collect(),
    }
}

pub(super) fn grades(book: &Gradebook, course: &Course, lang: Lang) -> Plot {
    let counted = statistics::grade_histogram(book, course);
    let bar = |(grade, count): &(Grade, usize)| Bar {
        label: grade.show(lang),
        words: message!("insight-grade-bar", grade = grade.show(lang), n = *count).text(lang),
        count: *count,
        parts: Vec::new(),
    };
    plot(
        (
            "grades",
            message!("insight-grades"),
            message!("insight-grades-what"),
        ),
        counted.iter().map(bar).collect(),
        lang,
    )
}

/// The points of those who have any.
pub(super) fn points_of(book: &Gradebook, homework: &Homework) -> Vec<Points> {
    let standing = |s: &Arc<StudentRow>| {
        let own = s.homework(homework.name())?;
        own.points.filter(|_| !own.excused)
    };
    book.students.iter().filter_map(standing).collect()
}

/// Solved at which attempt, a bar a graded task, numbered as in the table below.
pub(super) fn attempts(found: &HomeworkStatistics, lang: Lang) -> String {
    let bar = |(n, task): (usize, &TaskStatistics)| Bar {
        label: (n + 1).to_string(),
        words: message!(
            "insight-task-bar",
            task = task.name.clone(),
            solved = task.solved,
            tried = task.tried
        )
        .text(lang),
        count: task.solved,
        parts: task.at_attempt.to_vec(),
    };
    plot(
        (
            "attempts",
            message!("insight-attempts"),
            message!("insight-attempts-what"),
        ),
        found.tasks.iter().enumerate().map(bar).collect(),
        lang,
    )
    .svg
}

pub(super) fn points(book: &Gradebook, homework: &Homework, lang: Lang) -> Plot {
    let counted =
        statistics::points_histogram(points_of(book, homework).into_iter(), homework.max_points);
    let last = counted.len().saturating_sub(1);
    let bar = |(n, count): (usize, &usize)| Bar {
        label: n.to_string(),
        words: if n == last {
            message!("insight-points-last", from = n, n = *count)
        } else {
            message!("insight-points-bar", from = n, to = n + 1, n = *count)
        }
        .text(lang),
        count: *count,
        parts: Vec::new(),
    };
    plot(
        (
            "points",
            message!("insight-points"),
            message!("insight-points-what"),
        ),
        counted.iter().enumerate().map(bar).collect(),
        lang,
    )
}

/// The last hours before the deadline from left to right.
pub(super) fn hours(found: &HomeworkStatistics, lang: Lang) -> Plot {
    let bar = |(n, count): (usize, &usize)| Bar {
        label: if n % 12 == 11 || n == 0 {
            format!("−{}", n + 1)
        } else {
            String::new()
        },
        words: message!("insight-hour-bar", hour = n + 1, n = *count).text(lang),
        count: *count,
        parts: Vec::new(),
    };
    let all: Vec<Bar> = found.hours.iter().enumerate().map(bar).rev().collect();
    debug_assert_eq!(all.len(), HOURS);
    plot(
        (
            "hours",
            message!("insight-hours"),
            message!("insight-hours-what"),
        ),
        all,
        lang,
    )
}
