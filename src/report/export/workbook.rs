//! The gradebook as `.xlsx`: points are numbers, everything that a person typed is a string.
//!
//! The sheet is written into a temporary file, row by row, and so is the whole workbook, since what stands first in it is known last.

use super::ExportError;
use super::table::{Cell, heads, row};
use super::wanted::Wanted;
use super::writer::Writer;
use crate::course::Course;
use crate::report::gradebook::Gradebook;
use rust_xlsxwriter::{Format, Workbook};
use std::fs::File;
use std::io::{Read as _, Seek as _};

/// How much of the workbook is handed on at once.
const PIECE: u64 = 256 * 1024;

/// One sheet, with its head frozen and a filter over it.
pub(super) struct Sheet<'a> {
    workbook: Workbook,
    wanted: &'a Wanted,
    columns: u16,
    line: u32,
    /// The workbook, once it is whole.
    file: Option<File>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        course: &Course,
        wanted: &'a Wanted,
        title: &str,
    ) -> Result<Self, ExportError> {
        let mut workbook = Workbook::new();
        let properties = rust_xlsxwriter::DocProperties::new().set_title(title);
        workbook.set_properties(&properties);
        let head = Format::new().set_bold();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name("gradebook")?;
        sheet.set_freeze_panes(1, 2)?;
        sheet.set_column_width(1, 28)?;
        let mut columns = 0;
        for name in heads(course, wanted) {
            sheet.write_string_with_format(0, columns, name, &head)?;
            columns += 1;
        }
        Ok(Self {
            workbook,
            wanted,
            columns,
            line: 0,
            file: None,
        })
    }

    /// Ends the workbook: the file that it is in.
    fn finish(&mut self) -> Result<File, ExportError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        sheet.autofilter(0, 0, self.line, self.columns.saturating_sub(1))?;
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        file.rewind()?;
        Ok(file)
    }
}

impl Writer for Sheet<'_> {
    fn rows(&mut self, part: &Gradebook) -> Result<Vec<u8>, ExportError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for student in &part.students {
            self.line += 1;
            for (column, cell) in (0_u16..).zip(row(student, self.wanted)) {
                let line = self.line;
                match cell {
                    Cell::Text(text) => sheet.write_string(line, column, cell_text(&text))?,
                    // A thousandth is read back as itself: a double has sixteen digits.
                    Cell::Points(points) => {
                        sheet.write_number(line, column, points.thousandths() as f64 / 1000.0)?
                    }
                    Cell::Grade(grade) => match grade.to_string().parse::<f64>() {
                        Ok(number) => sheet.write_number(line, column, number)?,
                        // A fraction that no decimal says exactly.
                        Err(_) => sheet.write_string(line, column, grade.to_string())?,
                    },
                    Cell::Nothing => continue,
                    Cell::Excused => sheet.write_string(line, column, "excused")?,
                };
            }
        }
        Ok(Vec::new())
    }

    fn end(&mut self) -> Result<Vec<u8>, ExportError> {
        let file = if let Some(file) = &mut self.file {
            file
        } else {
            let file = self.finish()?;
            self.file.insert(file)
        };
        let mut bytes = Vec::new();
        file.take(PIECE).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// A cell holds 32,767 characters at most; a longer name is cut rather than the whole table refused.
fn cell_text(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(32_000)
        .map_or(text.len(), |(n, _)| n);
    text.get(..end).unwrap_or(text)
}
