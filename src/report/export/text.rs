//! Comma-separated values that a spreadsheet opens without running anything.

use super::{Cell, ExportError, Table};
use std::borrow::Cow;

/// A text that no spreadsheet takes for a formula: an apostrophe is put before a beginning that would make it one.
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A cell as text; numbers are exact decimals with a point.
pub(super) fn shown(cell: &Cell, excused: &str) -> String {
    match cell {
        Cell::Text(text) => harmless(text).into_owned(),
        Cell::Points(points) => points.to_string(),
        Cell::Grade(grade) => grade.to_string(),
        Cell::Nothing => String::new(),
        Cell::Excused => excused.to_owned(),
    }
}

/// The table as CSV.
pub(super) fn csv(table: &Table) -> Result<Vec<u8>, ExportError> {
    let rows = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| shown(cell, "excused")).collect());
    lines(&table.columns, rows)
}

/// A head and lines as CSV; the head is made harmless here, the cells already are.
pub(super) fn lines(
    columns: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, ExportError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(columns.iter().map(|name| harmless(name).into_owned()))?;
    for row in rows {
        out.write_record(row)?;
    }
    out.into_inner()
        .map_err(|e| ExportError::Buffer(e.to_string()))
}
