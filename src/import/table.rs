//! A table of text, as Canvas, Moodle, Excel, LibreOffice and Google write it.

use super::columns::KEYS;
use super::encoding::decode;
use super::head::with_head;
use super::records::{Cells, Record, records, salvaged};
use super::rows::{ABOVE, COLUMNS, ROWS};
use super::workbook;
use crate::spreadsheet::meant;

pub use super::rows::{LARGEST, Needed, Row, Table, TableError, WRITTEN};

/// Reads a table: an `.xlsx` workbook, or text with the encoding by its mark, else UTF-8, else that of one byte a letter in which
/// its letters are likeliest, and the separator by the first line. What stands above the head is passed over.
///
/// # Errors
/// Why it is no table, or beyond a limit.
pub fn read(bytes: &[u8]) -> Result<Table, TableError> {
    read_up_to(LARGEST, bytes, Cells::Doubted)
}

/// Reads a table that was read and written before, when it may have grown.
///
/// # Errors
/// Why it is no table, or beyond a limit.
pub fn read_again(bytes: &[u8]) -> Result<Table, TableError> {
    read_up_to(WRITTEN, bytes, Cells::Trusted)
}

fn read_up_to(most: usize, bytes: &[u8], trust: Cells) -> Result<Table, TableError> {
    if bytes.len() > most {
        return Err(TableError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let (head, mut rows) = workbook::read(bytes)?;
        for row in &mut rows {
            row.cells = as_meant(std::mem::take(&mut row.cells));
        }
        return Ok(Table { head, rows });
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(TableError::Workbook);
    }
    // A line may end in any of three ways; its number goes by one.
    let text = decode(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    let (text, skipped) = without_hint(&text);
    let separator = separator(text);
    let mut rows = Vec::new();
    for (line, record) in records(text, separator, trust) {
        let line = line + skipped;
        let (cells, is_broken) = match record {
            Record::Whole(text) => (split(text, separator).ok_or(TableError::Row(line))?, false),
            Record::Broken(text) => (salvaged(text, separator), true),
        };
        let cells = match trust {
            Cells::Doubted => as_meant(cells),
            Cells::Trusted => cells,
        };
        if cells.len() > COLUMNS {
            return Err(TableError::TooManyColumns);
        }
        if cells.iter().all(String::is_empty) && !is_broken {
            continue;
        }
        // One more than the rows: the head.
        if rows.len() > ROWS {
            return Err(TableError::TooManyRows);
        }
        rows.push(Row {
            line,
            cells,
            is_broken,
        });
    }
    let (head, rows) = with_head(rows).ok_or(TableError::Empty)?;
    Ok(Table { head, rows })
}

/// The cells without the apostrophes that keep a spreadsheet from taking one for a formula: our own lists have them, and those of others.
fn as_meant(cells: Vec<String>) -> Vec<String> {
    let plain = |cell: String| meant(&cell).trim().to_owned();
    cells.into_iter().map(plain).collect()
}

/// The cells of one record.
fn split(record: &str, separator: u8) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(record.as_bytes());
    let cells = reader.records().next()?.ok()?;
    Some(cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

/// Excel may be told the separator in a first line of its own, `sep=;`, which is no row.
fn without_hint(text: &str) -> (&str, u64) {
    let first = text.lines().next().unwrap_or_default();
    if first.len() == 5 && first.to_ascii_lowercase().starts_with("sep=") {
        let rest = text.get(first.len()..).unwrap_or_default();
        (rest.trim_start_matches(['\r', '\n']), 1)
    } else {
        (text, 0)
    }
}

/// The separator with which one of the upper lines names a column of people; else the one that the first line has most of.
fn separator(text: &str) -> u8 {
    let first = commonest(text);
    let upper = text.split_inclusive('\n').take(2 * ABOVE).map(str::len);
    let upper = text.get(..upper.sum()).unwrap_or(text);
    let names = |separator: &u8| {
        let records = records(upper, *separator, Cells::Doubted);
        let mut whole = records.iter().filter_map(|(_, record)| match record {
            Record::Whole(text) => split(text, *separator),
            Record::Broken(_) => None,
        });
        whole.any(|cells| KEYS.iter().any(|key| key.find(&cells).is_some()))
    };
    let all = [first, b',', b';', b'\t'];
    all.into_iter().find(names).unwrap_or(first)
}

/// Of comma, semicolon and tab the one that the first line has most of, outside quotes.
fn commonest(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                for (separator, count) in &mut counts {
                    *count += usize::from(*separator == byte);
                }
            }
        }
    }
    // Of equals the first.
    let mut best = counts[0];
    for candidate in counts {
        if candidate.1 > best.1 {
            best = candidate;
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::{Explain as _, Lang};

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let table = read(bytes).unwrap();
        std::iter::once(table.head)
            .chain(table.rows.into_iter().map(|r| r.cells))
            .collect()
    }

    #[test]
    fn separators_marks_and_encodings() {
        let expected = [["login", "имя"], ["anna", "Анна, А"]];
        let (cp, _, _) = encoding_rs::WINDOWS_1251.encode("login;имя\r\nanna;Анна, А\r\n");
        let dos = b"login;\xa8\xac\xef\r\nanna;\x80\xad\xad\xa0, \x80\r\n";
        let mac = b"login;\xe8\xec\xdf\ranna;\x80\xed\xed\xe0, \x80\r";
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(
                "login\tимя\nanna\tАнна, А"
                    .encode_utf16()
                    .flat_map(u16::to_le_bytes),
            )
            .collect();
        for file in [
            "login,имя\nanna,\"Анна, А\"".as_bytes(),
            "\u{feff}login;имя\r\nanna;Анна, А\r\n\r\n".as_bytes(),
            "sep=;\nlogin;имя\nanna;Анна, А\n;\n".as_bytes(),
            "login\tимя\n  anna \tАнна, А".as_bytes(),
            &cp,
            dos,
            mac,
            &utf16,
        ] {
            assert_eq!(cells(file), expected, "{}", String::from_utf8_lossy(file));
        }
    }

    #[test]
    fn what_keeps_a_spreadsheet_from_running_a_name_is_no_part_of_it() {
        let file = b"login,name\nanna,\"'=Evil\"\nboris,'-B\nvera,'V\n";
        let read = [
            ["login", "name"],
            ["anna", "=Evil"],
            ["boris", "-B"],
            ["vera", "'V"],
        ];
        assert_eq!(cells(file), read);
        // What was read is not read in another way.
        let again = read_again(b"login,name\nanna,'=Evil\n").unwrap();
        assert_eq!(again.rows[0].cells, ["anna", "'=Evil"]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let table = read(b"sep=,\nlogin,name\n\nanna,\"A\nB\"\nboris,B\n").unwrap();
        let lines: Vec<_> = table.rows.iter().map(|r| r.line).collect();
        assert_eq!(lines, [4, 6]);
    }

    #[test]
    fn what_is_no_table_says_why() {
        let many = "a\n".repeat(ROWS + 2);
        let wide = ",".repeat(COLUMNS);
        for (file, error) in [
            (Vec::new(), TableError::Empty),
            (b"\n , \n".to_vec(), TableError::Empty),
            (b"PK\x03\x04rest".to_vec(), TableError::Workbook),
            (b"\xd0\xcf\x11\xe0".to_vec(), TableError::Workbook),
            (b"login\0name".to_vec(), TableError::NotText),
            (vec![b'a'; LARGEST + 1], TableError::TooLarge),
            (many.into_bytes(), TableError::TooManyRows),
            (wide.into_bytes(), TableError::TooManyColumns),
        ] {
            let found = read(&file).unwrap_err();
            assert_eq!(found, error);
            for lang in Lang::ALL {
                assert!(!found.explain(lang).starts_with("import-"), "{found:?}");
            }
        }
        assert!(read("a\n".repeat(ROWS + 1).as_bytes()).is_ok());
    }
}
