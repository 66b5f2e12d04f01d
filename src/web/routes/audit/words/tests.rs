//! Every action is told in both languages, and found by its words.

use super::*;
use crate::grading::by_hand::Part;
use crate::store::audit::{Extension, Grade, Graded, Merge, PassBack, Person, RegradeJob, Version};
use crate::store::{Details, Override, PlatformSettings, Role};
use jiff::tz::TimeZone;
use judge::points::Points;
use judge::points::Share;
use l10n::Lang;
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
    let graded = |points: &str, version: i64| Graded {
        points: points.parse().unwrap(),
        version: version.into(),
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
                takes_back: Some(5.into()),
            },
        ),
        ("7", Action::Login(changed("6".to_owned(), "7".to_owned()))),
        (
            "7",
            Action::Merge(Merge {
                from: "7".to_owned(),
                into: "8".to_owned(),
                moved: Vec::new(),
                taken: Details {
                    group: "101".to_owned(),
                    ..Details::default()
                },
                takes_inputs: false,
                was_active: true,
                is_undone: false,
            }),
        ),
        (
            "course",
            Action::Course(changed(version(1.into()), version(2.into()))),
        ),
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
        (
            "7/8/9",
            Action::ManualGrade(Change {
                after: None,
                ..grades()
            }),
        ),
        ("7/8/9", Action::Rubric(grades())),
        (
            "7/8#12",
            Action::Regrade(changed(graded("0", 1), graded("2.5", 2))),
        ),
        (
            "job 3",
            Action::RegradeBegun(RegradeJob {
                job: 3.into(),
                version: 2.into(),
                homework: None,
                submissions: 40,
            }),
        ),
        ("7/8/9", Action::RequestClosed { request: 5.into() }),
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
        (
            "7",
            Action::SignIn {
                device: device(),
                way: Some(Way::Platform("Орёл".to_owned())),
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
        id: 1.into(),
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
