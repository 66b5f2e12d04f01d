//! The keys of `[[homework]]`. Some may stand in `[defaults]` too, others at the top of a homework's own grading file.

use super::{Also, Key, Keyed, Setting, Toml};
use crate::config::{Span, Value};
use crate::course::dates::{Edge, moment, written};
use crate::course::lists::Lists;
use crate::course::lookup;
use crate::course::model::{Homework, Late, Task};
use crate::course::policy::{self, FEEDBACKS, Policy, REVEALS, percent};
use crate::course::show::words;
use crate::course::shown::Value as Shown;
use assignments::catalogue::Homework as Listed;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use l10n::Localized;

/// What all homeworks of a file share.
pub(in crate::course) struct Shared {
    pub(in crate::course) catalogue: &'static [Listed],
    pub(in crate::course) zone: TimeZone,
    pub(in crate::course) defaults: Policy,
}

/// A homework as it is read.
#[derive(Default)]
pub(in crate::course) struct HomeworkDraft<'t> {
    pub(in crate::course) id: Option<Value<'t>>,
    pub(in crate::course) listed: Option<&'static Listed>,
    pub(in crate::course) title: Option<Localized>,
    pub(in crate::course) opens: Option<(Timestamp, Span)>,
    pub(in crate::course) deadline: Option<(Timestamp, Span)>,
    pub(in crate::course) closes: Option<(Timestamp, Span)>,
    /// Whether the file names a deadline, also one that could not be read.
    pub(in crate::course) names_deadline: bool,
    /// Where `late` stands.
    pub(in crate::course) late_place: Option<Span>,
    pub(in crate::course) policy: Policy,
    pub(in crate::course) lists: Lists,
}

fn date(value: &Value<'_>, shared: &Shared, edge: Edge) -> Option<(Timestamp, Span)> {
    Some((moment(value, &shared.zone, edge)?, value.span.clone()))
}

fn date_setting(homework: &Homework, at: Option<Timestamp>, edge: Edge) -> Vec<Setting> {
    let toml = at.map(|at| written(at, &homework.time_zone, edge));
    Setting::optional(toml, at.map(Shown::Date))
}

