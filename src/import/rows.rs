//! A table with a head: what is read of any file of rows, and why a file is none.

use l10n::{Arg, Explain, Message, message};

/// The largest file, in bytes.
pub const LARGEST: usize = 1024 * 1024;
/// What the largest file can become as UTF-8 with commas and quotes: a letter of one byte takes up to three, and a browser ends lines with two.
pub const WRITTEN: usize = 4 * LARGEST;
/// The most rows.
pub(super) const ROWS: usize = 5000;
/// The most columns; an export of a gradebook has one an assignment.
pub(super) const COLUMNS: usize = 500;

/// Within how many rows the head is looked for: a title or a date may stand above it.
pub(super) const ABOVE: usize = 10;

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
    /// A column of this name stands there twice.
    Twice(String),
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
        let shown = |name: &String| name.chars().take(40).collect::<String>();
        match self {
            Self::TooLarge => message!("import-too-large", most = LARGEST / 1024),
            Self::TooManyRows => message!("import-rows", most = ROWS),
            Self::TooManyColumns => message!("import-columns", most = COLUMNS),
            Self::Empty => message!("import-empty"),
            Self::Workbook => message!("import-workbook"),
            Self::NotText => message!("import-not-text"),
            Self::Row(line) => message!("import-row", line = *line),
            Self::Twice(name) => message!("import-column-twice", name = shown(name)),
            Self::Column { needed, found } => {
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
