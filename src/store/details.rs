//! What is known of a person beside login, name and role.

use serde::{Deserialize, Serialize, Serializer};

/// What lists say of a person beside login and name; empty where none did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
// The audit keeps them; its entries of earlier releases have none.
#[serde(default)]
pub struct Details {
    /// The family name, which is a part of the name.
    pub family_name: String,
    /// The e-mail address.
    pub email: String,
    /// The number by which the university knows the person.
    pub student_id: String,
    /// The group or section.
    pub group: String,
}

impl Details {
    /// Those that say something, by their names: so the audit keeps them.
    pub(super) fn said<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let all = [
            ("family_name", &self.family_name),
            ("email", &self.email),
            ("student_id", &self.student_id),
            ("group", &self.group),
        ];
        to.collect_map(all.into_iter().filter(|(_, text)| !text.is_empty()))
    }

    /// These, and where they say nothing, what was known `before`.
    #[must_use]
    pub fn or(&self, before: &Self) -> Self {
        let one = |new: &String, old: &String| if new.is_empty() { old } else { new }.clone();
        Self {
            family_name: one(&self.family_name, &before.family_name),
            email: one(&self.email, &before.email),
            student_id: one(&self.student_id, &before.student_id),
            group: one(&self.group, &before.group),
        }
    }
}
