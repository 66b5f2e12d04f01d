//! The roster: who is new, who changes, who is gone, which rows are refused and why.

use super::columns::Column;
use super::table::{Needed, Row, Table, TableError};
use super::{Refused, Why};
use crate::store::{NewUser, Role, User};
use std::collections::{HashMap, HashSet};

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// One person of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The login.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// The role.
    pub role: Role,
}

/// Somebody whose row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// As it is.
    pub before: User,
    /// As it will be, active.
    pub after: Entry,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// People to be added.
    pub new: Vec<Entry>,
    /// People whose name, role or activity changes.
    pub changed: Vec<Changed>,
    /// How many stay as they are.
    pub same: usize,
    /// Active students who are not in the file.
    pub gone: Vec<User>,
    /// Rows that are left out.
    pub refused: Vec<Refused>,
}

impl Plan {
    /// Everybody who is added or changed, as they are to be.
    pub fn people(&self) -> Vec<NewUser<'_>> {
        let entries = self.new.iter().chain(self.changed.iter().map(|c| &c.after));
        entries
            .map(|e| NewUser {
                login: &e.login,
                name: &e.name,
                role: e.role,
            })
            .collect()
    }
}

/// Whether a text can be a login: it goes into URLs and file names.
pub fn is_login(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    text.len() <= 64
        && text.chars().all(allowed)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Compares a table with the people there are. `actor` is whoever asks: only an owner gives or takes a role above student.
///
/// # Errors
/// When the table has no column of logins or e-mail addresses.
pub fn plan(table: &Table, people: &[User], actor: Role) -> Result<Plan, TableError> {
    let columns = Columns::of(table)?;
    // A login is the same in any case: two people who differ in case alone are one who was typed twice.
    let known: HashMap<String, &User> =
        people.iter().map(|u| (u.login.to_lowercase(), u)).collect();
    let mut plan = Plan::default();
    let mut seen: HashMap<String, u64> = HashMap::new();
    // Whoever is in the file is not gone, also where the row is refused.
    let mut present: HashSet<String> = HashSet::new();
    for row in &table.rows {
        if columns.is_no_person(row) {
            continue;
        }
        let login = columns.login(row).to_owned();
        let key = login.to_lowercase();
        let before = known.get(&key).copied();
        present.insert(key.clone());
        let checked = match seen.get(&key) {
            Some(line) if !login.is_empty() => Err(Why::Twice(*line)),
            _ => columns.entry(row, before, actor),
        };
        match checked {
            Err(why) => plan.refused.push(Refused {
                line: row.line,
                login: login.chars().take(64).collect(),
                why,
            }),
            Ok(entry) => {
                seen.insert(key, row.line);
                match before {
                    None => plan.new.push(entry),
                    Some(user)
                        if user.name == entry.name && user.role == entry.role && user.active =>
                    {
                        plan.same += 1;
                    }
                    Some(user) => plan.changed.push(Changed {
                        before: user.clone(),
                        after: entry,
                    }),
                }
            }
        }
    }
    let gone = people
        .iter()
        .filter(|u| u.role == Role::Student && u.active)
        .filter(|u| !present.contains(&u.login.to_lowercase()));
    plan.gone = gone.cloned().collect();
    Ok(plan)
}

/// Where the columns are.
struct Columns {
    login: Option<usize>,
    email: Option<usize>,
    name: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    role: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Result<Self, TableError> {
        let find = |column: Column| column.find(&table.head);
        let columns = Self {
            login: find(Column::Login),
            email: find(Column::Email),
            name: find(Column::Name),
            first: find(Column::First),
            last: find(Column::Last),
            role: find(Column::Role),
        };
        if columns.login.is_none() && columns.email.is_none() {
            return Err(TableError::Column {
                needed: Needed::Login,
                found: table.head.clone(),
            });
        }
        Ok(columns)
    }

    fn login<'a>(&self, row: &'a Row) -> &'a str {
        match row.cell(self.login) {
            "" => row.cell(self.email),
            login => login,
        }
    }

    /// Canvas writes the points possible into a row of its own, without a login.
    fn is_no_person(&self, row: &Row) -> bool {
        self.login(row).is_empty()
            && row
                .cell(self.name)
                .to_lowercase()
                .starts_with("points possible")
    }

    fn name(&self, row: &Row) -> String {
        let whole = row.cell(self.name);
        let name = if whole.is_empty() {
            format!("{} {}", row.cell(self.first), row.cell(self.last))
        } else if let Some((last, first)) = whole.split_once(", ") {
            // Canvas: "Smirnova, Anna".
            format!("{first} {last}")
        } else {
            whole.to_owned()
        };
        let words = name.split(|c: char| c.is_whitespace() || c.is_control());
        let words: Vec<_> = words.filter(|w| !w.is_empty()).collect();
        words.join(" ")
    }

    fn entry(&self, row: &Row, before: Option<&User>, actor: Role) -> Result<Entry, Why> {
        let login = self.login(row);
        if login.is_empty() {
            return Err(Why::NoLogin);
        }
        if !is_login(login) {
            return Err(Why::BadLogin);
        }
        let name = match (self.name(row), before) {
            (name, _) if !name.is_empty() => name,
            (_, Some(user)) => user.name.clone(),
            (_, None) => login.to_owned(),
        };
        if name.chars().count() > LONGEST_NAME {
            return Err(Why::LongName);
        }
        let role = match row.cell(self.role) {
            // No role said: nobody is raised or lowered by it.
            "" => before.map_or(Role::Student, |u| u.role),
            text => role_of(text).ok_or_else(|| Why::UnknownRole(text.to_owned()))?,
        };
        let was = before.map_or(Role::Student, |u| u.role);
        let changes = before.is_none_or(|u| !u.active || u.name != name) || role != was;
        if changes && role.max(was) > Role::Student && actor < Role::Owner {
            return Err(Why::OwnersRole(role.max(was)));
        }
        let kept = before.map_or(login, |u| u.login.as_str());
        Ok(Entry {
            login: kept.to_owned(),
            name,
            role,
        })
    }
}

/// The role of a word, as people and platforms say it.
fn role_of(text: &str) -> Option<Role> {
    Some(match text.to_lowercase().as_str() {
        "student" | "learner" | "studentenrollment" | "студент" | "слушатель" => {
            Role::Student
        }
        "grader" | "ta" | "teaching assistant" | "taenrollment" | "проверяющий" | "ассистент" => {
            Role::Grader
        }
        "teacher" | "instructor" | "teacherenrollment" | "преподаватель" => {
            Role::Teacher
        }
        "owner" | "владелец" => Role::Owner,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
