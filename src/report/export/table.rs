//! The gradebook as a plain table, which several formats write.

use super::wanted::{EXAM, Wanted};
use crate::course::{Course, Grade};
use crate::report::gradebook::StudentRow;
use judge::points::Points;

/// What is in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A text that a person typed: never a formula.
    Text(String),
    /// Points: an exact decimal.
    Points(Points),
    /// A final grade as it is written exactly.
    Grade(Grade),
    /// Nothing yet: a dash is not a zero.
    Nothing,
    /// The student is excused.
    Excused,
}

/// The points of a homework or the exam.
fn points_cell(points: Option<Points>, excused: bool) -> Cell {
    match (excused, points) {
        (true, _) => Cell::Excused,
        (false, Some(points)) => Cell::Points(points),
        (false, None) => Cell::Nothing,
    }
}

/// The names of the columns: who, the homeworks that are wanted, exam, total and final grade.
pub(super) fn heads(course: &Course, wanted: &Wanted) -> Vec<String> {
    let mut columns = vec!["login".to_owned(), "name".to_owned()];
    let homeworks = course.homeworks.iter().map(|h| h.name().to_owned());
    columns.extend(homeworks.filter(|name| wanted.has(name)));
    columns.extend(wanted.has(EXAM).then(|| EXAM.to_owned()));
    columns.extend(["total", "final_grade"].map(ToOwned::to_owned));
    columns
}

/// A student's cells below them.
pub(super) fn row(student: &StudentRow, wanted: &Wanted) -> Vec<Cell> {
    let standing = &student.standing;
    let mut row = vec![
        Cell::Text(student.login.clone()),
        Cell::Text(student.name.clone()),
    ];
    let homeworks = standing.homeworks.iter().filter(|h| wanted.has(&h.name));
    row.extend(homeworks.map(|h| points_cell(h.points, h.excused)));
    let exam = wanted.has(EXAM);
    row.extend(exam.then(|| points_cell(standing.exam, false)));
    row.push(Cell::Points(standing.total));
    row.push(Cell::Grade(standing.grade));
    row
}
