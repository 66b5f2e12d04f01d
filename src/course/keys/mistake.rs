//! The keys of `[[homework.task.mistake]]`.

use super::{Also, Key, Keyed, Setting, Toml};
use crate::config::Value;
use crate::course::model::NamedMistake;
use crate::course::show::{quoted, words};
use l10n::Localized;

/// A mistake as it is read.
#[derive(Default)]
pub(in crate::course) struct MistakeDraft<'t> {
    pub(in crate::course) id: Option<Value<'t>>,
    pub(in crate::course) hint: Option<(Localized, Value<'t>)>,
    /// Read when the task is known.
    pub(in crate::course) like: Option<Value<'t>>,
}

impl Keyed for NamedMistake {
    type Draft<'t> = MistakeDraft<'t>;
    type Context = ();

    // That a mistake changed is told of its task.
    const KEYS: &'static [Key<Self>] = &[
        Key {
            name: "id",
            example: "id = \"name\"",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, ()| draft.id = Some(value.clone()),
            settings: |mistake| Setting::text(quoted(&mistake.name)),
        },
        Key {
            name: "hint",
            example: "hint = { en = \"…\", ru = \"…\" }",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, ()| {
                draft.hint = value.words().map(|words| (words, value.clone()));
            },
            settings: |mistake| Setting::text(words(&mistake.hint)),
        },
        Key {
            name: "like",
            example: "like.OUTPUT = \"factor 2\"",
            required: true,
            also: Also::Nowhere,
            change: "",
            read: |value, draft, ()| draft.like = Some(value.clone()),
            settings: |mistake| {
                let line = |(output, like): (&String, &judge::transformation::Transformation)| {
                    format!("{output} = {}", quoted(&like.to_string()))
                };
                let lines: Vec<_> = mistake.like.iter().map(line).collect();
                vec![Setting {
                    of: "",
                    toml: Toml::Line(format!("{{ {} }}", lines.join(", "))),
                    shown: None,
                }]
            },
        },
    ];
}
