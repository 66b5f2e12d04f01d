//! The roster: who is new, who changes, who is gone, which rows are refused and why.

use super::class::{Class, Keys, words};
use super::person::Columns;
use super::table::{Row, Table, TableError};
use super::{Refused, Why};
use crate::ids::UserId;
use crate::store::{Details, Listed, NewUser, Role, User};
use std::collections::{HashMap, HashSet};

/// One person of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The login.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// The role.
    pub role: Role,
    /// What else is known of the person, with what the file adds to it.
    pub details: Details,
}

/// Somebody whose row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// As it is.
    pub before: User,
    /// As it will be, active.
    pub after: Entry,
}

/// Somebody whom the file knows by another login, and who keeps their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherLogin {
    /// The login of the file.
    pub listed: String,
    /// The person's.
    pub kept: String,
}

/// What is made of a row that nobody there is by its keys, where somebody without a row bears its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Namesakes {
    /// It is left out until somebody decides.
    #[default]
    Ask,
    /// It is the same person by other keys.
    Same,
    /// It is somebody new of the same name.
    New,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// People to be added.
    pub new: Vec<Entry>,
    /// People whose name, role, activity or details change.
    pub changed: Vec<Changed>,
    /// How many stay as they are.
    pub same: usize,
    /// Active students who are not in the file.
    pub gone: Vec<User>,
    /// Those whom the file knows by another login.
    pub other_logins: Vec<OtherLogin>,
    /// How many rows are left out because somebody there bears the same name.
    pub namesakes: usize,
    /// Rows that are left out.
    pub refused: Vec<Refused>,
    /// How many rows a platform wrote for itself.
    pub passed_over: usize,
}

impl Plan {
    /// Everybody who is added or changed, as they are to be.
    pub fn people(&self) -> Vec<Listed<'_>> {
        let entries = self.new.iter().chain(self.changed.iter().map(|c| &c.after));
        entries
            .map(|e| Listed {
                user: NewUser {
                    login: &e.login,
                    name: &e.name,
                    role: e.role,
                },
                details: e.details.clone(),
            })
            .collect()
    }

    /// How many people it writes.
    pub fn writes(&self) -> usize {
        self.new.len() + self.changed.len() + self.gone.len()
    }
}

