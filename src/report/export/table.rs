//! The gradebook as a plain table, which several formats write.

use crate::course::{Course, Grade};
use crate::report::gradebook::Gradebook;
use judge::points::Points;

/// What is in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
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

/// The plain table: names of columns, then rows.
pub(crate) struct Table {
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// The points of a homework or the exam.
pub(crate) fn points_cell(points: Option<Points>, excused: bool) -> Cell {
    match (excused, points) {
        (true, _) => Cell::Excused,
        (false, Some(points)) => Cell::Points(points),
        (false, None) => Cell::Nothing,
    }
}

/// Students, homeworks, exam, total and final grade.
pub(crate) fn table(book: &Gradebook, course: &Course) -> Table {
    let mut columns = vec!["login".to_owned(), "name".to_owned()];
    columns.extend(course.homeworks.iter().map(|h| h.name().to_owned()));
    columns.extend(["exam", "total", "final_grade"].map(ToOwned::to_owned));
    let rows = book.students.iter().map(|student| {
        let standing = &student.standing;
        let mut row = vec![
            Cell::Text(student.login.clone()),
            Cell::Text(student.name.clone()),
        ];
        row.extend(
            standing
                .homeworks
                .iter()
                .map(|h| points_cell(h.points, h.excused)),
        );
        row.push(points_cell(standing.exam, false));
        row.push(Cell::Points(standing.total));
        row.push(Cell::Grade(standing.grade));
        row
    });
    Table {
        columns,
        rows: rows.collect(),
    }
}
