//! CSV in the shapes that learning platforms import.
//!
//! Both read an empty cell as «no grade» and take away what stands there: Moodle makes it null and writes that over the grade, `-` likewise;
//! Canvas grades with nothing. So whoever has nothing in a column is not in its file. Only where several columns are asked for in one file
//! can a cell be without points; then it is `-` for Moodle, which reads it as no grade in every version and never as a zero.

use super::ExportError;
use super::column::{Column, columns};
use super::text::lines;
use super::wanted::Wanted;
use crate::course::Course;
use crate::report::gradebook::{Gradebook, StudentRow};
use crate::store::Canvas;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A platform as far as its files differ.
pub(super) trait Platform {
    /// The beginning of file names.
    const NAME: &'static str;
    /// What an excuse is written as, where the platform can be told of one.
    const EXCUSED: Option<&'static str>;
    /// What stands where there is nothing.
    const NOTHING: &'static str;
    /// The head of a file with these columns, and the line below it where there is one.
    fn head(&self, columns: &[Column<'_>]) -> (Vec<String>, Option<Vec<String>>);
    /// The cells that say who.
    fn who(&self, student: &StudentRow) -> Vec<String>;
}

/// As the gradebook of Canvas imports it: five columns that say who, an assignment a column, and a second line with the points possible.
/// Canvas finds an assignment by the number in its name and a student by the number, where an export of it told them; else by names
/// and logins. It adds up the total itself.
pub(super) struct ForCanvas<'a>(pub &'a Canvas);

impl Platform for ForCanvas<'_> {
    const NAME: &'static str = "canvas";
    const EXCUSED: Option<&'static str> = Some("EX");
    const NOTHING: &'static str = "";

    fn head(&self, columns: &[Column<'_>]) -> (Vec<String>, Option<Vec<String>>) {
        let who = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"];
        let mut head = who.map(ToOwned::to_owned).to_vec();
        let name = |c: &Column<'_>| self.0.heading(c.name()).unwrap_or(c.name()).to_owned();
        head.extend(columns.iter().map(name));
        let mut possible = vec!["    Points Possible".to_owned()];
        possible.resize(who.len(), String::new());
        possible.extend(columns.iter().map(Column::max));
        (head, Some(possible))
    }

    fn who(&self, student: &StudentRow) -> Vec<String> {
        match self.0.students.get(&student.user) {
            Some(known) => vec![
                student.name.clone(),
                known.canvas_id.clone(),
                known.sis_user_id.clone(),
                known.sis_login_id.clone(),
                known.section.clone(),
            ],
            None => vec![
                student.name.clone(),
                String::new(),
                String::new(),
                student.login.clone(),
                String::new(),
            ],
        }
    }
}

/// As Moodle imports grades: `username` to map by, a grade item a column. It cannot be told of an excuse.
pub(super) struct ForMoodle;

impl Platform for ForMoodle {
    const NAME: &'static str = "moodle";
    const EXCUSED: Option<&'static str> = None;
    const NOTHING: &'static str = "-";

    fn head(&self, columns: &[Column<'_>]) -> (Vec<String>, Option<Vec<String>>) {
        let mut head = vec!["username".to_owned(), "fullname".to_owned()];
        head.extend(columns.iter().map(|column| column.name().to_owned()));
        (head, None)
    }

    fn who(&self, student: &StudentRow) -> Vec<String> {
        vec![student.login.clone(), student.name.clone()]
    }
}

/// One file, or an archive of a file a column.
pub(super) fn write<P: Platform>(
    platform: &P,
    book: &Gradebook,
    course: &Course,
    wanted: &Wanted,
) -> Result<Vec<u8>, ExportError> {
    let columns = columns(book, course, wanted, P::EXCUSED.is_some(), wanted.total);
    if !wanted.is_archive() {
        return file(platform, book, &columns);
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for column in &columns {
        let name = format!("{}-{}.csv", P::NAME, column.name());
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(&file(platform, book, std::slice::from_ref(column))?)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// How many cells of one file have nothing in them.
pub(super) fn gaps<P: Platform>(book: &Gradebook, course: &Course, wanted: &Wanted) -> usize {
    let columns = columns(book, course, wanted, P::EXCUSED.is_some(), wanted.total);
    let missing = |student: &StudentRow| {
        let told = columns
            .iter()
            .map(|column| column.told(student, P::EXCUSED));
        let missing = told.filter(Option::is_none).count();
        // Who has nothing at all is not in the file.
        if missing == columns.len() { 0 } else { missing }
    };
    book.students.iter().map(missing).sum()
}

/// One file with these columns; whoever has nothing in any of them is not in it.
fn file<P: Platform>(
    platform: &P,
    book: &Gradebook,
    columns: &[Column<'_>],
) -> Result<Vec<u8>, ExportError> {
    let (head, second) = platform.head(columns);
    let rows = book.students.iter().filter_map(|student| {
        let told: Vec<Option<String>> = columns
            .iter()
            .map(|column| column.told(student, P::EXCUSED))
            .collect();
        if told.iter().all(Option::is_none) {
            return None;
        }
        let mut row = platform.who(student);
        let cell = |told: Option<String>| told.unwrap_or_else(|| P::NOTHING.to_owned());
        row.extend(told.into_iter().map(cell));
        Some(row)
    });
    lines(&head, second.into_iter().chain(rows))
}
