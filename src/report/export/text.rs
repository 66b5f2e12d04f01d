//! Comma-separated values that a spreadsheet opens without running anything.

use super::ExportError;
use super::table::{Cell, heads, row};
use super::wanted::Wanted;
use super::writer::Writer;
use crate::course::Course;
use crate::report::gradebook::Gradebook;
use crate::spreadsheet;

/// A cell as text; numbers are exact decimals.
fn shown(cell: &Cell, decimal: &str) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Points(points) => points.to_string().replace('.', decimal),
        Cell::Grade(grade) => grade.to_string().replace('.', decimal),
        Cell::Nothing => String::new(),
        Cell::Excused => "excused".to_owned(),
    }
}

/// The table as CSV; where Excel is wanted, as Excel opens it where a comma is decimal: with a point it would take half of the numbers
/// for days.
pub(super) struct Csv<'a> {
    out: spreadsheet::Table,
    decimal: &'static str,
    wanted: &'a Wanted,
}

impl<'a> Csv<'a> {
    pub(super) fn new(course: &Course, wanted: &'a Wanted) -> Result<Self, ExportError> {
        let (mut out, decimal) = if wanted.excel {
            (spreadsheet::Table::for_excel(), ",")
        } else {
            (spreadsheet::Table::default(), ".")
        };
        out.row(heads(course, wanted))?;
        Ok(Self {
            out,
            decimal,
            wanted,
        })
    }
}

impl Writer for Csv<'_> {
    fn rows(&mut self, part: &Gradebook) -> Result<Vec<u8>, ExportError> {
        for student in &part.students {
            let row = row(student, self.wanted);
            self.out
                .row(row.iter().map(|cell| shown(cell, self.decimal)))?;
        }
        Ok(self.out.take())
    }

    fn end(&mut self) -> Result<Vec<u8>, ExportError> {
        Ok(self.out.take())
    }
}
