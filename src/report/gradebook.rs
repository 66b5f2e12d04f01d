//! Students × homeworks, the exam, the total and the final grade: one table that the page, the API and the exports show.

use super::order::{Column, Only, Order, Stands};
use super::roll::{Listed, Roll};
use super::search::folded;
use super::standing::{CourseStanding, HomeworkStanding, course_standing};
use crate::course::{Course, Homework, State};
use crate::ids::UserId;
use crate::store::{Standings, Store, StoreError};
use jiff::Timestamp;
use judge::points::Points;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

/// The whole table. To leave rows out or order them costs nothing for those who read the whole of it.
#[derive(Clone, Debug)]
pub struct Gradebook {
    /// A row a student.
    pub students: Vec<Arc<StudentRow>>,
}

/// One student's row.
#[derive(Clone, Debug)]
pub struct StudentRow {
    student: Arc<Listed>,
    /// Where the student stands.
    pub standing: CourseStanding,
}

/// Who the student is.
impl Deref for StudentRow {
    type Target = Listed;

    fn deref(&self) -> &Listed {
        &self.student
    }
}

impl Gradebook {
    /// The gradebook of all active students, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(store: &Store, course: &Course) -> Result<Self, StoreError> {
        Self::load_of(&Roll::load(store).await?, store, course).await
    }

    /// The gradebook of these students, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load_of(roll: &Roll, store: &Store, course: &Course) -> Result<Self, StoreError> {
        let (standings, exams) = (store.standings(course).await?, store.exams().await?);
        Ok(Self::of(course, roll, &standings, &exams))
    }

    /// The column of one homework, for these students, by name: nothing else is read, and there is neither a total nor a grade in it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load_column(
        roll: &Roll,
        store: &Store,
        course: &Course,
        homework: &Homework,
    ) -> Result<Self, StoreError> {
        let course = Course {
            homeworks: vec![homework.clone()],
            ..course.clone()
        };
        let standings = store.standings_in(homework.name(), &course).await?;
        Ok(Self::of(&course, roll, &standings, &HashMap::new()))
    }

    /// The gradebook of these students.
    pub fn of(
        course: &Course,
        roll: &Roll,
        standings: &HashMap<UserId, Standings>,
        exams: &HashMap<UserId, Points>,
    ) -> Self {
        let nothing = Standings::new();
        let row = |student: &Arc<Listed>| {
            let own = standings.get(&student.user).unwrap_or(&nothing);
            let exam = exams.get(&student.user).copied();
            Arc::new(StudentRow {
                standing: course_standing(course, own, exam),
                student: Arc::clone(student),
            })
        };
        Self {
            students: roll.students().iter().map(row).collect(),
        }
    }

    /// Orders the rows; where there are no points, a row comes last in either direction.
    pub fn sort(&mut self, order: &Order) {
        self.students
            .sort_by(|a, b| (&a.place, &a.login).cmp(&(&b.place, &b.login)));
        let points = |row: &StudentRow| match &order.column {
            Column::Homework(name) => row.homework(name).and_then(|h| h.points),
            Column::Exam => row.standing.exam,
            Column::Total => Some(row.standing.total),
            Column::Name | Column::Login | Column::Grade => None,
        };
        let turned = |ordering: Ordering| {
            if order.descending {
                ordering.reverse()
            } else {
                ordering
            }
        };
        if order.column == Column::Name {
            // The rows are by name already.
            if order.descending {
                self.students.reverse();
            }
            return;
        }
        self.students.sort_by(|a, b| match &order.column {
            Column::Name => Ordering::Equal,
            Column::Login => turned(a.login.cmp(&b.login)),
            Column::Grade => turned(a.standing.grade.cmp(&b.standing.grade)),
            Column::Homework(_) | Column::Exam | Column::Total => match (points(a), points(b)) {
                (Some(a), Some(b)) => turned(a.cmp(&b)),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            },
        });
    }

    /// Leaves those whose name, login or group has every word of `text`.
    pub fn find(&mut self, text: &str) {
        let words = folded(text);
        if !words.is_empty() {
            self.students.retain(|row| row.has(&words));
        }
    }

    /// The groups that somebody is of, in their order.
    pub fn groups(&self) -> Vec<String> {
        let known = self.students.iter().map(|row| row.group.as_str());
        let known: BTreeSet<&str> = known.filter(|group| !group.is_empty()).collect();
        known.into_iter().map(ToOwned::to_owned).collect()
    }

    /// Leaves those of a group.
    pub fn keep_group(&mut self, group: &str) {
        self.students.retain(|row| row.group == group);
    }

    /// Leaves those with whom any of these homeworks stands so.
    pub fn keep_where(&mut self, homeworks: &[Homework], stands: Stands, now: Timestamp) {
        let is_so = |homework: &Homework, h: &HomeworkStanding| match stands {
            Stands::Missing => is_missing(homework, h, now),
            Stands::Sent => h.points.is_some() || h.waits,
            Stands::Late => h.late,
            Stands::Partial => h.points.is_some_and(|points| points < h.max),
            Stands::Full => h.points.is_some_and(|points| points >= h.max),
        };
        self.students.retain(|row| {
            let mut of = homeworks.iter();
            of.any(|homework| {
                let standing = row.homework(homework.name());
                standing.is_some_and(|standing| is_so(homework, standing))
            })
        });
    }

    /// Leaves those whom `only` is about.
    pub fn keep(&mut self, only: Only, course: &Course, now: Timestamp) {
        self.students.retain(|row| match only {
            Only::Missing => course
                .homeworks
                .iter()
                .zip(&row.standing.homeworks)
                .any(|(homework, standing)| is_missing(homework, standing, now)),
            Only::Exam => row.standing.exam.is_none(),
            Only::Hand => row
                .standing
                .homeworks
                .iter()
                .any(|h| h.given || h.excused || h.extension.is_some()),
        });
    }
}

