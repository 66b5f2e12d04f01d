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

    /// Whether none says anything.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These, and where they say nothing, what was known `before`.
    #[must_use]
    pub fn or(&self, before: &Self) -> Self {
        self.with(before, |new, old| if new.is_empty() { old } else { new })
    }

    /// Those of these where the `other` says nothing: what it takes over by [`Self::or`].
    pub(super) fn lacking_in(&self, other: &Self) -> Self {
        self.with(other, |own, other| if other.is_empty() { own } else { "" })
    }

    /// These without what is still as it was `taken` over.
    pub(super) fn without(&self, taken: &Self) -> Self {
        self.with(taken, |own, taken| if own == taken { "" } else { own })
    }

    fn with(&self, other: &Self, one: impl for<'a> Fn(&'a str, &'a str) -> &'a str) -> Self {
        Self {
            family_name: one(&self.family_name, &other.family_name).to_owned(),
            email: one(&self.email, &other.email).to_owned(),
            student_id: one(&self.student_id, &other.student_id).to_owned(),
            group: one(&self.group, &other.group).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(family_name: &str, email: &str, group: &str) -> Details {
        Details {
            family_name: family_name.to_owned(),
            email: email.to_owned(),
            student_id: String::new(),
            group: group.to_owned(),
        }
    }

    #[test]
    fn what_was_taken_over_is_given_back_where_it_is_as_it_was() {
        let (into, from) = (details("", "a@b", ""), details("Sand", "c@d", "101"));
        let taken = from.lacking_in(&into);
        assert_eq!(taken, details("Sand", "", "101"));
        let one = into.or(&from);
        assert_eq!(one, details("Sand", "a@b", "101"));
        assert_eq!(one.without(&taken), into);
        let changed = details("Sand", "a@b", "102");
        assert_eq!(changed.without(&taken), details("", "a@b", "102"));
    }

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
