//! A sheet of an `.xlsx` workbook as a table. Nothing of a file is believed: what it inflates to is counted first, cells are read one
//! by one, and where a reader gives up the file is refused.

use super::columns::KEYS;
use super::head::with_head;
use super::rows::{COLUMNS, ROWS, Row, TableError, WRITTEN};
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetVisible, Xlsx};
use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most that the parts of a workbook may take when they are inflated, in bytes.
const INFLATED: u64 = 32 << 20;
/// The most parts.
const PARTS: usize = 500;
/// The most sheets that are looked at.
const SHEETS: usize = 20;
/// What a cell takes in a table that is written as text, beside what it says: quotes, and what parts it from the next.
const AROUND: usize = 3;

/// Reads the first sheet that has a column of people, else the first that has anything. A sheet that a spreadsheet hides is none that
/// anybody means.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<String>, Vec<Row>), TableError> {
    bounded(bytes)?;
    let sheets = || {
        let book = Xlsx::new(Cursor::new(bytes));
        let mut book = book.map_err(|_| TableError::Workbook)?;
        let sheets = book.sheets_metadata().iter();
        let seen = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible);
        let names: Vec<String> = seen.map(|sheet| sheet.name.clone()).take(SHEETS).collect();
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

/// The rows of a sheet that are not empty. A text that stands in the file once may be that of every cell, so what the cells say is
/// counted before any of it is taken.
fn rows(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<Row>, TableError> {
    let mut rows: Vec<Row> = Vec::new();
    let mut left = WRITTEN;
    let mut spend = |bytes: usize| {
        let rest = left.checked_sub(bytes);
        rest.map(|rest| left = rest).ok_or(TableError::TooLarge)
    };
    // A sheet of another kind, such as a chart, has no cells.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else {
        return Ok(rows);
    };
    while let Some(cell) = cells.next_cell().map_err(|_| TableError::Workbook)? {
        spend(length(cell.get_value()))?;
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
            let width = row.cells.len().max(column + 1);
            spend(AROUND * (width - row.cells.len()))?;
            row.cells.resize(width, String::new());
            row.cells[column] = text;
        }
    }
    Ok(rows)
}

/// How long the text of a cell is; other cells are as long as a number.
fn length(cell: &DataRef<'_>) -> usize {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.len()
        }
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

/// A cell as one reads it.
fn text(cell: &DataRef<'_>) -> String {
    let text = match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => decimal(*number),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(at) => date(at),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned()
}

/// A number as a spreadsheet shows it: to fifteen significant digits, which is as many as it counts with. What a formula leaves behind
/// them, 20.299999999999997 for 7.1 + 6.6 + 6.6, nobody has written. A whole number is written without a point.
fn decimal(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// A cell that the spreadsheet takes for a day, with the time of day where it has one; before the first day it is a time alone.
fn date(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if at.as_f64() < 1.0 {
        time
    } else if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date} {time}")
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;
    use crate::import::table::{TableError, read};
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
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
    fn a_hidden_sheet_is_not_read() {
        let mut book = Workbook::new();
        for (login, hidden) in [("zombie", true), ("anna", false)] {
            let sheet = book.add_worksheet();
            sheet.set_hidden(hidden).set_active(!hidden);
            sheet.write(0, 0, "login").unwrap();
            sheet.write(1, 0, login).unwrap();
        }
        let table = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(table.rows[0].cells, ["anna"]);
    }

    #[test]
    fn numbers_are_those_that_a_spreadsheet_shows_and_dates_are_dates() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, name) in ["login", "points", "date", "time"].into_iter().enumerate() {
            let column = u16::try_from(column).unwrap();
            sheet.write(0, column, name).unwrap();
        }
        sheet.write(1, 0, "anna").unwrap();
        let sum = Formula::new("=7.1+6.6+6.6").set_result("20.299999999999997");
        sheet.write(1, 1, sum).unwrap();
        let day = Format::new().set_num_format("dd.mm.yyyy");
        let date = ExcelDateTime::from_ymd(2026, 5, 20).unwrap();
        sheet.write_datetime_with_format(1, 2, &date, &day).unwrap();
        let time = Format::new().set_num_format("dd.mm.yyyy hh:mm");
        let noon = ExcelDateTime::from_ymd(2026, 5, 20).unwrap();
        let noon = noon.and_hms(12, 30, 0).unwrap();
        sheet
            .write_datetime_with_format(1, 3, &noon, &time)
            .unwrap();
        let table = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(
            table.rows[0].cells.join(";"),
            "anna;20.3;2026-05-20;2026-05-20 12:30:00"
        );
        for (number, shown) in [
            (0.1 + 0.2, "0.3"),
            (20.5, "20.5"),
            (-0.0005, "-0.0005"),
            (1_234_567_890_123_456.0, "1234567890123460"),
            (0.0, "0"),
        ] {
            assert_eq!(decimal(number), shown);
        }
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

    #[test]
    fn a_text_that_every_cell_says_is_counted_for_each() {
        let said = |text: &str, rows: u32| {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            sheet.write(0, 0, "login").unwrap();
            for row in 1..=rows {
                sheet.write(row, 0, text).unwrap();
            }
            book.save_to_buffer().unwrap()
        };
        // A text is in the file once.
        let (long, spaces) = ("a".repeat(30_000), " ".repeat(30_000));
        assert!(said(&long, 1_000).len() < 20_000);
        assert_eq!(read(&said(&long, 100)).unwrap().rows.len(), 100);
        assert_eq!(read(&said(&long, 1_000)), Err(TableError::TooLarge));
        assert_eq!(read(&said(&spaces, 1_000)), Err(TableError::TooLarge));
        // Cells that nobody wrote, up to the one that is far to the right.
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "login").unwrap();
        for row in 1..4_000 {
            sheet.write(row, 499, "x").unwrap();
        }
        let far = book.save_to_buffer().unwrap();
        assert_eq!(read(&far), Err(TableError::TooLarge));
    }
}
