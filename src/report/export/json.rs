//! The gradebook as JSON; points are strings, so that they stay exact.

use super::ExportError;
use crate::course::{Course, Grade};
use crate::points::Points;
use crate::report::gradebook::Gradebook;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'a> {
    homeworks: Vec<Item<'a>>,
    exam_max_points: Points,
    max_points: Points,
    students: Vec<Student<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    homework: &'a str,
    max_points: Points,
    bonus_points: Points,
}

#[derive(Serialize)]
struct Student<'a> {
    login: &'a str,
    name: &'a str,
    homeworks: BTreeMap<&'a str, Standing>,
    exam: Option<Points>,
    total: Points,
    final_grade: Grade,
}

#[derive(Serialize)]
struct Standing {
    points: Option<Points>,
    excused: bool,
    /// Whether the points were given by hand in place of all others.
    overridden: bool,
    extension: Option<String>,
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
                            extension: h.extension.map(|at| at.to_string()),
                            attempts: h.attempts,
                        };
                        (h.name.as_str(), standing)
                    })
                    .collect(),
                exam: s.standing.exam,
                total: s.standing.total,
                final_grade: s.standing.grade,
            })
            .collect(),
    };
    Ok(serde_json::to_vec(&document)?)
}
