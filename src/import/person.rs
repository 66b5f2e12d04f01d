//! What a row says of a person, and which rows are about nobody: those that platforms write for themselves.

use super::Why;
use super::class::Keys;
use super::columns::{Column, KEYS};
use super::table::{Needed, Row, Table, TableError};
use crate::store::Details;

/// The longest of what a list says of a person, in characters.
pub(super) const LONGEST: usize = 200;

/// Where the columns are.
#[derive(Debug)]
pub(super) struct Columns {
    login: Option<usize>,
    email: Option<usize>,
    student_id: Option<usize>,
    name: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    group: Option<usize>,
    role: Option<usize>,
    /// Whether names begin with the family name, as the name of their column says.
    family_first: bool,
}

impl Columns {
    /// Those of a table that has one by which people are known, and none twice.
    pub fn of(table: &Table) -> Result<Self, TableError> {
        let find = |column: Column| column.only(&table.head);
        if KEYS.iter().all(|key| key.find(&table.head).is_none()) {
            return Err(TableError::Column {
                needed: Needed::Login,
                found: table.head.clone(),
            });
        }
        let name = find(Column::Name)?;
        let head = name.and_then(|at| table.head.get(at));
        let family_first = head.is_some_and(|head| {
            let head = head.trim().to_lowercase();
            head.replace(['.', ' '], "").ends_with("фио") || head.starts_with("фамилия")
        });
        Ok(Self {
            login: find(Column::Login)?,
            email: find(Column::Email)?,
            student_id: find(Column::StudentId)?,
            name,
            first: find(Column::First)?,
            last: find(Column::Last)?,
            group: find(Column::Group)?,
            role: find(Column::Role)?,
            family_first,
        })
    }

    /// What the row knows the person by. Brightspace puts a `#` before what a spreadsheet would take for a number.
    pub fn keys<'r>(&self, row: &'r Row) -> Keys<'r> {
        let key = |column| match row.cell(column) {
            "-" | "–" | "—" => "",
            cell => cell.trim_start_matches('#'),
        };
        Keys {
            login: key(self.login),
            email: key(self.email),
            student_id: key(self.student_id),
        }
    }

    /// Whether a platform wrote the row for itself: the points possible, how grades are posted, averages, a student for trying out.
    pub fn is_of_platform(&self, row: &Row) -> bool {
        if row.is_broken {
            return false;
        }
        let name = row.cell(self.name).to_lowercase();
        let role = row.cell(self.role).to_lowercase();
        if name == "student, test" || role == "studentviewenrollment" {
            return true;
        }
        let keys = self.keys(row);
        if !(keys.login.is_empty() && keys.email.is_empty() && keys.student_id.is_empty()) {
            return false;
        }
        let first = row.cells.iter().find(|cell| !cell.is_empty());
        let first = first.map(|cell| cell.to_lowercase()).unwrap_or_default();
        let own = [
            "date",
            "points",
            "class average",
            "average",
            "дата",
            "баллы",
            "средний балл",
        ];
        let is_posting = |cell: &String| cell.to_lowercase() == "manual posting";
        first.starts_with("points possible")
            || own.contains(&first.as_str())
            || name == "test student"
            || row.cells.iter().any(is_posting)
    }

    /// The name, and the family name in it where the list says which it is.
    pub fn name(&self, row: &Row) -> Result<(String, String), Why> {
        let whole = row.cell(self.name);
        let (name, family) = if whole.is_empty() {
            let (first, last) = (row.cell(self.first), row.cell(self.last));
            (format!("{first} {last}"), last)
        } else if let Some((last, first)) = whole.split_once(", ") {
            // Canvas: "Smirnova, Anna".
            (format!("{first} {last}"), last)
        } else if self.family_first && whole.contains(' ') {
            (
                whole.to_owned(),
                whole.split(' ').next().unwrap_or_default(),
            )
        } else {
            (whole.to_owned(), row.cell(self.last))
        };
        let name = plain(&name);
        if name.chars().count() > LONGEST {
            return Err(Why::LongName);
        }
        Ok((name, plain(family)))
    }

    /// What else the row says.
    pub fn details(&self, row: &Row, family_name: String) -> Result<Details, Why> {
        let keys = self.keys(row);
        let is_address = |text: &&str| Details::is_address(text.trim());
        let email = Some(keys.email).filter(is_address);
        let email = email.or(Some(keys.login).filter(is_address));
        let details = Details {
            family_name,
            email: plain(email.unwrap_or_default()),
            student_id: plain(keys.student_id),
            group: plain(row.cell(self.group)),
        };
        if is_rounded(&details.student_id) {
            return Err(Why::RoundedNumber(details.student_id));
        }
        let all = [&details.email, &details.student_id, &details.group];
        if all.iter().any(|text| text.chars().count() > LONGEST) {
            return Err(Why::LongDetail);
        }
        Ok(details)
    }

    /// The word for the role; empty where there is none.
    pub fn role<'r>(&self, row: &'r Row) -> &'r str {
        row.cell(self.role)
    }
}

/// Whether a spreadsheet has made a power of ten of a long number, and lost its last digits: `1,23457E+11`.
fn is_rounded(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let upper = number.to_uppercase();
    upper.split_once("E+").is_some_and(|(mantissa, exponent)| {
        let (whole, rest) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
        whole.len() == 1 && digits(whole) && digits(rest) && digits(exponent)
    })
}

/// Words with one space between them.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<_> = words.filter(|w| !w.is_empty()).collect();
    words.join(" ")
}
