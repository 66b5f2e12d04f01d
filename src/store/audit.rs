//! Who changed what, when, from what to what. What happened is kept as data, in the same transaction as the change; it is put into
//! words when somebody reads it.

use super::codec::{FromRow, Row, Value, json};
use super::db::{Many, Tx};
use super::letters::News;
use super::{Store, StoreError};
use crate::ids::{EntryId, UserId};
use jiff::Timestamp;
use std::ops::{Deref, DerefMut};

pub use super::action::{
    Action, Change, Extension, Grade, Graded, List, Merge, Moved, PassBack, Person, RegradeJob,
    Version,
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
        select a.id
        from (
            select login from users where id = $1
            union select login from users where merged_into = $1
            union select f.login from former_logins f where f.user_id = $1
            union select f.login from users u join former_logins f on f.user_id = u.id where u.merged_into = $1
        ) named
        join audit a on a.actor = named.login
        union
        select a.id
        from (
            select login from users where id = $1
            union select login from users where merged_into = $1
            union select f.login from former_logins f where f.user_id = $1
            union select f.login from users u join former_logins f on f.user_id = u.id where u.merged_into = $1
        ) named
        join audit a on a.about = named.login
    )";
/// Everything, in the place of [`ABOUT`].
const ABOUT_ANYBODY: &str = "where $1 = 0";

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

/// A transaction whose changes are noted in the audit. One at a time: what it reads as the state before is the state before, and the
/// entries stand in the order of their commits. Reading goes on meanwhile, and so does what students send.
pub(super) struct Audited {
    tx: Tx,
    tells: bool,
    import: Option<Importing>,
}

/// The entry of a list that is being taken in. It is written with the first change: a list that changes nothing leaves none.
struct Importing {
    list: List,
    takes_back: Option<EntryId>,
    entry: Option<EntryId>,
}

impl Deref for Audited {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Audited {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

impl Audited {
    /// What is noted from here on came with a list.
    pub fn importing(self, list: List) -> Self {
        let import = Importing {
            list,
            takes_back: None,
            entry: None,
        };
        Self {
            import: Some(import),
            ..self
        }
    }

    /// What is noted from here on takes an import of a list back.
    pub fn taking_back(self, list: List, entry: EntryId) -> Self {
        let import = Importing {
            list,
            takes_back: Some(entry),
            entry: None,
        };
        Self {
            import: Some(import),
            ..self
        }
    }

    /// The entry of the list that is being taken in, if anything changed yet.
    pub fn import_entry(&self) -> Option<EntryId> {
        self.import.as_ref().and_then(|import| import.entry)
    }

    /// Writes news into a letter, where letters are written.
    pub async fn tell(&mut self, news: News<'_>) -> Result<(), StoreError> {
        if self.tells {
            self.tx.tell(news).await?;
        }
        Ok(())
    }

    /// Notes what happened.
    pub async fn note(
        &mut self,
        actor: &str,
        now: Timestamp,
        subject: impl Into<String>,
        action: &Action,
    ) -> Result<(), StoreError> {
        if let Some(import) = &mut self.import
            && import.entry.is_none()
        {
            let begun = Action::Import {
                list: import.list,
                takes_back: import.takes_back,
            };
            let subject = import.list.name().to_owned();
            import.entry = Some(insert(&mut self.tx, (actor, now), subject, &begun, None).await?);
        }
        let entry = self.import_entry();
        insert(&mut self.tx, (actor, now), subject.into(), action, entry).await?;
        Ok(())
    }

    /// Notes several things that happened to as many subjects, which are of no list.
    pub async fn note_all(
        &mut self,
        actor: &str,
        now: Timestamp,
        all: Vec<(String, Action)>,
    ) -> Result<(), StoreError> {
        if all.is_empty() {
            return Ok(());
        }
        let insert = Many {
            head: "insert into audit (at, actor, action, subject, before, after, change, import_id, about) values",
            before: 0,
            rows: all.len(),
            width: 9,
            tail: "",
        };
        let entry = self.import_entry();
        let mut values: Vec<Value<'_>> = Vec::with_capacity(all.len() * 9);
        for (subject, action) in all {
            let (change, about) = (json(&action)?, about(&subject));
            values.extend([now.into(), actor.into(), action.kind().into()]);
            values.extend([subject.into(), "".into(), "".into()]);
            values.extend([change.into(), entry.into(), about.into()]);
        }
        self.execute(insert, values).await?;
        Ok(())
    }

    /// Makes the changes and their entries last.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }
}

/// Whom an entry is about: the beginning of its subject.
fn about(subject: &str) -> String {
    subject.split('/').next().unwrap_or_default().to_owned()
}

async fn insert(
    tx: &mut Tx,
    (actor, now): (&str, Timestamp),
    subject: String,
    action: &Action,
    import: Option<EntryId>,
) -> Result<EntryId, StoreError> {
    let insert = r"
        insert into audit (at, actor, action, subject, before, after, change, import_id, about)
        values ($1, $2, $3, $4, '', '', $5, $6, $7)
        returning id";
    let change = json(action)?;
    let about = about(&subject);
    let values = (now, actor, action.kind(), subject, change, import, about);
    tx.one(insert, values).await
}

impl Store {
    /// Begins a transaction whose changes are noted.
    pub(super) async fn audited(&self) -> Result<Audited, StoreError> {
        let mut tx = self.transaction().await?;
        // SQLite has one writer anyway.
        if tx.is_postgres() {
            tx.execute("lock table audit in exclusive mode", ()).await?;
        }
        Ok(Audited {
            tx,
            tells: self.tells,
            import: None,
        })
    }

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
        let from = filter.from.unwrap_or(Timestamp::MIN);
        let until = filter.until.unwrap_or(Timestamp::MAX);
        let kind = filter.kind.unwrap_or_default();
        let passes = r"
            and id < $2 and at >= $3 and at < $4
            and ($5 = '' or replace(action, ' ', '-') = $5)
            and ($6 or import_id is null)
            order by id desc
            limit $7";
        loop {
            let values = (
                filter.person.unwrap_or_default(),
                below,
                from,
                until,
                kind,
                !filter.only_whole,
                BATCH,
            );
            let about = filter.person.map_or(ABOUT_ANYBODY, |_| ABOUT);
            let entries: Vec<AuditEntry> = self.rows([SELECT, about, passes], values).await?;
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
