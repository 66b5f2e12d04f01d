//! By what somebody who comes from elsewhere is found on the roster, and whether those who are not there are taken in.

use crate::config::{Code, Section, Value, problem};
use l10n::message;

/// What of a person on the roster is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The e-mail address.
    Email,
    /// The login.
    Login,
    /// The number of the student card.
    StudentId,
}

/// Which claim of a provider is compared with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// The claim, by its name.
    pub claim: String,
    /// What it is compared with.
    pub key: Key,
}

/// What the claim of an address is called.
const EMAIL: &str = "email";

const KEYS: [(&str, Key); 3] = [
    (EMAIL, Key::Email),
    ("login", Key::Login),
    ("student_id", Key::StudentId),
];

impl Default for Claimed {
    fn default() -> Self {
        Self {
            claim: EMAIL.to_owned(),
            key: Key::Email,
        }
    }
}

impl Claimed {
    /// `match = "email"`, `match = "preferred_username"` (which is a login) or `match = { claim = "…", with = "student_id" }`.
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let example = "match = { claim = \"preferred_username\", with = \"login\" }";
        let Some(value) = section.optional("match", example) else {
            return Some(Self::default());
        };
        if value.node.as_table().is_none() {
            let claim = value.filled()?;
            let key = if claim == EMAIL {
                Key::Email
            } else {
                Key::Login
            };
            return Some(Self { claim, key });
        }
        let mut table = value.section()?;
        let claim = table.required("claim", "claim = \"preferred_username\"");
        let with = table.required("with", "with = \"login\"");
        table.finish();
        let (claim, key) = (claim?.filled()?, with?.choice(&KEYS)?);
        Some(Self { claim, key })
    }
}

impl Key {
    /// `match = "email"`, `"login"` or `"student_id"`.
    pub(super) fn read(section: &mut Section<'_>, usual: Self) -> Option<Self> {
        match section.optional("match", "match = \"login\"") {
            Some(value) => value.choice(&KEYS),
            None => Some(usual),
        }
    }
}

/// Whether somebody who is not on the roster becomes a student.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Newcomers {
    /// Whether they are taken in.
    pub create: bool,
    /// What addresses must end with to sign in this way, `example.org`; anything where there is nothing.
    pub domains: Vec<String>,
}

impl Newcomers {
    /// `create = true` and `domains = ["example.org"]`. Taken in by their address are only those of named domains: anybody can have an
    /// address somewhere.
    pub(super) fn read(section: &mut Section<'_>, key: Option<Key>) -> Option<Self> {
        let create = section.optional("create", "create = false");
        let domains = section.optional("domains", "domains = [\"students.example.org\"]");
        let listed = domains.as_ref().map(Value::texts).unwrap_or_default();
        // A list of none lets in as many as no list does.
        let anybody = listed.is_empty();
        let mut found = Vec::new();
        for (written, span) in listed {
            let domain = written.trim().trim_start_matches('@').to_ascii_lowercase();
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
            if domain.contains('.') && domain.chars().all(plain) {
                found.push(domain);
            } else if let Some(value) = &domains {
                let bad = problem(Code::BadValue, span).with("key", "domains");
                let reason = message!("settings-domain", domain = written);
                value.sink.error(bad.with("reason", reason));
            }
        }
        let wanted = match &create {
            Some(value) => value.boolean()?,
            None => false,
        };
        if let (Some(value), true, Some(Key::Email)) = (&create, wanted && anybody, key) {
            value.refuse(message!("settings-create-anybody"));
        }
        Some(Self {
            create: wanted,
            domains: found,
        })
    }

    /// Whether an address is of a domain that may sign in this way.
    pub fn takes(&self, email: &str) -> bool {
        let Some((_, domain)) = email.rsplit_once('@') else {
            return false;
        };
        let domain = domain.to_ascii_lowercase();
        self.domains.is_empty() || self.domains.contains(&domain)
    }
}
