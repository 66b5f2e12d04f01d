//! Who changed what, when, from what to what. Written in the same transaction as the change.

use super::pool::reading;
use super::tokens::instant;
use super::{Store, StoreError};
use jiff::Timestamp;

/// A change to be noted.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The login of who did it; `operator` for the command line.
    pub actor: &'a str,
    /// What kind of thing changed.
    pub action: &'a str,
    /// Whose or which.
    pub subject: String,
    /// How it was.
    pub before: String,
    /// How it is.
    pub after: String,
}

/// A change noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// The entry's number.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What kind of thing.
    pub action: String,
    /// Whose or which.
    pub subject: String,
    /// How it was.
    pub before: String,
    /// How it became.
    pub after: String,
}

/// Writes an entry on a connection that is inside a transaction.
macro_rules! insert {
    ($connection:expr, $change:expr, $now:expr) => {{
        let change = &$change;
        sqlx::query("insert into audit (at, actor, action, subject, before, after) values ($1, $2, $3, $4, $5, $6)")
            .bind($now.as_microsecond())
            .bind(change.actor)
            .bind(change.action)
            .bind(&change.subject)
            .bind(&change.before)
            .bind(&change.after)
            .execute($connection)
            .await?;
    }};
}
pub(super) use insert;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    actor: String,
    action: String,
    subject: String,
    before: String,
    after: String,
}

impl Store {
    /// Entries whose actor, action, subject or texts contain `search` (all for an empty one), newest first, below `before` if given.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(
        &self,
        search: &str,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        // The needle is data: % and _ in it are themselves.
        let pattern = |text: &str| {
            let text = text.replace('\\', "\\\\").replace('%', "\\%");
            format!("%{}%", text.replace('_', "\\_"))
        };
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(
            "select id, at, actor, action, subject, before, after from audit \
             where id < $1 and (lower(actor || ' ' || action || ' ' || subject || ' ' || before || ' ' || after) like $2 escape '\\' \
             or actor || ' ' || action || ' ' || subject || ' ' || before || ' ' || after like $4 escape '\\') order by id desc limit $3"
        // SQLite lowers Latin letters alone: Cyrillic is found as it is written, everywhere else in any case.
        ).bind(before.unwrap_or(i64::MAX)).bind(pattern(&search.to_lowercase())).bind(limit).bind(pattern(search)).fetch_all(db).await)?;
        let entry = |r: Row| AuditEntry {
            id: r.id,
            at: instant(r.at),
            actor: r.actor,
            action: r.action,
            subject: r.subject,
            before: r.before,
            after: r.after,
        };
        Ok(rows.into_iter().map(entry).collect())
    }
}
