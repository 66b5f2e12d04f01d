//! Whom of the people there are a row is about: by login, e-mail address or student number, whichever the list has.

use super::Why;
use super::login::login_of;
use crate::ids::UserId;
use crate::store::User;
use std::collections::HashMap;

/// The people there are, by everything that a list may know them by.
#[derive(Debug)]
pub struct Class<'a> {
    people: Vec<&'a User>,
    logins: HashMap<String, &'a User>,
    emails: HashMap<String, Vec<&'a User>>,
    student_ids: HashMap<String, Vec<&'a User>>,
    /// Those who are active, by the words of their names.
    names: HashMap<Vec<String>, Vec<&'a User>>,
}

/// What a row knows a person by; empty where it says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Keys<'r> {
    pub login: &'r str,
    pub email: &'r str,
    pub student_id: &'r str,
}

impl<'a> Class<'a> {
    /// These people; `other_logins` lead to the rows of some of them as well.
    pub fn new(
        people: impl IntoIterator<Item = &'a User>,
        other_logins: &HashMap<String, UserId>,
    ) -> Self {
        let mut class = Self {
            people: people.into_iter().collect(),
            logins: HashMap::new(),
            emails: HashMap::new(),
            student_ids: HashMap::new(),
            names: HashMap::new(),
        };
        let by_row: HashMap<UserId, &User> = class.people.iter().map(|u| (u.id, *u)).collect();
        for (login, row) in other_logins {
            if let Some(user) = by_row.get(row) {
                class.logins.insert(login.to_lowercase(), user);
            }
        }
        for user in &class.people {
            // A login is the same in any case: two people who differ in case alone are one who was typed twice.
            class.logins.insert(user.login.to_lowercase(), user);
            let of = |index: &mut HashMap<String, Vec<&'a User>>, key: &str| {
                if !key.is_empty() {
                    index.entry(key.to_lowercase()).or_default().push(user);
                }
            };
            of(&mut class.emails, &user.details.email);
            of(&mut class.student_ids, &user.details.student_id);
            if user.active {
                let bearers = class.names.entry(words(&user.name)).or_default();
                bearers.push(user);
            }
        }
        class
    }

    /// Everybody.
    pub(super) fn people(&self) -> &[&'a User] {
        &self.people
    }

    /// The person to whom a login leads.
    pub(super) fn of_login(&self, login: &str) -> Option<&'a User> {
        self.logins.get(&login.to_lowercase()).copied()
    }

    /// The person whom all keys lead to that lead to anybody.
    pub(super) fn find(&self, keys: Keys<'_>) -> Result<Option<&'a User>, Why> {
        let mut found: Option<&'a User> = None;
        let mut doubtful = None;
        for (key, by_login) in [
            (keys.login, true),
            (keys.email, true),
            (keys.student_id, false),
        ] {
            let key = key.to_lowercase();
            if key.is_empty() {
                continue;
            }
            // The address of somebody else may look like a login that was made of another one.
            let is_made = |user: &User| {
                let email = user.details.email.to_lowercase();
                email != key && login_of(&email) == key
            };
            let own = self.logins.get(&key);
            let own =
                own.filter(|user| by_login && (key == keys.login.to_lowercase() || !is_made(user)));
            let known: Vec<&User> = if let Some(user) = own {
                vec![*user]
            } else {
                let indexes = [&self.emails, &self.student_ids];
                let found = indexes.iter().find_map(|index| index.get(&key));
                found.cloned().unwrap_or_default()
            };
            match (known.as_slice(), found) {
                ([], _) => {}
                ([one], Some(other)) if one.id != other.id => {
                    return Err(Why::TwoPeople(other.login.clone(), one.login.clone()));
                }
                ([one], _) => found = Some(*one),
                (_, _) => doubtful = Some(key),
            }
        }
        match (found, doubtful) {
            (None, Some(key)) => Err(Why::Several(key)),
            (found, _) => Ok(found),
        }
    }

    /// Those without a row of their own who bear this name, in whichever order its words stand.
    pub(super) fn named(&self, name: &str, is_free: impl Fn(UserId) -> bool) -> Vec<&'a User> {
        let bearers = self.names.get(&words(name)).into_iter().flatten();
        bearers.filter(|user| is_free(user.id)).copied().collect()
    }
}

/// The words of a name in their order in the alphabet; «ё» is written «е» as often as not.
pub(super) fn words(name: &str) -> Vec<String> {
    let name = name.to_lowercase().replace('ё', "е");
    let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    words.sort();
    words
}
