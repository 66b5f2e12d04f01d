//! A sheet of an `.xlsx` workbook as a table. Nothing of a file is believed: what it inflates to is counted first, cells are read one
//! by one, and where a reader gives up the file is refused.

use super::columns::KEYS;
use super::rows::{COLUMNS, ROWS, Row, TableError, with_head};
use calamine::{DataRef, Reader as _, Xlsx};
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most that the parts of a workbook may take when they are inflated, in bytes.
const INFLATED: u64 = 32 << 20;
/// The most parts.
const PARTS: usize = 500;
/// The most sheets that are looked at.
const SHEETS: usize = 20;

/// Reads the first sheet that has a column of people, else the first that has anything.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<Row>), TableError> {
    bounded(bytes)?;
    let sheets = || {
        let book = Xlsx::new(Cursor::new(bytes));
        let mut book = book.map_err(|_| TableError::Workbook)?;
        let names: Vec<String> = book.sheet_names().into_iter().take(SHEETS).collect();
        let mut first = None;
        for name in names {
            let rows = rows(&mut book, &name)?;
            let Some((head, rows)) = with_head(rows) else {
                continue;
            };
            if KEYS.iter().any(|key| key.find(&head).is_some()) {
                return Ok((head, rows));
            }
            first.get_or_insert((head, rows));
        }
        first.ok_or(TableError::Empty)
    };
    // The reader is somebody else's, and the file anybody's.
    catch_unwind(AssertUnwindSafe(sheets)).unwrap_or(Err(TableError::Workbook))
}

/// That the file inflates to no more than it may.
fn bounded(bytes: &[u8]) -> Result<(), TableError> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes));
    let mut archive = archive.map_err(|_| TableError::Workbook)?;
    if archive.len() > PARTS {
        return Err(TableError::Workbook);
    }
    let mut left = INFLATED;
    for part in 0..archive.len() {
        let file = archive.by_index(part).map_err(|_| TableError::Workbook)?;
        let mut file = file.take(left + 1);
        let took = std::io::copy(&mut file, &mut std::io::sink());
        let took = took.map_err(|_| TableError::Workbook)?;
        left = left.checked_sub(took).ok_or(TableError::TooLarge)?;
    }
    Ok(())
}

/// The rows of a sheet that are not empty.
fn rows(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Row>, TableError> {
    let mut rows: Vec<Row> = Vec::new();
    // A sheet of another kind, such as a chart, has no cells.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else {
        return Ok(rows);
    };
    while let Some(cell) = cells.next_cell().map_err(|_| TableError::Workbook)? {
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= COLUMNS {
            return Err(TableError::TooManyColumns);
        }
        let line = u64::from(row) + 1;
        if rows.last().is_none_or(|last| last.line != line) {
            if rows.last().is_some_and(|last| last.line > line) {
                return Err(TableError::Workbook);
            }
            if rows.len() > ROWS {
                return Err(TableError::TooManyRows);
            }
            rows.push(Row {
                line,
                cells: Vec::new(),
                is_broken: false,
            });
        }
        if let Some(row) = rows.last_mut() {
            row.cells
                .resize(row.cells.len().max(column + 1), String::new());
            row.cells[column] = text;
        }
    }
    Ok(rows)
}

/// A cell as one reads it.
fn text(cell: &DataRef<'_>) -> String {
    let text = match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        // A whole number is written without a point: the shortest text that is the same number.
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(date) => date.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use crate::import::table::{TableError, read};
    use rust_xlsxwriter::Workbook;
    use std::io::Write as _;

    #[test]
    fn the_sheet_of_people_is_read() {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "Notes").unwrap();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Группа 201").unwrap();
        for (column, name) in ["Логин", "ФИО", "Баллы", "Номер зачётной книжки"]
            .into_iter()
            .enumerate()
        {
            sheet
                .write(2, u16::try_from(column).unwrap(), name)
                .unwrap();
        }
        sheet.write(4, 0, "anna").unwrap();
        sheet.write(4, 1, " Анна ").unwrap();
        sheet.write(4, 2, 20.5).unwrap();
        sheet.write(4, 3, 1_234_567.0).unwrap();
        let table = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(table.head[0], "Логин");
        assert_eq!(table.rows.len(), 1);
        assert_eq!(
            (table.rows[0].line, table.rows[0].cells.join(";")),
            (5, "anna;Анна;20.5;1234567".to_owned())
        );
    }

    #[test]
    fn a_workbook_of_another_kind_is_refused() {
        let mut book = Workbook::new();
        book.add_worksheet();
        assert_eq!(
            read(&book.save_to_buffer().unwrap()),
            Err(TableError::Empty)
        );
        let sheet = book.add_worksheet();
        sheet.write(0, 600, "login").unwrap();
        assert_eq!(
            read(&book.save_to_buffer().unwrap()),
            Err(TableError::TooManyColumns)
        );
        // A few kilobytes that become fifty megabytes.
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("xl/workbook.xml", options).unwrap();
        zip.write_all(&vec![b' '; 50 << 20]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 100_000);
        assert_eq!(read(&bytes), Err(TableError::TooLarge));
    }
}
