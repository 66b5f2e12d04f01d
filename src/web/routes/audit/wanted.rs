//! Which entries a page or a file of the audit is about: words, a person, a kind, days.

use super::reader::Reader;
use super::words::{Words, words};
use crate::ids::{EntryId, UserId};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{AuditEntry, AuditFilter};
use crate::web::query::query;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use l10n::message;
use serde::{Deserialize, Serialize};

/// What is looked for, as it was asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Wanted {
    /// Words of the entry.
    pub q: String,
    /// A login: what the person did, or what is about them.
    pub person: String,
    /// One of the kinds.
    pub kind: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Only entries older than this one.
    #[serde(skip_serializing)]
    pub before: Option<EntryId>,
}

/// The same, understood.
pub(super) struct Understood {
    words: String,
    person: Option<UserId>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    /// Whether lists are told by their own entries alone.
    only_whole: bool,
}

impl Understood {
    /// The same, and what is inside of lists.
    pub(super) fn with_what_is_inside(self) -> Self {
        Self {
            only_whole: false,
            ..self
        }
    }
}

impl Wanted {
    /// Without what no entry can have.
    pub fn plain(self) -> Self {
        let plain = |text: String| {
            let text = text.trim().chars().filter(|c| *c != '\0');
            text.take(100).collect::<String>()
        };
        Self {
            q: plain(self.q),
            person: plain(self.person),
            kind: plain(self.kind),
            from: plain(self.from),
            to: plain(self.to),
            before: self.before,
        }
    }

    /// The address of a page or file of the same entries, below one of them.
    pub fn address(&self, path: &str, before: &str) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("person", &self.person),
            ("kind", &self.kind),
            ("from", &self.from),
            ("to", &self.to),
            ("before", before),
        ];
        format!("{path}{}", query(&pairs))
    }

    /// Understands days and the person.
    ///
    /// # Errors
    /// When a day is none, or the database fails.
    pub(super) async fn understood(
        &self,
        app: &App,
        zone: &TimeZone,
    ) -> Result<Understood, ServiceError> {
        let person = if self.person.is_empty() {
            None
        } else {
            let known = app.store.user(&self.person).await?;
            // Nobody has this number.
            Some(known.map_or(UserId::NONE, |user| user.id))
        };
        Ok(Understood {
            words: self.q.to_lowercase(),
            person,
            from: day(&self.from, 0, zone)?,
            until: day(&self.to, 1, zone)?,
            // Whoever looks for something finds what is inside of lists, too.
            only_whole: self.q.is_empty() && self.person.is_empty() && self.kind.is_empty(),
        })
    }

    /// The entries in their reader's words, newest first, with their numbers.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn entries(
        &self,
        app: &App,
        understood: &Understood,
        reader: &Reader,
        most: usize,
    ) -> Result<Vec<Words>, ServiceError> {
        let filter = AuditFilter {
            before: self.before,
            from: understood.from,
            until: understood.until,
            kind: Some(self.kind.as_str()).filter(|kind| !kind.is_empty()),
            person: understood.person,
            only_whole: understood.only_whole,
        };
        let mut found = Vec::new();
        let told = |entry: &AuditEntry| {
            let words = words(entry, reader);
            let is_wanted = words.text().to_lowercase().contains(&understood.words);
            is_wanted.then_some(words)
        };
        app.store
            .audit(&filter, most, |entry| {
                let told = told(entry);
                let is_wanted = told.is_some();
                found.extend(told);
                is_wanted
            })
            .await?;
        Ok(found)
    }
}

/// The beginning of a day, so many days later.
fn day(text: &str, later: i64, zone: &TimeZone) -> Result<Option<Timestamp>, ServiceError> {
    if text.is_empty() {
        return Ok(None);
    }
    let read = || {
        let day: Date = text.parse().ok()?;
        let day = day.checked_add(later.days()).ok()?;
        Some(day.to_zoned_datetime(zone.clone()).ok()?.timestamp())
    };
    read()
        .map(Some)
        .ok_or_else(|| ServiceError::Form(message!("audit-no-day", text = text)))
}
