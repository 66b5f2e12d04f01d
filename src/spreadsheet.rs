//! Tables as CSV that no spreadsheet runs anything of, whatever separator it splits them at.

use l10n::visible;
use std::borrow::Cow;

/// What spreadsheets split a line at: which one depends on the country, and on what is ticked in a dialogue.
const SEPARATORS: [char; 5] = [',', ';', '\t', '|', '\n'];
/// What makes a cell a formula at its beginning; some spreadsheets look past the width of a sign.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A text that no spreadsheet takes for a formula: an apostrophe is put before every beginning that would make it one.
pub fn harmless(text: &str) -> Cow<'_, str> {
    let shown = visible::lines(text);
    let begun = shown.starts_with(['\t', '\n']);
    if !begun && !shown.split(SEPARATORS).any(is_formula) {
        return shown;
    }
    let mut out = String::with_capacity(shown.len() + 8);
    if begun {
        out.push('\'');
    }
    for piece in shown.split_inclusive(SEPARATORS) {
        if is_formula(piece) {
            out.push('\'');
        }
        out.push_str(piece);
    }
    Cow::Owned(out)
}

/// The text that was made harmless: a list that came out of here comes back with the names that it had.
pub fn meant(cell: &str) -> Cow<'_, str> {
    let begun = cell
        .strip_prefix('\'')
        .filter(|rest| rest.starts_with(['\t', '\n']));
    let cell = begun.unwrap_or(cell);
    let plain = |piece| match str::strip_prefix(piece, '\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => piece,
    };
    let pieces = cell.split_inclusive(SEPARATORS);
    if pieces
        .clone()
        .all(|piece| plain(piece).len() == piece.len())
    {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(pieces.map(plain).collect())
}

/// Spreadsheets look past spaces, and past the quotes of a cell.
fn is_formula(piece: &str) -> bool {
    piece
        .trim_start_matches(|c: char| c.is_whitespace() || c == '"')
        .starts_with(FORMULA)
}

/// A table that is written row by row; every cell is made harmless on the way.
pub struct Table {
    bytes: Vec<u8>,
    separator: u8,
}

impl Default for Table {
    fn default() -> Self {
        Self::separated(b',')
    }
}

impl Table {
    /// A table whose cells stand between these.
    pub const fn separated(separator: u8) -> Self {
        Self {
            bytes: Vec::new(),
            separator,
        }
    }

    /// A table that Excel opens by itself where numbers have a decimal comma: between its cells stand semicolons, and a mark at its
    /// beginning tells the encoding.
    pub fn for_excel() -> Self {
        let mut table = Self::separated(b';');
        table.bytes.extend("\u{feff}".as_bytes());
        table
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When memory cannot be written to.
    pub fn row<T: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<(), csv::Error> {
        let harmless = |(place, cell): (usize, T)| match cell.as_ref() {
            // Moodle's word for no grade: alone in a cell it is no formula, and within a line nothing begins with it.
            "-" if place > 0 => "-".to_owned(),
            cell => harmless(cell).into_owned(),
        };
        let cells: Vec<String> = cells.into_iter().enumerate().map(harmless).collect();
        // Its own separator is what the writer looks out for; where another stands in a cell, the whole row is quoted. A decimal comma
        // between semicolons is a number, and stays one without quotes.
        let splits = |cell: &String| cell.contains(SEPARATORS) && !self.is_number(cell);
        let style = if cells.iter().any(splits) {
            csv::QuoteStyle::Always
        } else {
            csv::QuoteStyle::Necessary
        };
        let mut writer = csv::WriterBuilder::new()
            .quote_style(style)
            .delimiter(self.separator)
            .from_writer(&mut self.bytes);
        writer.write_record(&cells)?;
        writer.flush()?;
        Ok(())
    }

    /// Whether a cell is a number with a decimal comma, between other separators than commas.
    fn is_number(&self, cell: &str) -> bool {
        let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let parts = cell.split_once(',');
        self.separator != b',' && parts.is_some_and(|(whole, rest)| digits(whole) && digits(rest))
    }

    /// What was written since this was asked last.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// The table.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text() {
        for (text, cell) in [
            ("anna", "anna"),
            ("=1+1", "'=1+1"),
            ("\t=1", "'\t'=1"),
            (" \"=1", "' \"=1"),
            ("-x", "'-x"),
            ("@cmd", "'@cmd"),
            ("+7", "'+7"),
            ("a=1", "a=1"),
            ("＝1", "'＝1"),
            ("a;=1", "a;'=1"),
            ("a, ＋1|@x", "a,' ＋1|'@x"),
            ("Анна-Мария; student", "Анна-Мария; student"),
            ("two\nlines", "two\nlines"),
            ("two\r\n=lines", "two\\r\n'=lines"),
            ("a\u{202e}b", "a\\u{202e}b"),
        ] {
            assert_eq!(harmless(text), cell);
            assert_eq!(harmless(cell), cell, "twice is once");
            assert_eq!(meant(cell), visible::lines(text), "and back");
        }
        for plain in ["'anna", "O'Neil-Smith", "''=1", "a'=1"] {
            assert_eq!(meant(plain), plain, "nobody put that apostrophe there");
        }
    }

