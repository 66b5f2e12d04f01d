//! An entry of the audit in its reader's words.

use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::audit::{
    Action, AuditEntry, Change, Extension, Grade, List, PassBack, Person, Recorded,
};
use crate::store::{Details, Override, PlatformSettings, Way, audit};
use crate::web::visitor::Teacher;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::points::Points;
use l10n::{Lang, Message, date, message, number};
use serde::Serialize;

/// For whom it is put into words.
pub(super) struct Reader {
    /// The language.
    pub lang: Lang,
    /// The time zone.
    pub zone: TimeZone,
    /// The instant of reading: the year is left out where it is the same.
    pub now: Timestamp,
}

/// How somebody signed in.
fn way_in(way: &Way) -> Message {
    match way {
        Way::Link => message!("audit-by-link"),
        Way::Mail => message!("audit-by-mail"),
        Way::Header => message!("audit-by-header"),
        Way::Provider(id) => message!("audit-by-provider", id = id.as_str()),
    }
}

/// An entry in words, as it stands on the page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Words {
    /// The entry's number.
    pub id: i64,
    /// The list that this is, or that it came with.
    list: Option<i64>,
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
    /// How a teacher reads it.
    ///
    /// # Errors
    /// When there is no course, or the database fails.
    pub async fn of(app: &App, teacher: &Teacher) -> Result<Self, ServiceError> {
        let active = app.course().await?;
        Ok(Self {
            lang: teacher.0.lang(),
            zone: teacher.0.zone(&active.course),
            now: app.now(),
        })
    }

    /// The words for a kind of change; the kind itself where an earlier release knew another.
    pub fn kind(&self, kind: &str) -> String {
        let known = Message::new(format!("audit-did-{kind}"), Vec::new());
        if known.exists() {
            known.text(self.lang)
        } else {
            kind.to_owned()
        }
    }

    fn subject(&self, subject: &str) -> String {
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

    fn person(&self, person: &Person) -> String {
        let role = person.role.message().text(self.lang);
        let active = if person.active { "yes" } else { "no" };
        let told = message!(
            "audit-person",
            name = person.name.clone(),
            role = role,
            active = active
        )
        .text(self.lang);
        let Details {
            family_name: _,
            email,
            student_id,
            group,
        } = &person.details;
        let known = [&told, email, student_id, group].into_iter();
        let known = known.filter(|part| !part.is_empty()).map(String::as_str);
        known.collect::<Vec<_>>().join(" · ")
    }

    fn platform(&self, settings: &PlatformSettings) -> String {
        let state = Message::new(format!("lti-state-{}", settings.state.name()), Vec::new());
        let known = [
            settings.name.clone(),
            state.text(self.lang),
            settings.issuer.clone(),
            settings.client_id.clone(),
            settings.deployments.join(", "),
            settings.auth_url.clone(),
            settings.token_url.clone(),
            settings.jwks_url.clone(),
            settings.audience.clone(),
            Message::new(
                format!("lti-match-{}", settings.match_by.name()),
                Vec::new(),
            )
            .text(self.lang),
            if settings.creates {
                message!("lti-creates-short").text(self.lang)
            } else {
                String::new()
            },
        ];
        let known: Vec<_> = known.into_iter().filter(|word| !word.is_empty()).collect();
        known.join(" · ")
    }

    fn passed(&self, passed: &PassBack) -> String {
        let none = || "—".to_owned();
        let list = |homeworks: &[String]| match homeworks {
            [] => none(),
            some => some.join(", "),
        };
        let sent = message!(
            "audit-passed",
            course = passed.course.clone(),
            homeworks = list(&passed.sent)
        )
        .text(self.lang);
        if passed.taken_back.is_empty() {
            return sent;
        }
        let back = message!("audit-passed-back", homeworks = list(&passed.taken_back));
        format!("{sent}; {}", back.text(self.lang))
    }

    fn version(&self, version: &audit::Version) -> String {
        let number =
            message!("audit-version", version = version.version.to_string()).text(self.lang);
        let noted = self.with_reason(number, &version.note);
        if version.new_inputs.is_empty() {
            return noted;
        }
        let homeworks = version.new_inputs.join(", ");
        let inputs = message!("audit-new-inputs", homeworks = homeworks).text(self.lang);
        format!("{noted}; {inputs}")
    }

    fn given(&self, given: &Override) -> String {
        let what = given.points.map_or_else(
            || message!("audit-excused").text(self.lang),
            |points: Points| points.show(self.lang),
        );
        self.with_reason(what, &given.reason)
    }

    fn extension(&self, extension: &Extension) -> String {
        let deadline = date::deadline(extension.deadline, &self.zone, self.now, self.lang);
        self.with_reason(deadline, &extension.reason)
    }

    fn grade(&self, grade: &Grade) -> String {
        let mut parts: Vec<String> = Vec::new();
        for part in &grade.parts {
            let (given, most) = (part.points.show(self.lang), part.max_points.show(self.lang));
            let part = format!("{} {given}/{most}", part.criterion);
            parts.push(part.trim_start().to_owned());
        }
        if let Some(left) = number::late_percent(grade.late_factor, self.lang) {
            parts.push(message!("audit-late-left", left = left).text(self.lang));
        }
        let points = grade.points.show(self.lang);
        let points = if parts.is_empty() {
            points
        } else {
            // A semicolon: in Russian a comma stands in numbers.
            message!(
                "audit-points-of-parts",
                points = points,
                parts = parts.join("; ")
            )
            .text(self.lang)
        };
        if grade.comment.is_empty() {
            points
        } else {
            format!("{points} «{}»", grade.comment)
        }
    }

    fn with_reason(&self, what: String, reason: &str) -> String {
        if reason.is_empty() {
            return what;
        }
        message!("audit-reason", what = what, reason = reason.to_owned()).text(self.lang)
    }
}

