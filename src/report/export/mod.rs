//! The gradebook as files: CSV, JSON, `.xlsx`, and CSV as Canvas and Moodle import it.

mod column;
mod error;
mod json;
mod lms;
mod table;
mod text;
mod wanted;
mod workbook;

use super::gradebook::Gradebook;
use crate::course::Course;
use crate::store::Canvas;
use l10n::Lang;
use lms::{ForCanvas, ForMoodle};
use serde::Deserialize;
use table::table;

pub use error::ExportError;
pub use json::Document;
pub use wanted::{EXAM, Wanted};

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
    write: fn(&Gradebook, &Course, &How<'_>) -> Result<Vec<u8>, ExportError>,
}

/// What a writer goes by.
struct How<'a> {
    wanted: &'a Wanted,
    canvas: &'a Canvas,
    lang: Lang,
}

/// The gradebook as a file.
pub struct Exported {
    /// The name that a browser saves it under.
    pub name: String,
    /// The media type.
    pub content_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Every format, in the order of [`Format`].
const FORMATS: [FormatInfo; 5] = [
    FormatInfo {
        format: Format::Csv,
        name: "csv",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook.csv",
        write: |book, course, how| text::csv(&table(book, course, how.wanted), how.wanted.excel),
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
        write: |book, course, how| {
            let title = course.title.get(how.lang);
            workbook::write(&table(book, course, how.wanted), title)
        },
    },
    FormatInfo {
        format: Format::Canvas,
        name: "canvas",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook-canvas.csv",
        write: |book, course, how| lms::write(&ForCanvas(how.canvas), book, course, how.wanted),
    },
    FormatInfo {
        format: Format::Moodle,
        name: "moodle",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook-moodle.csv",
        write: |book, course, how| lms::write(&ForMoodle, book, course, how.wanted),
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

    /// Cells of a file for a platform that have nothing in them: an import takes away what stands there.
    pub fn gaps(self, book: &Gradebook, course: &Course, wanted: &Wanted) -> usize {
        match self {
            _ if wanted.is_archive() => 0,
            Self::Canvas => lms::gaps::<ForCanvas<'_>>(book, course, wanted),
            Self::Moodle => lms::gaps::<ForMoodle>(book, course, wanted),
            Self::Csv | Self::Json | Self::Xlsx => 0,
        }
    }

    /// The gradebook in this format. `canvas` is what is known of the course there.
    ///
    /// # Errors
    /// When a writer fails: never for want of content.
    pub fn write(
        self,
        book: &Gradebook,
        course: &Course,
        wanted: &Wanted,
        canvas: &Canvas,
        lang: Lang,
    ) -> Result<Exported, ExportError> {
        let how = How {
            wanted,
            canvas,
            lang,
        };
        let bytes = (self.info().write)(book, course, &how)?;
        let (stem, ending) = self.file_name().split_once('.').unwrap_or_default();
        let of_platform = matches!(self, Self::Canvas | Self::Moodle);
        let (ending, content_type) = if of_platform && wanted.is_archive() {
            ("zip", "application/zip")
        } else {
            (ending, self.content_type())
        };
        let name = match wanted.items.as_slice() {
            [one] if self != Self::Json => format!("{stem}-{one}.{ending}"),
            _ => format!("{stem}.{ending}"),
        };
        Ok(Exported {
            name,
            content_type,
            bytes,
        })
    }
}

#[cfg(test)]
mod tests;
