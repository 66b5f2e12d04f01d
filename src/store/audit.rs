//! Who changed what, when, from what to what. What happened is kept as data, in the same transaction as the change; it is put into
//! words when somebody reads it.

use super::codec::{FromRow, Row, json};
use super::db::Tx;
use super::{Store, StoreError};
use jiff::Timestamp;
use std::ops::{Deref, DerefMut};

pub use super::action::{Action, Change, Extension, Grade, Graded, Person, RegradeJob, Version};

/// Entries that are read at once where they are searched.
const BATCH: i64 = 500;

/// What an entry says of the change.
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
    pub id: i64,
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
}

const SELECT: &str = "
    select id, at, actor, action, subject, before, after, change
    from audit";

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
        })
    }
}

/// A transaction whose changes are noted in the audit. One at a time: what it reads as the state before is the state before, and the
/// entries stand in the order of their commits. Reading goes on meanwhile, and so does what students send.
pub(super) struct Audited(Tx);

impl Deref for Audited {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.0
    }
}

impl DerefMut for Audited {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.0
    }
}

impl Audited {
    /// Notes what happened.
    pub async fn note(
        &mut self,
        actor: &str,
        now: Timestamp,
        subject: impl Into<String>,
        action: &Action,
    ) -> Result<(), StoreError> {
        let insert = r"
            insert into audit (at, actor, action, subject, before, after, change)
            values ($1, $2, $3, $4, '', '', $5)";
        let subject: String = subject.into();
        let change = json(action)?;
        self.0
            .execute(insert, (now, actor, action.kind(), subject, change))
            .await?;
        Ok(())
    }

    /// Makes the changes and their entries last.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.0.commit().await
    }
}

impl Store {
    /// Begins a transaction whose changes are noted.
    pub(super) async fn audited(&self) -> Result<Audited, StoreError> {
        let mut tx = self.transaction().await?;
        // SQLite has one writer anyway.
        if let Tx::Postgres(_) = tx {
            tx.execute("lock table audit in exclusive mode", ()).await?;
        }
        Ok(Audited(tx))
    }

    /// The newest entries that are wanted, newest first, below `before` if given.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(
        &self,
        before: Option<i64>,
        most: usize,
        mut wanted: impl FnMut(&AuditEntry) -> bool,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut found = Vec::new();
        let mut below = before.unwrap_or(i64::MAX);
        loop {
            let page = [SELECT, "where id < $1 order by id desc limit $2"];
            let entries: Vec<AuditEntry> = self.rows(page, (below, BATCH)).await?;
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

    /// Entries that a person made or that are about them, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_about(&self, login: &str) -> Result<Vec<AuditEntry>, StoreError> {
        let about = r"
            where actor = $1
               or subject = $1
               or substr(subject, 1, length($1) + 1) = $1 || '/'
            order by id";
        self.rows([SELECT, about], (login,)).await
    }
}
