//! CSV in the shapes that learning platforms import.
//!
//! Both read an empty cell as «no grade» and take away what stands there: Moodle makes it null and writes that over the grade, `-` likewise;
//! Canvas grades with nothing. So whoever has nothing in a column is not in its file. Only where several columns are asked for in one file
//! can a cell be without points; then it is `-` for Moodle, which reads it as no grade in every version and never as a zero.

use super::ExportError;
use super::class::Class;
use super::column::{Column, chosen, sums};
use super::wanted::Wanted;
use super::writer::Writer;
use crate::report::gradebook::{Gradebook, StudentRow};
use crate::spreadsheet;
use crate::store::Canvas;

/// A platform as far as its files differ.
pub(super) trait Platform: Sync {
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

/// What is found out of the class before a file of it is written.
pub(super) struct Survey<'a> {
    /// The columns in which there is anything to say of anybody.
    pub columns: Vec<Column<'a>>,
    /// Cells of one file that have nothing in them: an import takes away what stands there.
    pub gaps: usize,
    /// How many students there are.
    pub students: usize,
}

/// Goes through the class once.
pub(super) async fn survey<'a, P: Platform>(
    class: &Class<'a>,
    wanted: &Wanted,
) -> Result<Survey<'a>, ExportError> {
    let chosen = chosen(class.course(), wanted);
    // How many have something in a column, and how many have something in any.
    let (mut told, mut any) = (vec![0; chosen.len()], 0);
    let mut students = 0;
    for number in 0..class.parts() {
        for student in &class.part(number).await?.students {
            students += 1;
            let mut has_any = false;
            for (count, column) in told.iter_mut().zip(&chosen) {
                let has = column.told(student, P::EXCUSED).is_some();
                *count += usize::from(has);
                has_any |= has;
            }
            any += usize::from(has_any);
        }
    }
    let mut columns: Vec<Column<'a>> = Vec::new();
    let mut cells = 0;
    for (column, count) in chosen.into_iter().zip(told) {
        if count > 0 {
            columns.push(column);
            cells += count;
        }
    }
    // With sums everybody has something, and is in the file; without, who has nothing at all is not.
    let rows = if wanted.total { students } else { any };
    let gaps = if wanted.is_archive() {
        0
    } else {
        rows * columns.len() - cells
    };
    if wanted.total {
        columns.extend(sums(class.course()));
    }
    Ok(Survey {
        columns,
        gaps,
        students,
    })
}

/// The name of the file of a column in an archive.
pub(super) fn file_name<P: Platform>(column: &Column<'_>) -> String {
    format!("{}-{}.csv", P::NAME, column.name())
}

/// One file with these columns; whoever has nothing in any of them is not in it.
pub(super) struct Lines<'a, P> {
    out: spreadsheet::Table,
    platform: &'a P,
    columns: &'a [Column<'a>],
}

impl<'a, P: Platform> Lines<'a, P> {
    pub(super) fn new(platform: &'a P, columns: &'a [Column<'a>]) -> Result<Self, ExportError> {
        let mut out = spreadsheet::Table::default();
        let (head, second) = platform.head(columns);
        out.row(&head)?;
        if let Some(second) = second {
            out.row(&second)?;
        }
        Ok(Self {
            out,
            platform,
            columns,
        })
    }
}

impl<P: Platform> Writer for Lines<'_, P> {
    fn rows(&mut self, part: &Gradebook) -> Result<Vec<u8>, ExportError> {
        for student in &part.students {
            let columns = self.columns.iter();
            let told: Vec<Option<String>> = columns
                .map(|column| column.told(student, P::EXCUSED))
                .collect();
            if told.iter().all(Option::is_none) {
                continue;
            }
            let mut row = self.platform.who(student);
            let cell = |told: Option<String>| told.unwrap_or_else(|| P::NOTHING.to_owned());
            row.extend(told.into_iter().map(cell));
            self.out.row(row)?;
        }
        Ok(self.out.take())
    }

    fn end(&mut self) -> Result<Vec<u8>, ExportError> {
        Ok(self.out.take())
    }
}