/// Whether a text can be a login: it goes into URLs and file names.
pub fn is_login(text: &str) -> bool {
    text.len() <= 64
        && text.chars().all(is_of_login)
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn is_of_login(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@')
}

/// Compares a table with the people there are. `actor` is whoever asks: only an owner gives or takes a role above student.
///
/// # Errors
/// When the table has no column by which people are known.
pub fn plan(
    table: &Table,
    class: &Class<'_>,
    actor: Role,
    namesakes: Namesakes,
) -> Result<Plan, TableError> {
    let columns = Columns::of(table)?;
    let mut plan = Plan::default();
    let mut rows = Vec::new();
    for row in &table.rows {
        if columns.is_of_platform(row) {
            plan.passed_over += 1;
        } else {
            rows.push((row, class.find(columns.keys(row))));
        }
    }
    // Whoever is in the file is not gone, also where the row is refused.
    let known = rows.iter().filter_map(|(_, found)| found.as_ref().ok());
    let mut present: HashSet<UserId> = known.flatten().map(|user| user.id).collect();
    let mut reading = Reading {
        class,
        columns: &columns,
        actor,
        namesakes,
        listed: present.clone(),
        bearers: bearers(&columns, &rows),
        seen: HashMap::new(),
    };
    for (row, found) in rows {
        let read = found.and_then(|user| reading.row(row, user));
        match read {
            Ok((entry, before)) => {
                let listed = columns.keys(row).login;
                match before {
                    None => plan.new.push(entry),
                    Some(user) => {
                        present.insert(user.id);
                        if is_other(class, listed, &user.login) {
                            plan.other_logins.push(OtherLogin {
                                listed: listed.to_owned(),
                                kept: user.login.clone(),
                            });
                        }
                        if is_same(user, &entry) {
                            plan.same += 1;
                        } else {
                            plan.changed.push(Changed {
                                before: user.clone(),
                                after: entry,
                            });
                        }
                    }
                }
            }
            Err(why) => {
                if let Why::Namesake(login) = &why {
                    plan.namesakes += 1;
                    let person = class.people().iter().find(|user| user.login == *login);
                    present.extend(person.map(|user| user.id));
                }
                plan.refused.push(Refused {
                    line: row.line,
                    login: shown(columns.keys(row), row),
                    why,
                });
            }
        }
    }
    let gone = class.people().iter();
    let gone = gone.filter(|u| u.role == Role::Student && u.active && !present.contains(&u.id));
    plan.gone = gone.map(|user| (*user).clone()).collect();
    Ok(plan)
}

/// What a row is called by where it is refused.
pub(super) fn shown(keys: Keys<'_>, row: &Row) -> String {
    let keys = [keys.login, keys.email, keys.student_id];
    let key = keys.into_iter().find(|key| !key.is_empty());
    let first = row.cells.first().map(String::as_str);
    let name = key.or(first).unwrap_or_default();
    name.chars().take(64).collect()
}

fn is_same(user: &User, entry: &Entry) -> bool {
    user.name == entry.name
        && user.role == entry.role
        && user.active
        && user.details == entry.details
}

/// Whether the file has a login of its own for somebody; one that leads to the person already is none.
fn is_other(class: &Class<'_>, listed: &str, kept: &str) -> bool {
    !listed.is_empty()
        && !listed.contains('@')
        && !listed.eq_ignore_ascii_case(kept)
        && !class.has_login(listed)
}

/// How many rows that are nobody by their keys bear a name.
fn bearers(
    columns: &Columns,
    rows: &[(&Row, Result<Option<&User>, Why>)],
) -> HashMap<Vec<String>, usize> {
    let mut bearers = HashMap::new();
    for (row, _) in rows.iter().filter(|(_, found)| matches!(found, Ok(None))) {
        if let Ok((name, _)) = columns.name(row) {
            *bearers.entry(words(&name)).or_default() += 1;
        }
    }
    bearers
}

/// The rows of a table, one after another.
struct Reading<'r, 'a> {
    class: &'r Class<'a>,
    columns: &'r Columns,
    actor: Role,
    namesakes: Namesakes,
    /// Whom a row is about by its keys.
    listed: HashSet<UserId>,
    bearers: HashMap<Vec<String>, usize>,
    /// The lines of everything that a person is known by.
    seen: HashMap<String, u64>,
}

impl<'a> Reading<'_, 'a> {
    /// Whom the row is about, and what becomes of them.
    fn row(
        &mut self,
        row: &Row,
        known: Option<&'a User>,
    ) -> Result<(Entry, Option<&'a User>), Why> {
        if row.is_broken {
            return Err(Why::Quote);
        }
        let keys = self.columns.keys(row);
        let (name, family_name) = self.columns.name(row)?;
        let known = match known {
            None if !name.is_empty() => self.namesake(&name)?,
            known => known,
        };
        let ids = match known {
            // A number no login begins with.
            Some(user) => vec![format!("#{}", user.id)],
            None => [keys.login, keys.email]
                .into_iter()
                .filter(|key| !key.is_empty())
                .map(str::to_lowercase)
                .collect(),
        };
        if let Some(line) = ids.iter().find_map(|id| self.seen.get(id)) {
            return Err(Why::Twice(*line));
        }
        let details = self.columns.details(row, family_name)?;
        let entry = self.entry(row, (name, details), known)?;
        if known.is_none() && self.seen.contains_key(&entry.login.to_lowercase()) {
            return Err(Why::BadLogin);
        }
        self.seen.insert(entry.login.to_lowercase(), row.line);
        self.seen.extend(ids.into_iter().map(|id| (id, row.line)));
        Ok((entry, known))
    }

    /// The person whom a row of this name is taken for.
    fn namesake(&self, name: &str) -> Result<Option<&'a User>, Why> {
        if self.namesakes == Namesakes::New {
            return Ok(None);
        }
        let free = |id: UserId| !self.listed.contains(&id);
        let people = self.class.named(name, free);
        let Some(first) = people.first() else {
            return Ok(None);
        };
        let alone = people.len() == 1 && self.bearers.get(&words(name)) == Some(&1);
        if alone && self.namesakes == Namesakes::Same {
            Ok(Some(first))
        } else {
            Err(Why::Namesake(first.login.clone()))
        }
    }

    fn entry(
        &self,
        row: &Row,
        (name, details): (String, Details),
        before: Option<&User>,
    ) -> Result<Entry, Why> {
        let login = match before {
            Some(user) => user.login.clone(),
            None => self.new_login(self.columns.keys(row))?,
        };
        let name = match (name, before) {
            (name, _) if !name.is_empty() => name,
            (_, Some(user)) => user.name.clone(),
            (_, None) => login.clone(),
        };
        let role = match self.columns.role(row) {
            // No role said: nobody is raised or lowered by it.
            "" => before.map_or(Role::Student, |u| u.role),
            text => role_of(text).ok_or_else(|| Why::UnknownRole(text.to_owned()))?,
        };
        let details = before.map_or_else(|| details.clone(), |user| details.or(&user.details));
        let entry = Entry {
            login,
            name,
            role,
            details,
        };
        let was = before.map_or(Role::Student, |u| u.role);
        let changes = before.is_none_or(|user| !is_same(user, &entry));
        if changes && role.max(was) > Role::Student && self.actor < Role::Owner {
            return Err(Why::OwnersRole(role.max(was)));
        }
        Ok(entry)
    }

    /// The login of somebody new. What an address has that no login may is written `-`: the address itself is kept beside it.
    fn new_login(&self, keys: Keys<'_>) -> Result<String, Why> {
        let all = [keys.login, keys.email, keys.student_id];
        let key = all.into_iter().find(|key| !key.is_empty());
        let key = key.ok_or(Why::NoLogin)?;
        let login = if key.contains('@') {
            key.replace(|c: char| !is_of_login(c), "-")
        } else {
            key.to_owned()
        };
        if is_login(&login) && !self.class.has_login(&login) {
            Ok(login)
        } else {
            Err(Why::BadLogin)
        }
    }
}

/// The role of a word, as people and platforms say it.
fn role_of(text: &str) -> Option<Role> {
    Some(match text.to_lowercase().as_str() {
        "student" | "learner" | "studentenrollment" | "студент" | "слушатель" | "учащийся" => {
            Role::Student
        }
        "grader"
        | "ta"
        | "teaching assistant"
        | "taenrollment"
        | "reader"
        | "non-editing teacher"
        | "проверяющий"
        | "ассистент" => Role::Grader,
        "teacher" | "instructor" | "teacherenrollment" | "editingteacher" | "преподаватель" => {
            Role::Teacher
        }
        "owner" | "владелец" => Role::Owner,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