/// The row of a date.
macro_rules! date {
    ($field:ident, $example:literal, $edge:expr, $note:expr) => {
        Key {
            name: stringify!($field),
            example: $example,
            required: false,
            also: Also::Nowhere,
            change: stringify!($field),
            read: |value, draft, shared| {
                draft.$field = date(value, shared, $edge);
                let note: fn(&mut HomeworkDraft<'_>) = $note;
                note(draft);
            },
            settings: |homework| date_setting(homework, homework.$field, $edge),
        }
    };
}

impl Keyed for Homework {
    type Draft<'t> = HomeworkDraft<'t>;
    type Context = Shared;

    const KEYS: &'static [Key<Self>] = &[
        Key {
            name: "id",
            example: "id = \"name\"",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, shared| {
                draft.listed = lookup::homework(value, shared.catalogue);
                draft.id = Some(value.clone());
            },
            settings: |homework| Setting::text(crate::course::show::quoted(homework.name())),
        },
        Key {
            name: "title",
            example: "title = { en = \"…\", ru = \"…\" }",
            required: false,
            also: Also::Nowhere,
            change: "title",
            read: |value, draft, _| draft.title = value.words(),
            settings: |homework| Setting::localized(words(&homework.title), &homework.title),
        },
        Key {
            name: "max_points",
            example: "max_points = \"13\"",
            required: false,
            also: Also::Grading,
            change: "max-points",
            read: |value, draft, _| draft.lists.read_max(value),
            settings: |homework| {
                let toml = format!("\"{}\"", homework.max_points);
                Setting::said(toml, Shown::Points(homework.max_points))
            },
        },
        date!(opens, "opens = 2022-09-22", Edge::Start, |_| {}),
        date!(deadline, "deadline = 2022-10-06", Edge::End, |draft| {
            draft.names_deadline = true;
        }),
        date!(closes, "closes = 2022-10-20T18:00:00", Edge::End, |_| {}),
        Key {
            name: "late",
            example: "late = { per_day = \"10%\", most = \"50%\" }",
            required: false,
            also: Also::Defaults,
            change: "late",
            read: |value, draft, _| {
                draft.policy.late = policy::late(value);
                draft.late_place = Some(value.span.clone());
            },
            settings: late_setting,
        },
        Key {
            name: "attempts",
            example: "attempts = 20",
            required: false,
            also: Also::Defaults,
            change: "attempts",
            read: |value, draft, _| draft.policy.attempts = policy::attempts(value),
            settings: |homework| {
                let toml = match homework.attempts {
                    Some(attempts) => attempts.to_string(),
                    None => "\"unlimited\"".to_owned(),
                };
                let shown = homework.attempts.map(|n| Shown::Count(n.into()));
                Setting::optional(Some(toml), shown)
            },
        },
        Key {
            name: "reveal",
            example: "reveal = \"after_close\"",
            required: false,
            also: Also::Defaults,
            change: "reveal",
            read: |value, draft, _| draft.policy.reveal = value.choice(&REVEALS),
            settings: |homework| {
                let named = REVEALS.iter().find(|(_, r)| *r == homework.reveal);
                let name = named.map(|(name, _)| *name).unwrap_or_default();
                Setting::said(format!("\"{name}\""), Shown::Text(name.to_owned()))
            },
        },
        Key {
            name: "feedback",
            example: "feedback = \"blunt\"",
            required: false,
            also: Also::Defaults,
            change: "feedback",
            read: |value, draft, _| draft.policy.feedback = value.choice(&FEEDBACKS),
            settings: |homework| {
                let named = FEEDBACKS.iter().find(|(_, f)| *f == homework.feedback);
                let name = named.map(|(name, _)| *name).unwrap_or_default();
                Setting::said(format!("\"{name}\""), Shown::Text(name.to_owned()))
            },
        },
        Key {
            name: "hints_from_attempt",
            example: "hints_from_attempt = 1",
            required: false,
            also: Also::Defaults,
            change: "hints",
            read: |value, draft, _| {
                draft.policy.hints_from_attempt = policy::attempt_number(value);
            },
            settings: |homework| {
                let from = homework.hints_from_attempt;
                Setting::said(from.to_string(), Shown::Count(from.into()))
            },
        },
        Key {
            name: "storage_mib",
            example: "storage_mib = 128",
            required: false,
            also: Also::Defaults,
            change: "storage",
            read: |value, draft, _| draft.policy.storage_mib = policy::storage(value),
            settings: |homework| {
                let most = homework.storage_mib;
                Setting::said(most.to_string(), Shown::Count(most.into()))
            },
        },
        Key {
            name: "partial",
            example: "partial = true",
            required: false,
            also: Also::Defaults,
            // It is said, and told, of every task.
            change: "",
            read: |value, draft, _| draft.policy.partial = value.boolean(),
            settings: |_| Vec::new(),
        },
        Key {
            name: "task",
            example: "[[homework.task]]",
            required: false,
            also: Also::Grading,
            change: "",
            read: |value, draft, shared| {
                draft
                    .lists
                    .read_tasks(value, draft.listed, shared.catalogue);
            },
            // An empty list is said too: a missing one would mean the homework's own.
            settings: |homework| empty_list(homework.tasks.iter().any(Task::is_graded)),
        },
        Key {
            name: "manual",
            example: "[[homework.manual]]",
            required: false,
            also: Also::Grading,
            change: "",
            read: |value, draft, _| draft.lists.read_items(value, draft.listed),
            settings: |homework| empty_list(!homework.manual.is_empty()),
        },
    ];
}

fn late_setting(homework: &Homework) -> Vec<Setting> {
    let (toml, shown) = match homework.late {
        Late::Refused => ("\"refused\"".to_owned(), "refused".to_owned()),
        Late::Free => ("\"free\"".to_owned(), "free".to_owned()),
        Late::PerDay { share, most } => {
            let (share, most) = (percent(share), percent(most));
            (
                format!("{{ per_day = \"{share}\", most = \"{most}\" }}"),
                format!("{share} / {most}"),
            )
        }
    };
    // Without a deadline the rule of refusing says nothing, and saying it would be warned of.
    let idle = homework.late == Late::Refused && homework.deadline.is_none();
    Setting::optional((!idle).then_some(toml), Some(Shown::Text(shown)))
}

fn empty_list(filled: bool) -> Vec<Setting> {
    let toml = if filled {
        Toml::Nothing
    } else {
        Toml::Line("[]".to_owned())
    };
    vec![Setting {
        of: "",
        toml,
        shown: None,
    }]
}