    #[test]
    fn rows_are_quoted_where_a_cell_could_be_split() {
        let mut table = Table::default();
        table.row(["login", "points"]).unwrap();
        table.row(["anna", "8.335"]).unwrap();
        table.row(["a;=1", "2"]).unwrap();
        let text = String::from_utf8(table.into_bytes()).unwrap();
        assert_eq!(text, "login,points\nanna,8.335\n\"a;'=1\",\"2\"\n");
    }

    #[test]
    fn excel_where_a_comma_is_decimal() {
        let mut table = Table::for_excel();
        table.row(["login", "points"]).unwrap();
        table.row(["anna", "8,335"]).unwrap();
        table.row(["a,=1", "2"]).unwrap();
        let text = String::from_utf8(table.into_bytes()).unwrap();
        assert_eq!(text, "\u{feff}login;points\nanna;8,335\n\"a,'=1\";\"2\"\n");
    }

    /// A line as a spreadsheet splits it that goes by quotes only where a cell begins with one.
    fn split(line: &str, separator: char) -> Vec<String> {
        let mut cells = vec![String::new()];
        let (mut quoted, mut begun) = (false, false);
        let mut letters = line.chars().peekable();
        while let Some(c) = letters.next() {
            let cell = cells.last_mut().unwrap();
            match c {
                '"' if quoted && letters.peek() == Some(&'"') => {
                    letters.next();
                    cell.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if !begun => (quoted, begun) = (true, true),
                c if c == separator && !quoted => {
                    cells.push(String::new());
                    begun = false;
                }
                c => {
                    begun = true;
                    cell.push(c);
                }
            }
        }
        cells
    }

    proptest! {
        #[test]
        fn what_is_written_comes_back_unchanged(
            names in proptest::collection::vec("[ab ;,|\"=+@＝＠-]{0,10}", 1..4),
            excel in proptest::bool::ANY,
        ) {
            let mut table = if excel { Table::for_excel() } else { Table::default() };
            table.row(["login", "name"]).unwrap();
            for name in &names {
                table.row(["anna", name]).unwrap();
            }
            let read = crate::import::table::read(&table.into_bytes()).unwrap();
            let read: Vec<_> = read.rows.iter().map(|row| row.cells[1].as_str()).collect();
            let names: Vec<_> = names.iter().map(|name| name.trim()).collect();
            prop_assert_eq!(read, names);
        }

        #[test]
        fn no_separator_leaves_a_formula(
            row in proptest::collection::vec("[ab ;,|\t\n\r\"'=+@＝＠\u{a0}-]{0,10}", 1..4),
        ) {
            let mut table = Table::default();
            table.row(&row).unwrap();
            let text = String::from_utf8(table.into_bytes()).unwrap();
            for separator in SEPARATORS {
                // A program that knows quotes across lines, and one that does not.
                for lines in [vec![text.as_str()], text.lines().collect()] {
                    for cell in lines.iter().flat_map(|line| split(line, separator)) {
                        let cell = cell.trim_start_matches(['\n', ' ', '\u{a0}']);
                        prop_assert!(cell.trim_end() == "-" || !cell.starts_with(FORMULA), "{row:?} is {text:?}, split at {separator:?}: {cell:?}");
                    }
                }
            }
            // Whoever reads it by the rules has every cell as it was made harmless.
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let read: Vec<String> = reader.records().next().unwrap().unwrap().iter().map(ToOwned::to_owned).collect();
            let kept = |(place, cell): (usize, &String)| {
                if cell == "-" && place > 0 { cell.clone() } else { harmless(cell).into_owned() }
            };
            let expected: Vec<String> = row.iter().enumerate().map(kept).collect();
            if expected != [""] {
                prop_assert_eq!(read, expected);
            }
        }
    }
}
