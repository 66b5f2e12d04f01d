//! A table of text, as Canvas, Moodle, Excel, LibreOffice and Google write it.

use super::columns::KEYS;
use super::records::{Cells, Record, records, salvaged};
use super::workbook;
use crate::l10n::{Arg, Explain, Message};
use crate::message;
use encoding_rs::{Encoding, WINDOWS_1251};

/// The largest file, in bytes.
pub const LARGEST: usize = 1024 * 1024;
/// What the largest file can become as UTF-8 with commas and quotes: a letter of one byte takes up to three, and a browser ends lines with two.
pub const WRITTEN: usize = 4 * LARGEST;
/// The most rows.
pub(super) const ROWS: usize = 5000;
/// The most columns; an export of a gradebook has one an assignment.
pub(super) const COLUMNS: usize = 500;

/// Within how many rows the head is looked for: a title or a date may stand above it.
const ABOVE: usize = 10;

/// A table with a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub head: Vec<String>,
    /// The rows that are not empty.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins.
    pub line: u64,
    /// Its cells, trimmed.
    pub cells: Vec<String>,
    /// Whether a quote of its line is not closed; then the cells are what could be made out.
    pub is_broken: bool,
}

impl Row {
    /// The cell of a column; empty where the row is short.
    pub fn cell(&self, column: Option<usize>) -> &str {
        column
            .and_then(|n| self.cells.get(n))
            .map_or("", String::as_str)
    }
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// Larger than [`LARGEST`].
    TooLarge,
    /// More than the most rows.
    TooManyRows,
    /// More than the most columns.
    TooManyColumns,
    /// Nothing in it.
    Empty,
    /// A workbook that cannot be read, or an archive.
    Workbook,
    /// No text.
    NotText,
    /// A row that cannot be read.
    Row(u64),
    /// A column that is needed is not there.
    Column {
        /// Which.
        needed: Needed,
        /// Those that were found.
        found: Vec<String>,
    },
}

impl Explain for TableError {
    fn message(&self) -> Message {
        match self {
            Self::TooLarge => message!("import-too-large", most = LARGEST / 1024),
            Self::TooManyRows => message!("import-rows", most = ROWS),
            Self::TooManyColumns => message!("import-columns", most = COLUMNS),
            Self::Empty => message!("import-empty"),
            Self::Workbook => message!("import-workbook"),
            Self::NotText => message!("import-not-text"),
            Self::Row(line) => message!("import-row", line = *line),
            Self::Column { needed, found } => {
                let shown = |name: &String| name.chars().take(40).collect::<String>();
                let found = Arg::list(found.iter().take(12).map(shown));
                match needed {
                    Needed::Login => message!("import-no-login", found = found),
                    Needed::Points => message!("import-no-points", found = found),
                }
            }
        }
    }
}

/// A column without which a list is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// Logins, e-mail addresses or student numbers.
    Login,
    /// The points of the exam.
    Points,
}

/// Reads a table: an `.xlsx` workbook, or text with the encoding by its mark, else UTF-8, else Windows-1251, and the separator by the
/// first line. What stands above the head is passed over.
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

fn read_up_to(most: usize, bytes: &[u8], cells: Cells) -> Result<Table, TableError> {
    if bytes.len() > most {
        return Err(TableError::TooLarge);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let (head, rows) = workbook::read(bytes)?;
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
    for (line, record) in records(text, separator, cells) {
        let line = line + skipped;
        let (cells, is_broken) = match record {
            Record::Whole(text) => (split(text, separator).ok_or(TableError::Row(line))?, false),
            Record::Broken(text) => (salvaged(text, separator), true),
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

/// The head, and the rows under it: the first of the upper rows that names a column of people, else the first of all.
pub(super) fn with_head(mut rows: Vec<Row>) -> Option<(Vec<String>, Vec<Row>)> {
    let names = |row: &Row| !row.is_broken && KEYS.iter().any(|key| key.find(&row.cells).is_some());
    let at = rows.iter().take(ABOVE).position(names).unwrap_or(0);
    if rows.is_empty() {
        return None;
    }
    let rest = rows.split_off(at + 1);
    rows.pop().map(|head| (head.cells, rest))
}

fn decode(bytes: &[u8]) -> Result<String, TableError> {
    let text = match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, mark)), _) => {
            let body = bytes.get(mark..).unwrap_or_default();
            let (text, broken) = encoding.decode_without_bom_handling(body);
            if broken {
                return Err(TableError::NotText);
            }
            text.into_owned()
        }
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => WINDOWS_1251
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    };
    if text.contains('\0') {
        return Err(TableError::NotText);
    }
    Ok(text)
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
    use crate::l10n::Lang;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let table = read(bytes).unwrap();
        std::iter::once(table.head)
            .chain(table.rows.into_iter().map(|r| r.cells))
            .collect()
    }

    #[test]
    fn separators_marks_and_encodings() {
        let expected = [["login", "имя"], ["anna", "Анна, А"]];
        let (cp, _, _) = WINDOWS_1251.encode("login;имя\r\nanna;Анна, А\r\n");
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
            &utf16,
        ] {
            assert_eq!(cells(file), expected, "{}", String::from_utf8_lossy(file));
        }
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
