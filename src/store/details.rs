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

    /// Whether a text is one e-mail address, to which a letter can go: two addresses in a cell, or words, are none.
    pub fn is_address(text: &str) -> bool {
        let is_odd = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(
                    c,
                    ',' | ';' | ':' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\\'
                )
        };
        let parts = text.split_once('@');
        parts.is_some_and(|(whose, place)| {
            !whose.is_empty()
                && !place.is_empty()
                && !place.contains('@')
                && !place.starts_with('.')
                && text.len() <= 254
                && !text.contains(is_odd)
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_address() {
        for good in [
            "a@b",
            "anna.two+dgm@example.org",
            "pat.o'neil@example.org",
            "анна@пример.рф",
        ] {
            assert!(Details::is_address(good), "{good}");
        }
        for bad in [
            "",
            "@",
            "a@",
            "@b",
            "a@.b",
            "noat",
            "a b@c.d",
            "a@b@c",
            "x@y.z, q@q.q",
            "x@y.z;q",
            "A <a@b.c>",
            "a@b.c\r\nBcc: d@e.f",
            "a@b.c\u{0}",
            "mailto:a@b.c",
            "\"a\"@b.c",
        ] {
            assert!(!Details::is_address(bad), "{bad:?}");
        }
        assert!(!Details::is_address(&format!("{}@b.c", "a".repeat(254))));
    }
}