/// Both sides of a change in words; nothing where there was or is nothing.
fn both<T>(change: &Change<T>, words: impl Fn(&T) -> String) -> (String, String) {
    let side = |side: &Option<T>| side.as_ref().map(&words).unwrap_or_default();
    (side(&change.before), side(&change.after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grading::by_hand::Part;
    use crate::store::Role;
    use crate::store::audit::{Graded, Merge, RegradeJob, Version};
    use judge::points::Share;
    use std::collections::BTreeSet;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn changed<T>(before: T, after: T) -> Change<T> {
        Change {
            before: Some(before),
            after: Some(after),
        }
    }

    /// One of every action, with the subject it has. What people typed is Cyrillic or digits: words in it belong to no language.
    #[expect(clippy::too_many_lines, reason = "one of every action on one screen")]
    fn all() -> Vec<(&'static str, Action)> {
        let person = |role, active| Person {
            name: "Анна".to_owned(),
            role,
            active,
            details: Details {
                student_id: "17".to_owned(),
                ..Details::default()
            },
        };
        let version = |version| Version {
            version,
            note: "срок".to_owned(),
            new_inputs: vec!["поток".to_owned()],
        };
        let given = |points: Option<&str>| Override {
            points: points.map(|text| text.parse().unwrap()),
            reason: "болезнь".to_owned(),
        };
        let extension = |deadline| Extension {
            deadline: at(deadline),
            reason: "болезнь".to_owned(),
        };
        let grade = |points: &str, late_factor| Grade {
            points: points.parse().unwrap(),
            late_factor,
            parts: vec![Part {
                criterion: "ход".to_owned(),
                points: "1.5".parse().unwrap(),
                max_points: Points::whole(2),
            }],
            comment: "верно".to_owned(),
        };
        let grades = || changed(grade("1.35", Share::percent(90)), grade("1.5", Share::ALL));
        let graded = |points: &str, version| Graded {
            points: points.parse().unwrap(),
            version,
        };
        let device = || "Орёл".to_owned();
        vec![
            (
                "7",
                Action::User(changed(
                    person(Role::Student, true),
                    person(Role::Grader, false),
                )),
            ),
            (
                "exam",
                Action::Import {
                    list: List::Exam,
                    takes_back: None,
                },
            ),
            (
                "roster",
                Action::Import {
                    list: List::Roster,
                    takes_back: Some(5),
                },
            ),
            ("7", Action::Login(changed("6".to_owned(), "7".to_owned()))),
            (
                "7",
                Action::Merge(Merge {
                    from: "7".to_owned(),
                    into: "8".to_owned(),
                    moved: Vec::new(),
                    takes_inputs: false,
                    was_active: true,
                    is_undone: false,
                }),
            ),
            ("course", Action::Course(changed(version(1), version(2)))),
            (
                "7/8",
                Action::Override(changed(given(None), given(Some("8.5")))),
            ),
            (
                "7/8",
                Action::Extension(changed(
                    extension("2026-12-01T21:00:00Z"),
                    extension("2026-12-02T21:00:00Z"),
                )),
            ),
            (
                "7",
                Action::Exam(changed(Points::whole(3), Points::whole(5))),
            ),
            ("7/8#12", Action::Late(grades())),
            ("7/8/9", Action::ManualGrade(grades())),
            ("7/8/9", Action::Rubric(grades())),
            (
                "7/8#12",
                Action::Regrade(changed(graded("0", 1), graded("2.5", 2))),
            ),
            (
                "job 3",
                Action::RegradeBegun(RegradeJob {
                    job: 3,
                    version: 2,
                    homework: None,
                    submissions: 40,
                }),
            ),
            ("7/8/9", Action::RequestClosed { request: 5 }),
            (
                "7",
                Action::Link {
                    until: at("2026-12-28T10:00:00Z"),
                },
            ),
            (
                "course",
                Action::Canvas {
                    assignments: 8,
                    matched: 6,
                    students: 120,
                },
            ),
            (
                "7",
                Action::Token(Change {
                    before: None,
                    after: Some("ноутбук".to_owned()),
                }),
            ),
            (
                "7",
                Action::SignIn {
                    device: device(),
                    way: None,
                },
            ),
            (
                "7",
                Action::SignIn {
                    device: device(),
                    way: Some(Way::Provider("вуз".to_owned())),
                },
            ),
            ("7", Action::SignOut { device: device() }),
            ("7", Action::Session { device: device() }),
            (
                "platform 3",
                Action::Platform(Change {
                    before: None,
                    after: Some(PlatformSettings {
                        name: "Орёл".to_owned(),
                        issuer: "1".to_owned(),
                        client_id: "2".to_owned(),
                        deployments: vec!["3".to_owned()],
                        auth_url: "4".to_owned(),
                        token_url: "5".to_owned(),
                        jwks_url: "6".to_owned(),
                        audience: String::new(),
                        match_by: crate::store::MatchBy::Email,
                        creates: true,
                        state: crate::store::PlatformState::On,
                    }),
                }),
            ),
            (
                "7",
                Action::PlatformPerson(Change {
                    before: None,
                    after: Some("3: 17".to_owned()),
                }),
            ),
            (
                "platform course 3",
                Action::PassBack {
                    before: PassBack {
                        course: "курс".to_owned(),
                        sent: Vec::new(),
                        taken_back: Vec::new(),
                    },
                    after: PassBack {
                        course: "курс".to_owned(),
                        sent: vec!["поток".to_owned()],
                        taken_back: vec!["слой".to_owned()],
                    },
                },
            ),
        ]
    }

    fn told(subject: &str, action: &Action, lang: Lang) -> Words {
        let reader = Reader {
            lang,
            zone: TimeZone::get("Europe/Moscow").unwrap(),
            now: at("2026-11-28T09:00:00Z"),
        };
        let entry = AuditEntry {
            id: 1,
            at: at("2026-11-28T07:37:00Z"),
            actor: "7".to_owned(),
            kind: action.kind().to_owned(),
            subject: subject.to_owned(),
            recorded: Recorded::Action(action.clone()),
            import: None,
            rows: 3,
        };
        words(&entry, &reader)
    }

    #[test]
    fn every_action_is_told_in_both_languages() {
        let all = all();
        let kinds: BTreeSet<_> = all.iter().map(|(_, action)| action.kind()).collect();
        assert_eq!(
            kinds,
            Action::KINDS.iter().copied().collect(),
            "one of every kind"
        );
        for (subject, action) in &all {
            let (english, russian) = (
                told(subject, action, Lang::En),
                told(subject, action, Lang::Ru),
            );
            assert_ne!(english.action, russian.action, "{action:?}");
            for text in [english.text(), russian.text()] {
                assert!(!text.contains("audit-"), "{text}");
            }
            // The zone has a Latin name in both.
            let text = russian.text().replace("Canvas", "");
            let latin = text.chars().find(char::is_ascii_alphabetic);
            assert_eq!(latin, None, "{text}");
        }
    }

    #[test]
    fn an_entry_is_found_by_the_words_on_the_page() {
        let all = all();
        let of = |kind: &str| {
            all.iter()
                .find(|(_, action)| action.kind() == kind)
                .unwrap()
        };
        for (kind, lang, expected) in [
            ("override", Lang::Ru, "освобождение (болезнь) 8,5 (болезнь)"),
            (
                "extension",
                Lang::Ru,
                "1 декабря, 23:59 МСК (болезнь) 2 декабря, 23:59 МСК (болезнь)",
            ),
            (
                "course",
                Lang::En,
                "version 1 (срок); new inputs of поток version 2 (срок)",
            ),
            (
                "late",
                Lang::En,
                "1.35 (ход 1.5/2; late: 90% left) «верно» 1.5 (ход 1.5/2) «верно»",
            ),
            (
                "regrade",
                Lang::Ru,
                "7/8, отправка 12 0 (версия 1) 2,5 (версия 2)",
            ),
        ] {
            let (subject, action) = of(kind);
            let text = told(subject, action, lang).text();
            assert!(text.contains(expected), "{text}");
        }
    }

    #[test]
    fn actions_are_kept_as_data_and_read_again() {
        for (_, action) in all() {
            let kept = serde_json::to_string(&action).unwrap();
            assert_eq!(
                serde_json::from_str::<Action>(&kept).unwrap(),
                action,
                "{kept}"
            );
        }
        let exam = Action::Exam(changed(Points::whole(3), "5.5".parse().unwrap()));
        // Kept in databases: it may never change.
        assert_eq!(
            serde_json::to_string(&exam).unwrap(),
            r#"{"exam":{"before":"3","after":"5.5"}}"#
        );
    }
}
