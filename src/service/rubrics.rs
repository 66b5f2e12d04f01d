//! Grades that go to another rubric, or back: what becomes of points, totals and final grades. Nothing is written.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use crate::course::{Grade, Homework, Manual};
use crate::ids::UserId;
use crate::report::standing::course_standing;
use crate::store::{Carry, Enrolled, RubricChange, Standings};
use judge::points::Points;
use std::cmp::Reverse;

/// All points and the final grade, before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// All points.
    pub total: Points,
    /// The final grade.
    pub grade: Grade,
}

/// A grade by another rubric, and what that does to its student.
#[derive(Clone, Debug)]
pub struct Carrying {
    /// The student's login.
    pub login: String,
    /// The student's name.
    pub name: String,
    /// What becomes of the grade.
    pub change: RubricChange,
    /// Where the student stands now.
    pub before: Stand,
    /// Where the student would stand.
    pub after: Stand,
    /// Whether points given by hand, or an excuse, hold instead of the homework's, so that neither changes.
    pub held: bool,
}

impl Carrying {
    /// The largest change of the final grade comes first, then of the total, then of the item's points.
    fn order(&self) -> impl Ord + use<> {
        let size = |before: Points, after: Points| (after - before).thousandths().abs();
        let grade = self.after.grade.distance(self.before.grade);
        let total = size(self.before.total, self.after.total);
        let points = size(self.change.grade.points, self.change.points);
        (
            Reverse((grade, total, points)),
            self.name.clone(),
            self.login.clone(),
        )
    }
}

/// What would become of the grades of the class that go this way, and the digest by which exactly that is done.
///
/// # Errors
/// When the database fails.
pub async fn preview(
    app: &App,
    active: &ActiveCourse,
    (homework, item): (&Homework, &Manual),
    carry: Carry,
) -> Result<(Vec<Carrying>, String), ServiceError> {
    let (store, course) = (&app.store, &active.course);
    let (changes, digest) = store.preview_rubric(homework, item, carry).await?;
    if changes.is_empty() {
        return Ok((Vec::new(), digest));
    }
    let users: Vec<UserId> = changes.iter().map(|(student, _)| student.id).collect();
    let mut standings = store.standings_among(&users, course).await?;
    let exams = store.exams_among(&users).await?;
    let carrying = |(student, change): (Enrolled, RubricChange)| {
        let mut own = standings.remove(&student.id).unwrap_or_default();
        let stand = |own: &Standings| {
            let standing = course_standing(course, own, exams.get(&student.id).copied());
            Stand {
                total: standing.total,
                grade: standing.grade,
            }
        };
        let before = stand(&own);
        let standing = own.entry(homework.name().to_owned()).or_default();
        // What was given for the homework's other items stays.
        let more = change.points - change.grade.points;
        standing.manual = Some(standing.manual.unwrap_or_default() + more);
        let held = standing.is_by_hand();
        Carrying {
            after: stand(&own),
            login: student.login,
            name: student.name,
            change,
            before,
            held,
        }
    };
    let mut all: Vec<Carrying> = changes.into_iter().map(carrying).collect();
    all.sort_by_cached_key(Carrying::order);
    Ok((all, digest))
}
