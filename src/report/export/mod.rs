//! The gradebook as files: CSV, JSON, `.xlsx`, and CSV as Canvas and Moodle import it.

mod class;
mod column;
mod error;
mod json;
mod lms;
mod out;
mod table;
mod text;
mod wanted;
mod workbook;
mod writer;

use crate::store::Canvas;
use json::Json;
use l10n::Lang;
use lms::{ForCanvas, ForMoodle, Lines, Platform, file_name, survey};
use out::Out;
use serde::Deserialize;
use text::Csv;
use tokio::sync::mpsc::Sender;
use workbook::Sheet;
use writer::write_all;

pub use class::Class;
pub use error::ExportError;
pub use json::Document;
pub use out::Piece;
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
}

/// The gradebook on its way into a file.
#[derive(Clone, Debug)]
pub struct Export {
    /// The format.
    pub format: Format,
    /// What of it is wanted.
    pub wanted: Wanted,
    /// What is known of the course at Canvas.
    pub canvas: Canvas,
    /// The language of what has words in it.
    pub lang: Lang,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many students there are.
    pub students: usize,
    /// Cells of a file for a platform that have nothing in them: an import takes away what stands there.
    pub gaps: usize,
}

/// Every format, in the order of [`Format`].
const FORMATS: [FormatInfo; 5] = [
    FormatInfo {
        format: Format::Csv,
        name: "csv",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook.csv",
    },
    FormatInfo {
        format: Format::Json,
        name: "json",
        content_type: "application/json",
        file_name: "gradebook.json",
    },
    FormatInfo {
        format: Format::Xlsx,
        name: "xlsx",
        content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        file_name: "gradebook.xlsx",
    },
    FormatInfo {
        format: Format::Canvas,
        name: "canvas",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook-canvas.csv",
    },
    FormatInfo {
        format: Format::Moodle,
        name: "moodle",
        content_type: "text/csv; charset=utf-8",
        file_name: "gradebook-moodle.csv",
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

    /// The media type, without its parameters.
    pub fn media_type(self) -> &'static str {
        let kind = self.content_type();
        kind.split(';').next().unwrap_or(kind)
    }

    /// The media type.
    pub const fn content_type(self) -> &'static str {
        self.info().content_type
    }

    /// The name that a browser saves the file under.
    pub const fn file_name(self) -> &'static str {
        self.info().file_name
    }
}

impl Export {
    /// Whether it is an archive of a file a column.
    fn is_archive(&self) -> bool {
        matches!(self.format, Format::Canvas | Format::Moodle) && self.wanted.is_archive()
    }

    /// The name that a browser saves the file under.
    pub fn name(&self) -> String {
        let (stem, ending) = self.format.file_name().split_once('.').unwrap_or_default();
        let ending = if self.is_archive() { "zip" } else { ending };
        match self.wanted.items.as_slice() {
            [one] if self.format != Format::Json => format!("{stem}-{one}.{ending}"),
            _ => format!("{stem}.{ending}"),
        }
    }

    /// The media type.
    pub fn content_type(&self) -> &'static str {
        if self.is_archive() {
            "application/zip"
        } else {
            self.format.content_type()
        }
    }

    /// Writes the file piece by piece, and never more of it than somebody takes.
    ///
    /// # Errors
    /// When the database or a writer fails, or nobody takes it any more: then what was handed on is not the whole file.
    pub async fn write(
        &self,
        class: &Class<'_>,
        to: &Sender<Piece>,
    ) -> Result<Exported, ExportError> {
        let (course, wanted) = (class.course(), &self.wanted);
        let mut out = Out::file(to);
        let students = match self.format {
            Format::Csv => write_all(class, Csv::new(course, wanted)?, &mut out).await?,
            Format::Json => write_all(class, Json::new(course)?, &mut out).await?,
            Format::Xlsx => {
                let title = course.title.get(self.lang);
                write_all(class, Sheet::new(course, wanted, title)?, &mut out).await?
            }
            Format::Canvas => return self.for_platform(ForCanvas(&self.canvas), class, to).await,
            Format::Moodle => return self.for_platform(ForMoodle, class, to).await,
        };
        Ok(Exported { students, gaps: 0 })
    }

    async fn for_platform<P: Platform>(
        &self,
        platform: P,
        class: &Class<'_>,
        to: &Sender<Piece>,
    ) -> Result<Exported, ExportError> {
        let found = survey::<P>(class, &self.wanted).await?;
        let (mut out, files): (_, Vec<_>) = if self.is_archive() {
            (Out::archive(to), found.columns.chunks(1).collect())
        } else {
            (Out::file(to), vec![found.columns.as_slice()])
        };
        for columns in files {
            if let [column] = columns {
                out.begin(&file_name::<P>(column))?;
            }
            write_all(class, Lines::new(&platform, columns)?, &mut out).await?;
        }
        out.end().await?;
        Ok(Exported {
            students: found.students,
            gaps: found.gaps,
        })
    }
}

#[cfg(test)]
mod tests;
