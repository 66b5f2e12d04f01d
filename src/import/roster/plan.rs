//! Who is new, who changes, who is gone, which rows are refused.

use super::reading::{Entry, Namesakes, Reading, is_same};
use crate::ids::UserId;
use crate::import::class::{Class, Keys, words};
use crate::import::person::Columns;
use crate::import::table::{Row, Table, TableError};
use crate::import::{Refused, Why};
use crate::store::{Listed, NewUser, Role, User};
use std::collections::{HashMap, HashSet};

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
        given: HashMap::new(),
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
pub(in crate::import) fn shown(keys: Keys<'_>, row: &Row) -> String {
    let keys = [keys.login, keys.email, keys.student_id];
    let key = keys.into_iter().find(|key| !key.is_empty());
    let first = row.cells.first().map(String::as_str);
    let name = key.or(first).unwrap_or_default();
    name.chars().take(64).collect()
}

/// Whether the file has a login of its own for somebody; one that leads to the person already is none.
fn is_other(class: &Class<'_>, listed: &str, kept: &str) -> bool {
    !listed.is_empty()
        && !listed.contains('@')
        && !listed.eq_ignore_ascii_case(kept)
        && class.of_login(listed).is_none()
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
