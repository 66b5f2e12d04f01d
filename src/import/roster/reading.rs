//! One row of the file: whom it is about, and what becomes of them.

use crate::ids::UserId;
use crate::import::Why;
use crate::import::class::{Class, Keys, words};
use crate::import::login::{is_login, login_of};
use crate::import::person::Columns;
use crate::import::table::Row;
use crate::store::{Details, Role, User};
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

pub(super) fn is_same(user: &User, entry: &Entry) -> bool {
    user.name == entry.name
        && user.role == entry.role
        && user.active
        && user.details == entry.details
}

/// The rows of a table, one after another.
pub(super) struct Reading<'r, 'a> {
    pub class: &'r Class<'a>,
    pub columns: &'r Columns,
    pub actor: Role,
    pub namesakes: Namesakes,
    /// Whom a row is about by its keys.
    pub listed: HashSet<UserId>,
    pub bearers: HashMap<Vec<String>, usize>,
    /// The lines of everything that a person is known by.
    pub seen: HashMap<String, u64>,
    /// The lines of the logins that people have or get, which need not be what they are known by.
    pub given: HashMap<String, u64>,
}

impl<'a> Reading<'_, 'a> {
    /// Whom the row is about, and what becomes of them.
    pub(super) fn row(
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
        if known.is_none()
            && let Some(line) = self.given.get(&entry.login.to_lowercase())
        {
            let (login, line) = (entry.login, *line);
            return Err(Why::LoginGiven { login, line });
        }
        self.given.insert(entry.login.to_lowercase(), row.line);
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

    /// The login of somebody new.
    fn new_login(&self, keys: Keys<'_>) -> Result<String, Why> {
        let all = [keys.login, keys.email, keys.student_id];
        let key = all.into_iter().find(|key| !key.is_empty());
        let key = key.ok_or(Why::NoLogin)?;
        let login = login_of(key);
        if !is_login(&login) {
            return Err(Why::BadLogin);
        }
        match self.class.of_login(&login) {
            None => Ok(login),
            Some(user) => Err(Why::LoginTaken {
                login,
                by: user.login.clone(),
            }),
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
