//! Every key of the config is one row of one table: its name, what its line looks like, how it is read, how it is written,
//! and what is said where two versions differ in it. The reader, `course show`, the comparison of versions and the
//! law over all keys walk these tables.

mod course;
mod expect;
mod homework;
mod item;
mod mistake;
mod task;

pub(super) use homework::{HomeworkDraft, Shared};
pub(super) use task::TaskContext;

use super::shown::Value as Shown;
use crate::config::{Section, Value};
use l10n::Localized;

/// One key.
pub(super) struct Key<T: Keyed> {
    /// Its name in the file.
    pub(super) name: &'static str,
    /// What its line can look like.
    pub(super) example: &'static str,
    /// Whether it must be there.
    pub(super) required: bool,
    /// Where else it may stand.
    pub(super) also: Also,
    /// The message of a difference is `change-` and this; empty where another key tells of it.
    pub(super) change: &'static str,
    /// Takes its value into the draft, or reports what is wrong with it.
    pub(super) read: for<'t> fn(&Value<'t>, &mut T::Draft<'t>, &T::Context),
    /// What it says in a course: one setting, or one for every output or size that it speaks of.
    pub(super) settings: fn(&T) -> Vec<Setting>,
}

/// Where a key of `[[homework]]` may stand besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Also {
    /// Nowhere.
    Nowhere,
    /// In `[defaults]`.
    Defaults,
    /// At the top of a homework's own grading file.
    Grading,
}

/// A part of the config that has a table of keys.
pub(super) trait Keyed: Sized + 'static {
    /// The values as the file has them.
    type Draft<'t>: Default;
    /// What reading them needs to know.
    type Context: ?Sized;
    /// Every key, in the order in which they are read and written.
    const KEYS: &'static [Key<Self>];
}

/// What a key says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    /// The output or size that it speaks of; empty where it speaks of the whole.
    pub(super) of: &'static str,
    /// What the file says.
    pub(super) toml: Toml,
    /// What a person is shown where it changes; nothing where it is not set.
    pub(super) shown: Option<Shown>,
}

/// How a file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Toml {
    /// `key = value`.
    Line(String),
    /// The same as a comment: what holds without being said.
    Comment(String),
    /// In sections of its own, which say this.
    Sections(String),
    /// Not at all.
    Nothing,
}

impl Setting {
    /// A value that is always said.
    pub(super) fn said(toml: impl Into<String>, shown: Shown) -> Vec<Self> {
        vec![Self {
            of: "",
            toml: Toml::Line(toml.into()),
            shown: Some(shown),
        }]
    }

    /// A text of which only that it changed is told.
    pub(super) fn text(toml: impl Into<String>) -> Vec<Self> {
        Self::said(toml, Shown::Words)
    }

    /// A value that may be missing.
    pub(super) fn optional(toml: Option<String>, shown: Option<Shown>) -> Vec<Self> {
        vec![Self {
            of: "",
            toml: toml.map_or(Toml::Nothing, Toml::Line),
            shown,
        }]
    }

    /// A short text in both languages.
    pub(super) fn localized(toml: impl Into<String>, text: &Localized) -> Vec<Self> {
        Self::said(toml, Shown::Said(text.clone()))
    }

    /// What stands in sections of its own; a list of names says which there are.
    pub(super) fn sections(toml: String, names: &[String]) -> Vec<Self> {
        let names = (!names.is_empty()).then(|| Shown::Text(names.join(", ")));
        Self::counted(toml, names)
    }

    /// The same, where the sections have no names.
    pub(super) fn counted(toml: String, shown: Option<Shown>) -> Vec<Self> {
        vec![Self {
            of: "",
            toml: Toml::Sections(toml),
            shown,
        }]
    }

    /// Whether two versions say different things.
    pub(super) fn differs(&self, other: &Self) -> bool {
        // What is shown of these is less than what they say.
        let is_more = self.shown == Some(Shown::Words) || matches!(self.toml, Toml::Sections(_));
        self.shown != other.shown || is_more && self.toml != other.toml
    }
}

/// Reads all keys of a section, and reports those that it should not have.
pub(super) fn read<'t, T: Keyed>(section: Section<'t>, context: &T::Context) -> T::Draft<'t> {
    let mut draft = T::Draft::default();
    read_some::<T>(section, &mut draft, context, |_| true);
    draft
}

/// Reads some keys of a section into a draft, and reports the others.
pub(super) fn read_some<'t, T: Keyed>(
    mut section: Section<'t>,
    draft: &mut T::Draft<'t>,
    context: &T::Context,
    wanted: impl Fn(&Key<T>) -> bool,
) {
    for key in T::KEYS.iter().filter(|key| wanted(key)) {
        let value = if key.required {
            section.required(key.name, key.example)
        } else {
            section.optional(key.name, key.example)
        };
        if let Some(value) = value {
            (key.read)(&value, draft, context);
        }
    }
    section.finish();
}
