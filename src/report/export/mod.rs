//! The gradebook as files: CSV, JSON, `.xlsx`, and CSV as Canvas and Moodle import it.

mod error;
mod json;
mod lms;
mod table;
mod text;
mod workbook;

use super::gradebook::Gradebook;
use crate::course::Course;
use l10n::Lang;
use serde::Deserialize;
use table::table;

pub use error::ExportError;
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

/// What there is to say about a format.
struct FormatInfo {
    format: Format,
    /// The word of a query and of the command line; the message `export-NAME` is what people read.
    name: &'static str,
    content_type: &'static str,
    file_name: &'static str,
    write: fn(&Gradebook, &Course, Lang) -> Result<Vec<u8>, ExportError>,
}

/// Every format, in the order of [`Format`].
const FORMATS: [FormatInfo; 5] = [
    FormatInfo {
        format: Format::Csv,
        name: "csv",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook.csv",
        write: |book, course, _| text::csv(&table(book, course)),
    },
    FormatInfo {
        format: Format::Json,
        name: "json",
        content_type: "application/json",
        file_name: "gradebook.json",
        write: |book, course, _| json::write(book, course),
    },
    FormatInfo {
        format: Format::Xlsx,
        name: "xlsx",
        content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file_name: "gradebook.xlsx",
        write: |book, course, lang| workbook::write(&table(book, course), course.title.get(lang)),
    },
    FormatInfo {
        format: Format::Canvas,
        name: "canvas",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook-canvas.csv",
        write: lms::canvas,
    },
    FormatInfo {
        format: Format::Moodle,
        name: "moodle",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook-moodle.csv",
        write: lms::moodle,
    },
];

impl Format {
    const fn info(self) -> &'static FormatInfo {
        &FORMATS[self as usize]
    }

    /// All formats, the default one first.
    pub fn all() -> impl Iterator<Item = Self> {
        FORMATS.iter().map(|info| info.format)
    }

    /// The word of a query and of the command line.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// The format of this word.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|f| f.name() == name)
    }

    /// The first format that an `Accept` header names; CSV where it names none or anything will do.
    pub fn accepted(accept: &str) -> Self {
        let mut kinds = accept.split(',').filter_map(|part| part.split(';').next());
        let known = kinds.find_map(|kind| match kind.trim() {
            "*/*" | "text/*" => Some(Self::default()),
            kind => Self::all().find(|f| f.content_type().split(';').next() == Some(kind)),
        });
        known.unwrap_or_default()
    }

    /// The media type.
    pub const fn content_type(self) -> &'static str {
        self.info().content_type
    }

    /// The name that a browser saves the file under.
    pub const fn file_name(self) -> &'static str {
        self.info().file_name
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
        (self.info().write)(book, course, lang)
    }
}

#[cfg(test)]
mod tests;
