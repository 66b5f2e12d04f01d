//! What a class did with a homework: who solved what at which attempt, which mistakes were made, how points spread, when things were sent.

mod discrimination;

use self::discrimination::discrimination;
use crate::course::{Course, Grade, Homework};
use crate::grading::TaskTally;
use crate::report::gradebook::{Gradebook, is_missing};
use crate::store::{ArrivalCounts, StudentTally};
use jiff::Timestamp;
use judge::points::Points;
use std::collections::BTreeMap;

/// Attempts from this one on are counted together.
pub const LAST_ATTEMPT: usize = 5;
/// Hours before the deadline that are told apart.
pub const HOURS: usize = 72;

/// What a class did with one homework.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HomeworkStatistics {
    /// How many students sent something.
    pub students: usize,
    /// How many submissions there were.
    pub submissions: usize,
    /// A row a task, in the order of the course.
    pub tasks: Vec<TaskStatistics>,
    /// Submissions in each hour before the deadline, the last hour first; nothing where there is no deadline.
    pub hours: Vec<usize>,
    /// Submissions earlier than that, and after the deadline.
    pub earlier: usize,
    /// Submissions after the deadline.
    pub later: usize,
}

/// What a class did with one task.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskStatistics {
    /// The task's name.
    pub name: String,
    /// Whether it gives points.
    pub graded: bool,
    /// How many students tried it.
    pub tried: usize,
    /// How many solved it.
    pub solved: usize,
    /// How many solved it at their first, second, … attempt; the last counts all later ones.
    pub at_attempt: [usize; LAST_ATTEMPT],
    /// Recognised mistakes and how many students made each, the commonest first.
    pub mistakes: Vec<(String, usize)>,
    /// How many students were wrong without a mistake that is known.
    pub unknown: usize,
    /// The correlation of its points with those of the homework's other tasks, where there are enough students to tell.
    pub discrimination: Option<f64>,
}

/// Statistics of one homework: what each student did, and when submissions arrived.
pub fn homework(
    configured: &Homework,
    students: &[StudentTally],
    arrived: &ArrivalCounts,
) -> HomeworkStatistics {
    let discrimination = discrimination(students);
    let tasks = configured.tasks.iter().enumerate().map(|(place, task)| {
        let name = task.name();
        let mut found = TaskStatistics {
            name: name.to_owned(),
            graded: task.is_graded(),
            discrimination: discrimination.get(name).copied(),
            ..TaskStatistics::default()
        };
        let mut mistakes: BTreeMap<&str, usize> = BTreeMap::new();
        for student in students {
            if let Some(own) = student.task(place, name).filter(|own| own.tries > 0) {
                count(&mut found, &mut mistakes, own);
            }
        }
        let named = |(name, count): (&str, usize)| (name.to_owned(), count);
        found.mistakes = mistakes.into_iter().map(named).collect();
        // The map was in the order of names; a stable sort keeps it where counts are equal.
        found.mistakes.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        found
    });
    let mut statistics = HomeworkStatistics {
        students: students.len(),
        submissions: arrived.all,
        tasks: tasks.collect(),
        ..HomeworkStatistics::default()
    };
    if configured.due().is_some() {
        statistics.hours = vec![0; HOURS];
        for (hour, count) in &arrived.hours {
            match usize::try_from(*hour) {
                Err(_) => statistics.later += count,
                Ok(hour) => match statistics.hours.get_mut(hour) {
                    Some(counted) => *counted += count,
                    None => statistics.earlier += count,
                },
            }
        }
    }
    statistics
}

/// Counts one student who tried a task.
fn count<'t>(
    found: &mut TaskStatistics,
    mistakes: &mut BTreeMap<&'t str, usize>,
    own: &'t TaskTally,
) {
    found.tried += 1;
    if let Some(attempt) = own.solved_at {
        found.solved += 1;
        let attempt = usize::try_from(attempt).unwrap_or(LAST_ATTEMPT);
        if let Some(count) = found.at_attempt.get_mut(attempt.clamp(1, LAST_ATTEMPT) - 1) {
            *count += 1;
        }
    }
    for mistake in &own.mistakes {
        *mistakes.entry(mistake).or_default() += 1;
    }
    found.unknown += usize::from(own.is_unknown);
}

/// How many students have how many points of a homework, a bin a point: the first bin is from 0 to below 1, the last the maximum and more.
pub fn points_histogram(points: impl Iterator<Item = Points>, max: Points) -> Vec<usize> {
    let last = usize::try_from(max.thousandths() / 1000)
        .unwrap_or(0)
        .min(200);
    let mut bins = vec![0; last + 1];
    for points in points {
        let bin = usize::try_from(points.thousandths() / 1000)
            .unwrap_or(0)
            .min(last);
        if let Some(count) = bins.get_mut(bin) {
            *count += 1;
        }
    }
    bins
}

/// How many students have each final grade, from the lowest that the course gives to the highest.
pub fn grade_histogram(book: &Gradebook, course: &Course) -> Vec<(Grade, usize)> {
    let mut counts: BTreeMap<Grade, usize> = BTreeMap::new();
    counts.insert(course.grade.grade(Points::ZERO), 0);
    for (_, grade) in course.grade.grade_steps(course.max_points()) {
        counts.entry(grade).or_default();
    }
    for student in &book.students {
        *counts.entry(student.standing.grade).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Logins and names of those who sent nothing for a homework that has opened and who are not excused.
pub fn missing<'a>(
    book: &'a Gradebook,
    homework: &Homework,
    now: Timestamp,
) -> Vec<(&'a str, &'a str)> {
    let absent = book.students.iter().filter(|student| {
        student
            .homework(homework.name())
            .is_some_and(|standing| is_missing(homework, standing, now))
    });
    absent
        .map(|student| (student.login.as_str(), student.name.as_str()))
        .collect()
}

/// Who sent what counts of a homework after their deadline: login and name.
pub fn late<'a>(book: &'a Gradebook, homework: &Homework) -> Vec<(&'a str, &'a str)> {
    let late = book.students.iter().filter(|student| {
        student
            .homework(homework.name())
            .is_some_and(|standing| standing.late)
    });
    late.map(|student| (student.login.as_str(), student.name.as_str()))
        .collect()
}

#[cfg(test)]
mod tests;
