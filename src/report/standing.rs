//! Where a student stands: points by homework, the exam, the total, and the grade it makes.

use crate::course::{Course, Excused, Grade, Homework, Total};
use crate::store::{Standing, Standings};
use judge::points::Points;
use l10n::Lang;

/// Where one student stands in the whole course.
#[derive(Clone, Debug)]
pub struct CourseStanding {
    /// A row a homework, in the order of the course.
    pub homeworks: Vec<HomeworkStanding>,
    /// The exam's points, once graded.
    pub exam: Option<Points>,
    /// The most the exam gives.
    pub exam_max: Points,
    /// All points so far; rounded to a thousandth where they are scaled because of an excuse.
    pub total: Points,
    /// The same exactly, as the grade is made of them.
    pub exact: Total,
    /// The most there is.
    pub max: Points,
    /// The most that this student can reach, with what comes on top: without what the student is excused from, where that is left out.
    pub reachable: Points,
    /// The final grade that these points make.
    pub grade: Grade,
}

impl CourseStanding {
    /// How the formula makes the grade.
    pub fn derivation(&self, course: &Course, lang: Lang) -> String {
        course.grade.steps(self.exact, lang)
    }

    /// Whether there is an exam to speak of: one that gives points, or that gave some before it was taken from the course.
    pub fn has_exam(&self) -> bool {
        self.exam_max > Points::ZERO || self.exam.is_some()
    }

    /// The points missing to the next grade, if there is one.
    pub fn to_next(&self, course: &Course) -> Option<Points> {
        course.grade.points_to_next(self.exact, self.reachable)
    }
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
    /// Why they do, or why the student is excused.
    pub reason: Option<String>,
    /// What was earned by what was sent and graded, whatever holds in its place.
    pub earned: Option<Points>,
    /// Whether something that counts was sent after the student's deadline: the submission, or an answer that a person graded.
    pub late: bool,
    /// Whether something was sent, and nothing counts until a person has graded it.
    pub waits: bool,
    /// A later deadline for this student.
    pub extension: Option<jiff::Timestamp>,
    /// The most it gives, bonus aside.
    pub max: Points,
    /// How much can come on top of that.
    pub bonus: Points,
    /// Attempts used.
    pub attempts: u32,
}

impl HomeworkStanding {
    /// Whether points given by hand or an excuse hold, whatever is sent.
    pub const fn is_by_hand(&self) -> bool {
        self.given || self.excused
    }
}

/// Whether something that counts was sent after the deadline that holds for this student. Where points by hand or an excuse
/// hold instead, none counts.
fn is_late(homework: &Homework, standing: &Standing) -> bool {
    let deadline = homework.schedule(standing.extension).deadline;
    let after = |sent| deadline.is_some_and(|deadline| sent >= deadline);
    let late = standing.arrived.is_some_and(after) || standing.answered.is_some_and(after);
    late && !standing.is_by_hand()
}

/// Where a student stands in one homework.
pub fn homework_standing(homework: &Homework, standing: Standing) -> HomeworkStanding {
    HomeworkStanding {
        name: homework.name().to_owned(),
        points: standing.points(),
        waits: standing.only_answers && standing.points().is_none() && !standing.excused,
        excused: standing.excused,
        given: standing.given.is_some(),
        late: is_late(homework, &standing),
        earned: standing.earned(),
        extension: standing.extension,
        max: homework.max_points,
        bonus: homework.bonus_points(),
        attempts: standing.attempts,
        reason: standing.reason,
    }
}

/// Adds up one student's course.
pub fn course_standing(
    course: &Course,
    standings: &Standings,
    exam: Option<Points>,
) -> CourseStanding {
    let row = |homework: &Homework| {
        let standing = standings.get(homework.name()).cloned();
        homework_standing(homework, standing.unwrap_or_default())
    };
    let homeworks: Vec<_> = course.homeworks.iter().map(row).collect();
    let earned =
        homeworks.iter().filter_map(|h| h.points).sum::<Points>() + exam.unwrap_or_default();
    let max = course.max_points();
    let excused: Points = match course.excused {
        Excused::Scaled => homeworks.iter().filter(|h| h.excused).map(|h| h.max).sum(),
        Excused::Zero => Points::ZERO,
    };
    let bonus: Points = homeworks
        .iter()
        .filter(|h| !h.excused)
        .map(|h| h.bonus)
        .sum();
    let exact = Total::excused(earned, max, excused);
    CourseStanding {
        exam,
        exam_max: course.exam_max,
        total: exact.shown(),
        max,
        reachable: max - excused + bonus,
        grade: course.grade.grade(exact),
        exact,
        homeworks,
    }
}
