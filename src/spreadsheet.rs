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

/// Spreadsheets look past spaces, and past the quotes of a cell.
fn is_formula(piece: &str) -> bool {
    piece
        .trim_start_matches(|c: char| c.is_whitespace() || c == '"')
        .starts_with(FORMULA)
}

/// A table that is written row by row; every cell is made harmless on the way.
#[derive(Default)]
pub struct Table {
    bytes: Vec<u8>,
}

impl Table {
    /// Adds a row.
    ///
    /// # Errors
    /// When memory cannot be written to.
    pub fn row<T: AsRef<str>>(
        &mut self,
        cells: impl IntoIterator<Item = T>,
    ) -> Result<(), csv::Error> {
        let cells: Vec<String> = cells
            .into_iter()
            .map(|cell| harmless(cell.as_ref()).into_owned())
            .collect();
        // Commas are what the writer looks out for; where another separator stands in a cell, the whole row is quoted.
        let style = if cells.iter().any(|cell| cell.contains(SEPARATORS)) {
            csv::QuoteStyle::Always
        } else {
            csv::QuoteStyle::Necessary
        };
        let mut writer = csv::WriterBuilder::new()
            .quote_style(style)
            .from_writer(&mut self.bytes);
        writer.write_record(&cells)?;
        writer.flush()?;
        Ok(())
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
                        prop_assert!(!cell.starts_with(FORMULA), "{row:?} is {text:?}, split at {separator:?}: {cell:?}");
                    }
                }
            }
            // Whoever reads it by the rules has every cell as it was made harmless.
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let read: Vec<String> = reader.records().next().unwrap().unwrap().iter().map(ToOwned::to_owned).collect();
            let expected: Vec<String> = row.iter().map(|cell| harmless(cell).into_owned()).collect();
            if expected != [""] {
                prop_assert_eq!(read, expected);
            }
        }
    }
}
