//! The gradebook as `.xlsx`: points are numbers, everything that a person typed is a string.

use super::ExportError;
use super::table::{Cell, Table};
use rust_xlsxwriter::{Format, Workbook};

/// One sheet, with its head frozen and a filter over it.
pub(super) fn write(table: &Table, title: &str) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let properties = rust_xlsxwriter::DocProperties::new().set_title(title);
    workbook.set_properties(&properties);
    let head = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name("gradebook")?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_column_width(1, 28)?;
    for (column, name) in (0_u16..).zip(&table.columns) {
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    for (line, row) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Text(text) => sheet.write_string(line, column, cell_text(text))?,
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
    let last_row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX - 1);
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    Ok(workbook.save_to_buffer()?)
}

/// A cell holds 32,767 characters at most; a longer name is cut rather than the whole table refused.
fn cell_text(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(32_000)
        .map_or(text.len(), |(n, _)| n);
    text.get(..end).unwrap_or(text)
}
