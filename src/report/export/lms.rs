//! CSV in the shapes that learning platforms import.

use super::ExportError;
use super::table::points_cell;
use super::text::{lines, shown};
use crate::course::Course;
use crate::report::gradebook::Gradebook;
use l10n::{Lang, message};

/// As the gradebook of Canvas imports it: five columns that say who, an assignment a column, and a second line with the points possible.
/// A student is matched by the login; excused is `EX`, and an empty cell changes nothing. Canvas adds up the total itself.
pub(super) fn canvas(
    book: &Gradebook,
    course: &Course,
    lang: Lang,
) -> Result<Vec<u8>, ExportError> {
    let mut columns: Vec<String> = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
        .map(ToOwned::to_owned)
        .to_vec();
    columns.extend(
        course
            .homeworks
            .iter()
            .map(|h| h.title.get(lang).to_owned()),
    );
    columns.push(message!("exam").text(lang));
    let mut possible = vec!["    Points Possible".to_owned()];
    possible.extend(std::iter::repeat_n(String::new(), 4));
    possible.extend(course.homeworks.iter().map(|h| h.max_points.to_string()));
    possible.push(course.exam_max.to_string());
    let rows = book.students.iter().map(|student| {
        let mut row = vec![
            student.name.clone(),
            String::new(),
            String::new(),
            student.login.clone(),
            String::new(),
        ];
        row.extend(points(student, "EX"));
        row
    });
    lines(&columns, std::iter::once(possible).chain(rows))
}

/// As Moodle imports grades: `username` to map by, a grade item a column; an empty cell changes nothing.
/// Moodle cannot be told of an excuse this way, so an excused homework is an empty cell.
pub(super) fn moodle(
    book: &Gradebook,
    course: &Course,
    lang: Lang,
) -> Result<Vec<u8>, ExportError> {
    let mut columns = vec!["username".to_owned(), "fullname".to_owned()];
    columns.extend(
        course
            .homeworks
            .iter()
            .map(|h| h.title.get(lang).to_owned()),
    );
    columns.push(message!("exam").text(lang));
    columns.push(message!("total").text(lang));
    columns.push(message!("final-grade").text(lang));
    let rows = book.students.iter().map(|student| {
        let mut row = vec![student.login.clone(), student.name.clone()];
        row.extend(points(student, ""));
        row.push(student.standing.total.to_string());
        row.push(student.standing.grade.to_string());
        row
    });
    lines(&columns, rows)
}

/// The homeworks' cells and the exam's.
fn points(student: &crate::report::gradebook::StudentRow, excused: &str) -> Vec<String> {
    let standing = &student.standing;
    let homeworks = standing.homeworks.iter().map(|h| (h.points, h.excused));
    homeworks
        .chain(std::iter::once((standing.exam, false)))
        .map(|(points, is_excused)| shown(&points_cell(points, is_excused), excused))
        .collect()
}