/// Whether a homework has opened and nothing is there for it: neither sent, though it may wait for a person, nor given nor excused.
pub fn is_missing(homework: &Homework, standing: &HomeworkStanding, now: Timestamp) -> bool {
    let opened = homework.schedule(standing.extension).state(now) != State::NotOpen;
    opened && standing.points.is_none() && !standing.excused && !standing.waits
}

/// Who is behind: active students with the homeworks that were due and for which nothing is there, most of them first.
pub fn behind<'a>(
    book: &'a Gradebook,
    course: &'a Course,
    now: Timestamp,
) -> Vec<(&'a StudentRow, Vec<&'a Homework>)> {
    let unsent = |student: &StudentRow| -> Vec<&Homework> {
        let is_unsent = |homework: &&Homework| {
            student.homework(homework.name()).is_some_and(|standing| {
                let due = homework.schedule(standing.extension).due();
                due.is_some_and(|at| at <= now) && is_missing(homework, standing, now)
            })
        };
        course.homeworks.iter().filter(is_unsent).collect()
    };
    let of = book
        .students
        .iter()
        .map(|student| (&**student, unsent(student)));
    let mut behind: Vec<_> = of.filter(|(_, homeworks)| !homeworks.is_empty()).collect();
    behind.sort_by_key(|(student, homeworks)| {
        (std::cmp::Reverse(homeworks.len()), student.standing.total)
    });
    behind
}

impl StudentRow {
    /// Where the student stands in one homework.
    pub fn homework(&self, name: &str) -> Option<&HomeworkStanding> {
        self.standing.homeworks.iter().find(|h| h.name == name)
    }
}

/// The step of the heat map, 0 to 5, of points out of a maximum; 5 is everything or more.
pub fn step(points: Points, max: Points) -> u8 {
    if max <= Points::ZERO {
        return 0;
    }
    let fifths = points.thousandths().saturating_mul(5) / max.thousandths();
    u8::try_from(fifths.clamp(0, 5)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
