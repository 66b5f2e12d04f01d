//! Whose total and final grade would be others, and how many would have which grade.

use super::class::{Class, Steps};
use crate::course::{Course, Grade};
use crate::ids::UserId;
use crate::report::standing::{CourseStanding, course_standing};
use crate::store::Standings;
use judge::points::Points;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// A student whose total or final grade would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MovedGrade)]
pub struct GradeMoved {
    /// The student's login.
    pub login: String,
    /// The student's name.
    pub name: String,
    /// All points now.
    pub total_before: Points,
    /// All points as soon as the version is in force.
    pub total_published: Points,
    /// All points then.
    pub total_after: Points,
    /// The final grade now.
    pub grade_before: Grade,
    /// The final grade then.
    pub grade_after: Grade,
}

impl GradeMoved {
    /// Whether it would still be another total or grade once everything concerned is graded anew.
    pub fn lasts(&self) -> bool {
        (self.total_before, self.grade_before) != (self.total_after, self.grade_after)
    }
}

/// How many have a final grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GradeCount {
    /// The grade.
    pub grade: Grade,
    /// How many have it now.
    pub before: usize,
    /// How many would have it.
    pub after: usize,
}

/// What becomes of totals and final grades of the class.
pub(super) fn grades(
    class: &Class,
    steps: &Steps,
    before: &Course,
    after: &Course,
) -> (Vec<GradeMoved>, Vec<GradeCount>) {
    let nothing = Standings::new();
    let standing = |course, all: &HashMap<UserId, Standings>, user: UserId| -> CourseStanding {
        let own = all.get(&user).unwrap_or(&nothing);
        course_standing(course, own, class.exams.get(&user).copied())
    };
    let mut moved = Vec::new();
    let mut counts: BTreeMap<Grade, (usize, usize)> = BTreeMap::new();
    for user in &class.users {
        let was = standing(before, &steps.before, user.id);
        let at_once = standing(after, &steps.published, user.id);
        let is = standing(after, &steps.after, user.id);
        counts.entry(was.grade).or_default().0 += 1;
        counts.entry(is.grade).or_default().1 += 1;
        let row = GradeMoved {
            login: user.login.clone(),
            name: user.name.clone(),
            total_before: was.total,
            total_published: at_once.total,
            total_after: is.total,
            grade_before: was.grade,
            grade_after: is.grade,
        };
        if row.lasts() || row.total_published != row.total_before {
            moved.push(row);
        }
    }
    moved.sort_by_cached_key(|row| {
        let points = (row.total_after - row.total_before).thousandths();
        let grade = row.grade_after.distance(row.grade_before);
        (
            Reverse((grade, points.abs())),
            row.name.clone(),
            row.login.clone(),
        )
    });
    if moved.iter().all(|row| row.grade_before == row.grade_after) {
        return (moved, Vec::new());
    }
    let count = |(grade, (before, after))| GradeCount {
        grade,
        before,
        after,
    };
    (moved, counts.into_iter().map(count).collect())
}
