//! Comma-separated values that a spreadsheet opens without running anything.

use super::ExportError;
use super::table::{Cell, Table};
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

/// The table as CSV; where `excel` is wanted, as Excel opens it where a comma is decimal: with a point it would take half of the numbers
/// for days.
pub(super) fn csv(table: &Table, excel: bool) -> Result<Vec<u8>, ExportError> {
    let (mut out, decimal) = if excel {
        (spreadsheet::Table::for_excel(), ",")
    } else {
        (spreadsheet::Table::default(), ".")
    };
    out.row(&table.columns)?;
    for row in &table.rows {
        out.row(row.iter().map(|cell| shown(cell, decimal)))?;
    }
    Ok(out.into_bytes())
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
