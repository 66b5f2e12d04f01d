//! Where a student stands: points by homework, the exam, the total, and the grade it makes.

use crate::course::{Course, Grade};
use crate::l10n::Lang;
use crate::points::Points;
use crate::store::Standings;

/// Where one student stands in the whole course.
#[derive(Clone, Debug)]
pub struct CourseStanding {
    /// A row a homework, in the order of the course.
    pub homeworks: Vec<HomeworkStanding>,
    /// The exam's points, once graded.
    pub exam: Option<Points>,
    /// The most the exam gives.
    pub exam_max: Points,
    /// All points so far.
    pub total: Points,
    /// The most there is.
    pub max: Points,
    /// The final grade that these points make.
    pub grade: Grade,
    /// How the formula makes it.
    pub derivation: String,
    /// The points missing to the next grade, if there is one.
    pub to_next: Option<Points>,
}

/// Where one student stands in one homework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeworkStanding {
    /// The homework's name.
    pub name: String,
    /// Points, where anything was sent: a dash is not a zero.
    pub points: Option<Points>,
    /// Whether the student is excused from it.
    pub excused: bool,
    /// Whether points given by hand take the place of all others.
    pub given: bool,
    /// A later deadline for this student.
    pub extension: Option<jiff::Timestamp>,
    /// The most it gives.
    pub max: Points,
    /// Attempts used.
    pub attempts: u32,
}

/// Adds up one student's course.
pub fn course_standing(
    course: &Course,
    standings: &Standings,
    exam: Option<Points>,
    lang: Lang,
) -> CourseStanding {
    let row = |homework: &crate::course::Homework| {
        let standing = standings.get(homework.name()).copied().unwrap_or_default();
        HomeworkStanding {
            name: homework.name().to_owned(),
            points: standing.points(),
            excused: standing.excused,
            given: standing.given.is_some(),
            extension: standing.extension,
            max: homework.max_points,
            attempts: standing.attempts,
        }
    };
    let homeworks: Vec<_> = course.homeworks.iter().map(row).collect();
    let total =
        homeworks.iter().filter_map(|h| h.points).sum::<Points>() + exam.unwrap_or_default();
    CourseStanding {
        exam,
        exam_max: course.exam_max,
        total,
        max: course.max_points(),
        grade: course.grade.grade(total),
        derivation: course.grade.steps(total, lang),
        to_next: course.grade.points_to_next(total, course.max_points()),
        homeworks,
    }
}
