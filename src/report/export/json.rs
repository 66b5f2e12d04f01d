//! The gradebook as JSON; points are strings, so that they stay exact.

use super::ExportError;
use crate::course::{Course, Grade};
use crate::report::gradebook::Gradebook;
use judge::points::Points;
use serde::Serialize;
use std::collections::BTreeMap;

/// The gradebook.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Gradebook)]
pub struct Document<'a> {
    homeworks: Vec<Item<'a>>,
    exam_max_points: Points,
    max_points: Points,
    students: Vec<Student<'a>>,
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = GradebookHomework)]
struct Item<'a> {
    /// Its name.
    homework: &'a str,
    max_points: Points,
    bonus_points: Points,
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = GradebookStudent)]
struct Student<'a> {
    /// The login.
    login: &'a str,
    /// The name.
    name: &'a str,
    homeworks: BTreeMap<&'a str, Standing>,
    exam: Option<Points>,
    /// All points; rounded to a thousandth where they are scaled because of an excuse.
    total: Points,
    /// All points earned, before they are scaled.
    earned: Points,
    final_grade: Grade,
}

#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = GradebookCell)]
struct Standing {
    points: Option<Points>,
    /// Whether the student is excused from it.
    excused: bool,
    /// Whether the points were given by hand in place of all others.
    overridden: bool,
    /// Why they were, or why the student is excused.
    reason: Option<String>,
    /// What was earned by what was sent and graded, whatever holds in its place.
    earned: Option<Points>,
    /// The student's own later deadline.
    #[schema(format = DateTime)]
    extension: Option<String>,
    /// Attempts used.
    attempts: u32,
}

pub(super) fn write(book: &Gradebook, course: &Course) -> Result<Vec<u8>, ExportError> {
    let document = Document {
        homeworks: course
            .homeworks
            .iter()
            .map(|h| Item {
                homework: h.name(),
                max_points: h.max_points,
                bonus_points: h.bonus_points(),
            })
            .collect(),
        exam_max_points: course.exam_max,
        max_points: course.max_points(),
        students: book
            .students
            .iter()
            .map(|s| Student {
                login: &s.login,
                name: &s.name,
                homeworks: s
                    .standing
                    .homeworks
                    .iter()
                    .map(|h| {
                        let standing = Standing {
                            points: h.points,
                            excused: h.excused,
                            overridden: h.given,
                            reason: h.reason.clone(),
                            earned: h.earned,
                            extension: h.extension.map(|at| at.to_string()),
                            attempts: h.attempts,
                        };
                        (h.name.as_str(), standing)
                    })
                    .collect(),
                exam: s.standing.exam,
                total: s.standing.total,
                earned: s.standing.exact.earned(),
                final_grade: s.standing.grade,
            })
            .collect(),
    };
    Ok(serde_json::to_vec(&document)?)
}
