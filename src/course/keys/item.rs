//! The keys of `[[homework.manual]]` and of its criteria.

use super::{Also, Key, Keyed, Setting};
use crate::config::Value;
use crate::course::answer_kind::AnswerKind;
use crate::course::manual;
use crate::course::model::{Criterion, Manual};
use crate::course::show::{quoted, section, words};
use crate::course::shown::Value as Shown;
use judge::points::Points;
use l10n::Localized;

/// An item as it is read.
#[derive(Default)]
pub(in crate::course) struct ItemDraft<'t> {
    pub(in crate::course) name: Option<&'t str>,
    pub(in crate::course) title: Option<Localized>,
    pub(in crate::course) statement: Option<Localized>,
    pub(in crate::course) points: Option<Points>,
    /// Where the points stand.
    pub(in crate::course) points_value: Option<Value<'t>>,
    pub(in crate::course) bonus: Option<bool>,
    pub(in crate::course) names_bonus: bool,
    pub(in crate::course) accept: Option<Vec<AnswerKind>>,
    /// How many criteria the file lists, also where they could not be read.
    pub(in crate::course) listed: usize,
    pub(in crate::course) rubric: Vec<Criterion>,
}

impl Keyed for Manual {
    type Draft<'t> = ItemDraft<'t>;
    type Context = ();

    const KEYS: &'static [Key<Self>] = &[
        Key {
            name: "id",
            example: "id = \"name\"",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, ()| draft.name = value.name(),
            settings: |item| Setting::text(quoted(&item.name)),
        },
        Key {
            name: "title",
            example: "title = { en = \"…\", ru = \"…\" }",
            required: true,
            also: Also::Nowhere,
            change: "item-words",
            read: |value, draft, ()| draft.title = value.words(),
            settings: |item| Setting::localized(words(&item.title), &item.title),
        },
        Key {
            name: "statement",
            example: "statement = { en = \"…\", ru = \"…\" }",
            required: true,
            also: Also::Nowhere,
            change: "item-words",
            read: |value, draft, ()| draft.statement = value.words(),
            settings: |item| Setting::text(words(&item.statement)),
        },
        Key {
            name: "points",
            example: "points = \"2.5\"",
            required: true,
            also: Also::Nowhere,
            change: "item",
            read: |value, draft, ()| {
                draft.points = value.positive_points();
                draft.points_value = Some(value.clone());
            },
            settings: |item| {
                Setting::said(format!("\"{}\"", item.points), Shown::Points(item.points))
            },
        },
        Key {
            name: "bonus",
            example: "bonus = true",
            required: false,
            also: Also::Nowhere,
            change: "bonus",
            read: |value, draft, ()| {
                draft.bonus = value.boolean();
                draft.names_bonus = true;
            },
            settings: |item| Setting::said(item.bonus.to_string(), Shown::Flag(item.bonus)),
        },
        Key {
            name: "accept",
            example: "accept = [\"text\", \"pdf\"]",
            required: false,
            also: Also::Nowhere,
            change: "accept",
            read: |value, draft, ()| draft.accept = Some(manual::accepted(value)),
            settings: |item| {
                let names: Vec<_> = item.accept.iter().map(|kind| kind.name()).collect();
                let quoted: Vec<_> = names.iter().map(|name| quoted(name)).collect();
                let toml = format!("[{}]", quoted.join(", "));
                Setting::said(toml, Shown::Text(names.join(", ")))
            },
        },
        Key {
            name: "criterion",
            example: "[[homework.manual.criterion]]",
            required: false,
            also: Also::Nowhere,
            change: "item-words",
            read: |value, draft, ()| {
                let sections = value.sections();
                draft.listed = sections.len();
                draft.rubric = manual::criteria(sections);
            },
            settings: |item| {
                let criteria = item.rubric.iter();
                let named = criteria.clone().map(|c| format!("{} {}", c.name, c.points));
                let names: Vec<String> = named.collect();
                let sections = criteria.map(|c| section("homework.manual.criterion", c));
                Setting::sections(sections.collect(), &names)
            },
        },
    ];
}

/// A criterion as it is read.
#[derive(Default)]
pub(in crate::course) struct CriterionDraft<'t> {
    pub(in crate::course) id: Option<Value<'t>>,
    pub(in crate::course) text: Option<Localized>,
    pub(in crate::course) points: Option<Points>,
}

impl Keyed for Criterion {
    type Draft<'t> = CriterionDraft<'t>;
    type Context = ();

    // A change of a criterion is told of its item.
    const KEYS: &'static [Key<Self>] = &[
        Key {
            name: "id",
            example: "id = \"name\"",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, ()| draft.id = Some(value.clone()),
            settings: |criterion| Setting::text(quoted(&criterion.name)),
        },
        Key {
            name: "text",
            example: "text = { en = \"…\", ru = \"…\" }",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, ()| draft.text = value.words(),
            settings: |criterion| Setting::text(words(&criterion.text)),
        },
        Key {
            name: "points",
            example: "points = \"2.5\"",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, ()| draft.points = value.positive_points(),
            settings: |criterion| Setting::text(format!("\"{}\"", criterion.points)),
        },
    ];
}
