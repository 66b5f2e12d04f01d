//! Comma-separated values that a spreadsheet opens without running anything.

use super::ExportError;
use super::table::{Cell, Table};
use crate::spreadsheet;

/// A cell as text; numbers are exact decimals with a point.
pub(super) fn shown(cell: &Cell, excused: &str) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
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

/// A head and lines as CSV.
pub(super) fn lines(
    columns: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, ExportError> {
    let mut out = spreadsheet::Table::default();
    out.row(columns)?;
    for row in rows {
        out.row(row)?;
    }
    Ok(out.into_bytes())
}
