//! Who changed what, when, from what to what. What happened is kept as data, in the same transaction as the change; it is put into
//! words when somebody reads it.

use super::codec::{FromRow, Row, json};
use super::db::Tx;
use super::{Override, Role, Store, StoreError};
use crate::grading::by_hand::Part;
use crate::points::{Points, Share};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};

/// Entries that are read at once where they are searched.
const BATCH: i64 = 500;

/// How something was and how it is; `None` where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change<T> {
    /// How it was.
    pub before: Option<T>,
    /// How it is.
    pub after: Option<T>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Somebody was added, or became somebody else.
    User(Change<Person>),
    /// Another version of the course is in force.
    Course(Change<Version>),
    /// Points in place of all others, or an excuse.
    Override(Change<Override>),
    /// A later deadline of one's own.
    Extension(Change<Extension>),
    /// The points of the exam.
    Exam(Change<Points>),
    /// What lateness leaves of a submission or of the grade of an item.
    Late(Change<Grade>),
    /// The grade of an item.
    ManualGrade(Change<Grade>),
    /// The grade of an item, carried over to another rubric.
    Rubric(Change<Grade>),
    /// The points of a submission that was graded again.
    Regrade(Change<Graded>),
    /// A job that grades again.
    RegradeBegun(RegradeJob),
    /// A request was closed.
    RequestClosed {
        /// Which.
        request: i64,
    },
    /// A link that signs in.
    Link {
        /// Until when it works.
        until: Timestamp,
    },
    /// A token, by its name.
    Token(Change<String>),
    /// Somebody signed in.
    SignIn {
        /// With which browser and system.
        device: String,
    },
    /// Somebody signed out.
    SignOut {
        /// With which browser and system.
        device: String,
    },
    /// A session was ended from another one.
    Session {
        /// Of which browser and system.
        device: String,
    },
}

/// A person as far as changes of one are noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name shown.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Whether the person may sign in.
    pub active: bool,
}

/// A version of the course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number.
    pub version: i64,
    /// Why it was made.
    pub note: String,
}

/// A later deadline of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The deadline.
    pub deadline: Timestamp,
    /// Why.
    pub reason: String,
}

/// Points, and what they are made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// The points that count.
    pub points: Points,
    /// What lateness leaves.
    pub late_factor: Share,
    /// What each part of the rubric gave; nothing for a submission.
    pub parts: Vec<Part>,
    /// What the grader says.
    pub comment: String,
}

/// The points of a submission under a version of the course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    /// The points.
    pub points: Points,
    /// The version.
    pub version: i64,
}

/// What a job grades again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegradeJob {
    /// Its number.
    pub job: i64,
    /// The version to grade under.
    pub version: i64,
    /// One homework, or all.
    pub homework: Option<String>,
    /// How many submissions there are.
    pub submissions: usize,
}

impl Action {
    /// What kinds there are: the words of the column; messages are `audit-did-KIND`.
    pub const KINDS: [&str; 15] = [
        "user",
        "course",
        "override",
        "extension",
        "exam",
        "late",
        "manual-grade",
        "rubric",
        "regrade",
        "request",
        "link",
        "token",
        "sign-in",
        "sign-out",
        "session",
    ];

    /// What kind it is.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Course(_) => "course",
            Self::Override(_) => "override",
            Self::Extension(_) => "extension",
            Self::Exam(_) => "exam",
            Self::Late(_) => "late",
            Self::ManualGrade(_) => "manual-grade",
            Self::Rubric(_) => "rubric",
            Self::Regrade(_) | Self::RegradeBegun(_) => "regrade",
            Self::RequestClosed { .. } => "request",
            Self::Link { .. } => "link",
            Self::Token(_) => "token",
            Self::SignIn { .. } => "sign-in",
            Self::SignOut { .. } => "sign-out",
            Self::Session { .. } => "session",
        }
    }
}

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
