//! An entry of the audit in its reader's words.

#[cfg(test)]
mod tests;

use super::reader::Reader;
use crate::ids::EntryId;
use crate::store::Way;
use crate::store::audit::{Action, AuditEntry, Change, List, Recorded};
use jiff::Timestamp;
use l10n::{Message, date, message};
use serde::Serialize;

/// An entry in words, as it stands on the page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Words {
    /// The entry's number.
    pub id: EntryId,
    /// The list that this is, or that it came with.
    list: Option<EntryId>,
    #[serde(skip)]
    instant: Timestamp,
    at: String,
    actor: String,
    action: String,
    subject: String,
    before: String,
    after: String,
}

impl Words {
    /// The entry as a row of a table; the instant as programs read it.
    pub fn cells(&self) -> [String; 7] {
        [
            self.id.to_string(),
            self.instant.to_string(),
            self.actor.clone(),
            self.action.clone(),
            self.subject.clone(),
            self.before.clone(),
            self.after.clone(),
        ]
    }

    /// Everything that is searched: what stands on the page.
    pub fn text(&self) -> String {
        [
            &self.at,
            &self.actor,
            &self.action,
            &self.subject,
            &self.before,
            &self.after,
        ]
        .map(String::as_str)
        .join(" ")
    }
}

/// Puts an entry into words.
pub(super) fn words(entry: &AuditEntry, reader: &Reader) -> Words {
    let (before, after) = match &entry.recorded {
        Recorded::Action(action) => reader.change(action, entry.rows),
        Recorded::Prose { before, after } => (before.clone(), after.clone()),
    };
    let is_list = matches!(entry.recorded, Recorded::Action(Action::Import { .. }));
    Words {
        id: entry.id,
        list: entry.import.or(is_list.then_some(entry.id)),
        instant: entry.at,
        at: date::instant(entry.at, &reader.zone, reader.now, reader.lang),
        actor: match entry.actor.strip_prefix("platform ") {
            Some(_) => reader.subject(&entry.actor),
            None => entry.actor.clone(),
        },
        action: reader.kind(&entry.kind),
        subject: match &entry.recorded {
            Recorded::Action(Action::Import { list, .. }) => match list {
                List::Roster => message!("audit-import-roster").text(reader.lang),
                List::Exam => message!("audit-import-exam").text(reader.lang),
            },
            _ => reader.subject(&entry.subject),
        },
        before,
        after,
    }
}

impl Reader {
    /// Whose or which, in words.
    pub fn subject(&self, subject: &str) -> String {
        let number = |text: &str| text.parse::<i64>().ok();
        if subject == "course" {
            return message!("audit-course").text(self.lang);
        }
        if let Some(id) = subject.strip_prefix("job ").and_then(number) {
            return message!("audit-job", id = id.to_string()).text(self.lang);
        }
        if let Some(id) = subject.strip_prefix("platform course ").and_then(number) {
            return message!("audit-platform-course", id = id.to_string()).text(self.lang);
        }
        if let Some(id) = subject.strip_prefix("platform ").and_then(number) {
            return message!("audit-platform", id = id.to_string()).text(self.lang);
        }
        if let Some((homework, id)) = subject.split_once('#') {
            return message!(
                "audit-submission",
                homework = homework.to_owned(),
                id = id.to_owned()
            )
            .text(self.lang);
        }
        subject.to_owned()
    }

    /// How it was and how it became.
    fn change(&self, action: &Action, rows: usize) -> (String, String) {
        let nothing = String::new;
        match action {
            Action::User(change) => both(change, |person| self.person(person)),
            Action::Import { takes_back, .. } => {
                let rows = message!("audit-import-rows", n = rows);
                let told = match takes_back {
                    None => rows,
                    Some(id) => {
                        message!("audit-import-taken-back", id = id.to_string(), rows = rows)
                    }
                };
                (nothing(), told.text(self.lang))
            }
            Action::Merge(merge) => {
                let (one, two) = (
                    message!("audit-merged", into = merge.into.as_str()).text(self.lang),
                    message!("audit-parted").text(self.lang),
                );
                if merge.is_undone {
                    (one, two)
                } else {
                    (two, one)
                }
            }
            Action::Course(change) => both(change, |version| self.version(version)),
            Action::Override(change) => both(change, |given| self.given(given)),
            Action::Extension(change) => both(change, |extension| self.extension(extension)),
            Action::Exam(change) => both(change, |points| points.show(self.lang)),
            Action::Late(change) | Action::ManualGrade(change) | Action::Rubric(change) => {
                both(change, |grade| self.grade(grade))
            }
            Action::Regrade(change) => both(change, |graded| {
                message!(
                    "audit-points-of-version",
                    points = graded.points,
                    version = graded.version.to_string()
                )
                .text(self.lang)
            }),
            Action::RegradeBegun(job) => {
                let homework = job.homework.clone();
                let all = || message!("audit-all-homeworks").text(self.lang);
                let homework = homework.unwrap_or_else(all);
                let begun = message!(
                    "audit-regrade-begun",
                    version = job.version.to_string(),
                    homework = homework,
                    submissions = job.submissions.to_string()
                )
                .text(self.lang);
                (nothing(), begun)
            }
            Action::RequestClosed { request } => (
                message!("audit-request-open", id = request.to_string()).text(self.lang),
                message!("audit-request-closed").text(self.lang),
            ),
            Action::Link { until } => {
                let day = date::day(*until, &self.zone, self.now, self.lang);
                (
                    nothing(),
                    message!("audit-link-until", day = day).text(self.lang),
                )
            }
            Action::Canvas {
                assignments,
                matched,
                students,
            } => {
                let kept = message!(
                    "audit-canvas-kept",
                    assignments = *assignments,
                    matched = *matched,
                    students = *students
                );
                (nothing(), kept.text(self.lang))
            }
            Action::Login(change) | Action::Token(change) | Action::PlatformPerson(change) => {
                both(change, String::clone)
            }
            Action::Platform(change) => both(change, |settings| self.platform(settings)),
            Action::PassBack { before, after } => (self.passed(before), self.passed(after)),
            Action::SignIn { device, way } => {
                let way = way.as_ref().map(|way| way_in(way).text(self.lang));
                let said = [Some(device.clone()), way];
                let said = said.into_iter().flatten().filter(|text| !text.is_empty());
                (nothing(), said.collect::<Vec<_>>().join(", "))
            }
            Action::SignOut { device } | Action::Session { device } => (device.clone(), nothing()),
        }
    }
}

/// How somebody signed in.
fn way_in(way: &Way) -> Message {
    match way {
        Way::Link => message!("audit-by-link"),
        Way::Mail => message!("audit-by-mail"),
        Way::Header => message!("audit-by-header"),
        Way::Provider(id) => message!("audit-by-provider", id = id.as_str()),
        Way::Platform(name) => message!("audit-by-platform", name = name.as_str()),
    }
}

/// Both sides of a change in words; nothing where there was or is nothing.
fn both<T>(change: &Change<T>, words: impl Fn(&T) -> String) -> (String, String) {
    let side = |side: &Option<T>| side.as_ref().map(&words).unwrap_or_default();
    (side(&change.before), side(&change.after))
}
