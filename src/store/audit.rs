//! Who changed what, when, from what to what. What happened is kept as data, in the same transaction as the change; it is put into
//! words when somebody reads it.

use super::codec::{FromRow, Row, Value};
use super::db::Made;
use super::{Store, StoreError};
use crate::ids::{EntryId, UserId};
use jiff::Timestamp;
use std::fmt::Write as _;

pub use super::action::{
    Action, Change, Extension, Given, Grade, Graded, List, Merge, Moved, PassBack, Person,
    RegradeJob, Version,
};

/// Entries that are read at once where they are searched.
const BATCH: i64 = 500;

/// What an entry says of the change.
#[expect(
    clippy::large_enum_variant,
    reason = "one is made at a time, and it is nearly always the large one"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Recorded {
    /// What happened, as data.
    Action(Action),
    /// Words of an earlier release, which kept no data.
    Prose {
        /// How it was.
        before: String,
        /// How it became.
        after: String,
    },
}

/// An entry of the audit.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// The entry's number.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// The login of who did it; `operator` for the command line.
    pub actor: String,
    /// What kind of thing changed: one of [`Action::KINDS`].
    pub kind: String,
    /// Whose or which: `anna`, `anna/elbo`, `anna/elbo/proof`, `anna/elbo#12`, `course`, `job 3`.
    pub subject: String,
    /// The change.
    pub recorded: Recorded,
    /// The import that it came with.
    pub import: Option<EntryId>,
    /// How many changes came with it, where it is an import.
    pub rows: usize,
}

/// Which entries are looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditFilter<'a> {
    /// Below this number.
    pub before: Option<EntryId>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
    /// Of this kind.
    pub kind: Option<&'a str>,
    /// By this person or about them.
    pub person: Option<UserId>,
    /// Whether what came with a list is left to the list's own entry.
    pub only_whole: bool,
}

const SELECT: &str = "
    select id, at, actor, action, subject, before, after, change, import_id,
        (select count(*) from audit r where r.import_id = audit.id) as row_count
    from audit";

/// What the person `$1` did, or what is about them, under any login that they have had.
pub(super) const ABOUT: &str = "
    where id in (
        with named (login) as (
            select login from users where id = $1
            union select login from users where merged_into = $1
            union select f.login from former_logins f where f.user_id = $1
            union select f.login from users u join former_logins f on f.user_id = u.id where u.merged_into = $1
        )
        select a.id from named join audit a on a.actor = named.login
        union
        select a.id from named join audit a on a.about = named.login
    )";

impl<'a> AuditFilter<'a> {
    /// What a statement says of the newest of these below an entry, and the values that it says it with. What is not asked for does not stand
    /// in it: an index finds entries of a kind, and those that came with no list.
    fn newest(self, below: EntryId) -> (String, Vec<Value<'a>>) {
        let mut values = Vec::new();
        let mut of = "where".to_owned();
        if let Some(person) = self.person {
            values.push(Value::from(person));
            of = format!("{ABOUT} and");
        }
        values.push(below.into());
        // Writing into a string cannot fail.
        let _ = write!(of, " id < ${}", values.len());
        let asked = [
            ("at >=", self.from.map(Value::from)),
            ("at <", self.until.map(Value::from)),
            ("replace(action, ' ', '-') =", self.kind.map(Value::from)),
        ];
        for (holds, value) in asked {
            if let Some(value) = value {
                values.push(value);
                let _ = write!(of, " and {holds} ${}", values.len());
            }
        }
        if self.only_whole {
            of.push_str(" and import_id is null");
        }
        let _ = write!(of, " order by id desc limit {BATCH}");
        (of, values)
    }
}

impl FromRow for AuditEntry {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let recorded = if row.get::<Option<String>>("change")?.is_some() {
            Recorded::Action(row.json("change")?)
        } else {
            Recorded::Prose {
                before: row.get("before")?,
                after: row.get("after")?,
            }
        };
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            actor: row.get("actor")?,
            // Earlier releases wrote a space.
            kind: row.get::<String>("action")?.replace(' ', "-"),
            subject: row.get("subject")?,
            recorded,
            import: row.get("import_id")?,
            rows: row.get("row_count")?,
        })
    }
}

impl Store {
    /// The newest entries that pass the filter and are wanted, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(
        &self,
        filter: &AuditFilter<'_>,
        most: usize,
        mut wanted: impl FnMut(&AuditEntry) -> bool,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut found = Vec::new();
        let mut below = filter.before.unwrap_or(EntryId::BEYOND);
        loop {
            let (of, values) = filter.newest(below);
            let newest = Made(format!("{SELECT} {of}"));
            let entries: Vec<AuditEntry> = self.rows(newest, values).await?;
            let Some(oldest) = entries.last() else {
                return Ok(found);
            };
            below = oldest.id;
            for entry in entries {
                if found.len() == most {
                    return Ok(found);
                }
                if wanted(&entry) {
                    found.push(entry);
                }
            }
        }
    }

    /// An entry.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_entry(&self, id: EntryId) -> Result<Option<AuditEntry>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// The changes that came with an import, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn import_rows(&self, import: EntryId) -> Result<Vec<AuditEntry>, StoreError> {
        let of = "where import_id = $1 order by id";
        self.rows([SELECT, of], (import,)).await
    }

    /// Entries that a person made or that are about them, under any login that the person had, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_about(&self, user: UserId) -> Result<Vec<AuditEntry>, StoreError> {
        self.rows([SELECT, ABOUT, "order by id"], (user,)).await
    }
}
