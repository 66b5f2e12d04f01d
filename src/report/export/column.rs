//! The columns of points, under names that are the same in every language.

use super::wanted::{EXAM, Wanted};
use crate::course::{Course, Homework};
use crate::report::gradebook::StudentRow;
use judge::points::Points;

/// A column of points or grades.
#[derive(Clone, Copy)]
pub(super) enum Column<'a> {
    /// A homework.
    Homework(&'a Homework),
    /// The exam, with the most that it gives.
    Exam(Points),
    /// All points, with the most that there are.
    Total(Points),
    /// The final grade.
    Grade,
}

impl Column<'_> {
    /// What it is called: a platform finds it again by that, whatever the language and whatever the title.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Homework(homework) => homework.name(),
            Self::Exam(_) => EXAM,
            Self::Total(_) => "total",
            Self::Grade => "final_grade",
        }
    }

    /// The most that it gives.
    pub(super) fn max(&self) -> String {
        match self {
            Self::Homework(homework) => homework.max_points.to_string(),
            Self::Exam(max) | Self::Total(max) => max.to_string(),
            Self::Grade => String::new(),
        }
    }

    /// What there is to say of a student; an excuse only where there is a word for it.
    pub(super) fn told(&self, student: &StudentRow, excused: Option<&str>) -> Option<String> {
        let standing = &student.standing;
        match self {
            Self::Homework(homework) => {
                let own = student.homework(homework.name())?;
                if own.excused {
                    return excused.map(ToOwned::to_owned);
                }
                own.points.map(|points| points.to_string())
            }
            Self::Exam(_) => standing.exam.map(|points| points.to_string()),
            Self::Total(_) => Some(standing.total.to_string()),
            Self::Grade => Some(standing.grade.to_string()),
        }
    }
}

/// The columns that are chosen, as far as they are of the course: a homework each, and the exam.
pub(super) fn chosen<'a>(course: &'a Course, wanted: &Wanted) -> Vec<Column<'a>> {
    let homeworks = course.homeworks.iter().map(Column::Homework);
    let points = homeworks.chain([Column::Exam(course.exam_max)]);
    points.filter(|column| wanted.has(column.name())).collect()
}

/// The sums.
pub(super) fn sums(course: &Course) -> [Column<'_>; 2] {
    [Column::Total(course.max_points()), Column::Grade]
}
