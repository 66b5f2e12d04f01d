//! What a class did with a homework: who solved what at which attempt, which mistakes were made, how points spread, when things were sent.

mod discrimination;

use self::discrimination::discrimination;
use crate::course::{Course, Grade, Homework};
use crate::grading::TaskVerdict;
use crate::ids::UserId;
use crate::report::gradebook::{Gradebook, is_missing};
use crate::store::Outcomes;
use jiff::Timestamp;
use judge::points::Points;
use std::collections::{BTreeMap, HashMap, HashSet};

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

/// Statistics of one homework from all its submissions, oldest first.
pub fn homework(configured: &Homework, submissions: &[Outcomes]) -> HomeworkStatistics {
    let mut students: HashMap<UserId, Vec<&Outcomes>> = HashMap::new();
    for submission in submissions {
        students
            .entry(submission.user)
            .or_default()
            .push(submission);
    }
    let discrimination = discrimination(submissions);
    let tasks = configured.tasks.iter().map(|task| {
        let mut found = TaskStatistics {
            name: task.name().to_owned(),
            graded: task.is_graded(),
            discrimination: discrimination.get(task.name()).copied(),
            ..TaskStatistics::default()
        };
        let mut mistakes: BTreeMap<String, usize> = BTreeMap::new();
        for sent in students.values() {
            count(&mut found, &mut mistakes, sent);
        }
        found.mistakes = mistakes.into_iter().collect();
        // The map was in the order of names; a stable sort keeps it where counts are equal.
        found.mistakes.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        found
    });
    let mut statistics = HomeworkStatistics {
        students: students.len(),
        submissions: submissions.len(),
        tasks: tasks.collect(),
        ..HomeworkStatistics::default()
    };
    if let Some(deadline) = configured.deadline {
        statistics.hours = vec![0; HOURS];
        for submission in submissions {
            let seconds = deadline.duration_since(submission.received_at).as_secs();
            if seconds <= 0 {
                statistics.later += 1;
                continue;
            }
            // The last hour has number 0: what is sent exactly an hour before still belongs to it.
            let hour = usize::try_from((seconds - 1) / 3600).unwrap_or(usize::MAX);
            match statistics.hours.get_mut(hour) {
                Some(count) => *count += 1,
                None => statistics.earlier += 1,
            }
        }
    }
    statistics
}

/// Counts one student's submissions, oldest first, for one task.
fn count(found: &mut TaskStatistics, mistakes: &mut BTreeMap<String, usize>, sent: &[&Outcomes]) {
    let mut tries = 0;
    let mut solved_at = None;
    let mut made: HashSet<&str> = HashSet::new();
    let mut unknown = false;
    for submission in sent {
        let report = submission.tasks.iter().find(|t| t.task == found.name);
        // A fault of ours is nobody's attempt.
        let Some(report) =
            report.filter(|t| t.is_attempted() && t.verdict != TaskVerdict::GraderFault)
        else {
            continue;
        };
        tries += 1;
        if report.verdict == TaskVerdict::Correct {
            solved_at.get_or_insert(tries);
        } else if let Some(mistake) = &report.mistake {
            made.insert(mistake);
        } else {
            unknown = true;
        }
    }
    found.tried += usize::from(tries > 0);
    if let Some(attempt) = solved_at {
        found.solved += 1;
        let place = usize::min(attempt, LAST_ATTEMPT) - 1;
        if let Some(count) = found.at_attempt.get_mut(place) {
            *count += 1;
        }
    }
    for mistake in made {
        *mistakes.entry(mistake.to_owned()).or_default() += 1;
    }
    found.unknown += usize::from(unknown);
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
