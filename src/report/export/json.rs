//! The gradebook as JSON; points are strings, so that they stay exact.

use super::ExportError;
use super::writer::Writer;
use crate::course::{Course, Grade};
use crate::report::gradebook::{Gradebook, StudentRow};
use crate::report::standing::HomeworkStanding;
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

/// The document, a student after another.
pub(super) struct Json {
    /// What stands before the first student, until it is handed on.
    bytes: Vec<u8>,
    any: bool,
    /// What stands after the last one; nothing once it is handed on.
    close: &'static [u8],
}

/// The end of a document without students: what comes between is written one after the other.
const CLOSE: &[u8] = b"]}";

impl Json {
    pub(super) fn new(course: &Course) -> Result<Self, ExportError> {
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
            students: Vec::new(),
        };
        let mut bytes = serde_json::to_vec(&document)?;
        bytes.truncate(bytes.len() - CLOSE.len());
        Ok(Self {
            bytes,
            any: false,
            close: CLOSE,
        })
    }
}

impl Writer for Json {
    fn rows(&mut self, part: &Gradebook) -> Result<Vec<u8>, ExportError> {
        for row in &part.students {
            if self.any {
                self.bytes.push(b',');
            }
            self.any = true;
            serde_json::to_writer(&mut self.bytes, &student(row))?;
        }
        Ok(std::mem::take(&mut self.bytes))
    }

    fn end(&mut self) -> Result<Vec<u8>, ExportError> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.extend(std::mem::take(&mut self.close));
        Ok(bytes)
    }
}

fn student(row: &StudentRow) -> Student<'_> {
    let standing = |h: &HomeworkStanding| Standing {
        points: h.points,
        excused: h.excused,
        overridden: h.given,
        reason: h.reason.clone(),
        earned: h.earned,
        extension: h.extension.map(|at| at.to_string()),
        attempts: h.attempts,
    };
    let homeworks = row.standing.homeworks.iter();
    Student {
        login: &row.login,
        name: &row.name,
        homeworks: homeworks.map(|h| (h.name.as_str(), standing(h))).collect(),
        exam: row.standing.exam,
        total: row.standing.total,
        earned: row.standing.exact.earned(),
        final_grade: row.standing.grade,
    }
}
