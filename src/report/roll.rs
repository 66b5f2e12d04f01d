//! The active students in the order of lists: what follows from their names is made once, since a class has thousands.

use super::names::family_first;
use super::search::folded;
use crate::ids::UserId;
use crate::store::{Enrolled, Store, StoreError};
use std::collections::HashMap;
use std::sync::Arc;

/// An active student, as lists have them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The row in the store.
    pub user: UserId,
    /// The login.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// The name as lists have it, the family name first where it is known.
    pub listed: String,
    /// The group or section; empty where none is known.
    pub group: String,
    /// Whether another student has this name.
    pub is_equal: bool,
    /// The name by which rows are in order, as it is compared.
    pub(super) place: String,
    /// Name, login and group as they are searched.
    sought: String,
}

/// The active students, by name.
#[derive(Clone, Debug, Default)]
pub struct Roll(Vec<Arc<Listed>>);

impl Listed {
    /// Whether every word, which is folded, stands somewhere in name, login or group.
    pub fn has(&self, words: &str) -> bool {
        words.split(' ').all(|word| self.sought.contains(word))
    }
}

impl Roll {
    /// These students.
    pub fn of(students: Vec<Enrolled>) -> Self {
        let listed = |student: Enrolled| {
            let listed = family_first(&student.name, &student.family_name);
            Listed {
                user: student.id,
                place: folded(&listed),
                // No word has the sign between them.
                sought: [&*student.name, &student.login, &student.group]
                    .map(folded)
                    .join("\n"),
                login: student.login,
                name: student.name,
                listed,
                group: student.group,
                is_equal: false,
            }
        };
        let mut all: Vec<Listed> = students.into_iter().map(listed).collect();
        let mut known: HashMap<String, usize> = HashMap::with_capacity(all.len());
        for student in &all {
            *known.entry(folded(&student.name)).or_default() += 1;
        }
        for student in &mut all {
            student.is_equal = known.get(&folded(&student.name)).is_some_and(|n| *n > 1);
        }
        all.sort_by(|a, b| (&a.place, &a.login).cmp(&(&b.place, &b.login)));
        Self(all.into_iter().map(Arc::new).collect())
    }

    /// All active students.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(store: &Store) -> Result<Self, StoreError> {
        Ok(Self::of(store.enrolled().await?))
    }

    /// The students.
    pub fn students(&self) -> &[Arc<Listed>] {
        &self.0
    }
}
