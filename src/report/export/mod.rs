//! The gradebook as files: CSV, JSON, `.xlsx`, and CSV as Canvas and Moodle import it.

mod json;
mod lms;
mod text;
mod workbook;

use super::gradebook::Gradebook;
use crate::course::Course;
use crate::l10n::Lang;
use crate::points::Points;
use serde::Deserialize;

pub use json::Document;

/// A format of the gradebook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma-separated values.
    #[default]
    Csv,
    /// JSON; points are strings, so that they stay exact.
    Json,
    /// A workbook of Excel and LibreOffice.
    Xlsx,
    /// The CSV that Canvas imports.
    Canvas,
    /// The CSV that Moodle imports.
    Moodle,
}

/// Why a gradebook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The CSV writer failed.
    #[error("the table could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// The workbook could not be made.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The JSON could not be made.
    #[error("the JSON could not be written: {0}")]
    Json(#[from] serde_json::Error),
}

impl Format {
    /// All formats, the default one first.
    pub const ALL: [Self; 5] = [
        Self::Csv,
        Self::Json,
        Self::Xlsx,
        Self::Canvas,
        Self::Moodle,
    ];

    /// The word of a query and of the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Canvas => "canvas",
            Self::Moodle => "moodle",
        }
    }

    /// The format of this word.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// The first format that an `Accept` header names; CSV where it names none or anything will do.
    pub fn accepted(accept: &str) -> Self {
        let kinds = accept.split(',').filter_map(|part| part.split(';').next());
        let known = kinds.filter_map(|kind| match kind.trim() {
            "text/csv" | "*/*" | "text/*" => Some(Self::Csv),
            "application/json" => Some(Self::Json),
            kind if Self::Xlsx.content_type() == kind => Some(Self::Xlsx),
            _ => None,
        });
        known.into_iter().next().unwrap_or_default()
    }

    /// The media type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Canvas | Self::Moodle => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The name that a browser saves the file under.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Csv => "gradebook.csv",
            Self::Json => "gradebook.json",
            Self::Xlsx => "gradebook.xlsx",
            Self::Canvas => "gradebook-canvas.csv",
            Self::Moodle => "gradebook-moodle.csv",
        }
    }

    /// The gradebook in this format.
    ///
    /// # Errors
    /// When a writer fails: never for want of content.
    pub fn write(
        self,
        book: &Gradebook,
        course: &Course,
        lang: Lang,
    ) -> Result<Vec<u8>, ExportError> {
        match self {
            Self::Csv => text::csv(&table(book, course)),
            Self::Json => json::write(book, course),
            Self::Xlsx => workbook::write(&table(book, course), course.title.get(lang)),
            Self::Canvas => lms::canvas(book, course, lang),
            Self::Moodle => lms::moodle(book, course, lang),
        }
    }
}

/// What is in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A text that a person typed: never a formula.
    Text(String),
    /// Points: an exact decimal.
    Points(Points),
    /// A final grade as it is written exactly.
    Grade(crate::course::Grade),
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

fn table(book: &Gradebook, course: &Course) -> Table {
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

#[cfg(test)]
mod tests;
