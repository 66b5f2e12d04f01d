//! Changes and their entries in the audit, in one transaction.

use super::action::{Action, List};
use super::codec::{Value, json};
use super::db::{Db, MOST_ROWS, Many, Tx};
use super::letters::News;
use super::remote::AuditTurn;
use super::{Store, StoreError};
use crate::ids::EntryId;
use jiff::Timestamp;
use std::ops::{Deref, DerefMut};

/// A transaction whose changes are noted in the audit. One at a time: what it reads as the state before is the state before, and the
/// entries stand in the order of their commits. Reading goes on meanwhile, and so does what students send.
pub(super) struct Audited {
    tx: Tx,
    tells: bool,
    import: Option<Importing>,
    /// Held as long as the transaction lasts.
    _turn: Option<AuditTurn>,
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

    /// Whether what is noted comes with a list, or takes one back.
    pub const fn is_of_a_list(&self) -> bool {
        self.import.is_some()
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
        let entry = self.begin_import(actor, now).await?;
        insert(&mut self.tx, (actor, now), subject.into(), action, entry).await?;
        Ok(())
    }

    /// Notes what happened to several subjects, in their order.
    pub async fn note_all(
        &mut self,
        actor: &str,
        now: Timestamp,
        all: &[(String, Action)],
    ) -> Result<(), StoreError> {
        if all.is_empty() {
            return Ok(());
        }
        let entry = self.begin_import(actor, now).await?;
        for some in all.chunks(MOST_ROWS) {
            let insert = Many {
                head: "insert into audit (at, actor, action, subject, before, after, change, import_id, about) values",
                before: 0,
                rows: some.len(),
                width: 9,
                tail: "",
            };
            let mut values: Vec<Value<'_>> = Vec::with_capacity(some.len() * insert.width);
            for (subject, action) in some {
                values.extend([now.into(), actor.into(), action.kind().into()]);
                values.extend([subject.into(), "".into(), "".into()]);
                values.extend([json(action)?.into(), entry.into(), about(subject).into()]);
            }
            self.execute(insert, values).await?;
        }
        Ok(())
    }

    /// The entry of the list that is being taken in, which is written now if it is not there yet.
    async fn begin_import(
        &mut self,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<EntryId>, StoreError> {
        let Some(import) = &mut self.import else {
            return Ok(None);
        };
        if import.entry.is_none() {
            let begun = Action::Import {
                list: import.list,
                takes_back: import.takes_back,
            };
            let subject = import.list.name().to_owned();
            import.entry = Some(insert(&mut self.tx, (actor, now), subject, &begun, None).await?);
        }
        Ok(import.entry)
    }

    /// Makes the changes and their entries last.
    pub async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }
}

/// Whom an entry is about: the beginning of its subject.
fn about(subject: &str) -> &str {
    subject.split('/').next().unwrap_or_default()
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
    let values = (now, actor, action.kind(), &subject, change, import, about);
    tx.one(insert, values).await
}

impl Store {
    /// Begins a transaction whose changes are noted.
    pub(super) async fn audited(&self) -> Result<Audited, StoreError> {
        // SQLite has one writer anyway.
        let turn = match &self.db {
            Db::Sqlite { .. } => None,
            Db::Postgres(remote) => Some(remote.audit_turn().await?),
        };
        let mut tx = self.transaction().await?;
        if turn.is_some() {
            tx.execute("lock table audit in exclusive mode", ()).await?;
        }
        Ok(Audited {
            tx,
            tells: self.tells,
            import: None,
            _turn: turn,
        })
    }
}
