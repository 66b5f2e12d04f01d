//! A cursor over the spanned tree of a TOML file: takes keys and values, and reports whatever does not fit.

use super::code::Code;
use super::sink::{Sink, problem};
use super::{slip, slips};
use l10n::{Message, message, nearest};
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A place in the file.
pub(crate) type Span = Range<usize>;

/// A table that is being read; remembers which keys somebody asked for.
pub(crate) struct Section<'t> {
    table: &'t DeTable<'t>,
    pub(crate) span: Span,
    pub(crate) sink: &'t Sink,
    known: Vec<&'static str>,
}

/// A value with its place.
#[derive(Clone)]
pub(crate) struct Value<'t> {
    pub(crate) node: &'t DeValue<'t>,
    pub(crate) span: Span,
    pub(crate) key: &'t str,
    pub(crate) key_span: Span,
    /// What the line of its key can look like; empty where nobody asked for the key.
    pub(crate) example: &'static str,
    pub(crate) sink: &'t Sink,
}

impl<'t> Section<'t> {
    pub(crate) fn new(table: &'t DeTable<'t>, span: Span, sink: &'t Sink) -> Self {
        Self {
            table,
            span,
            sink,
            known: Vec::new(),
        }
    }

    /// Whether the table has this key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries().any(|v| v.key == key)
    }

    /// The value of a key, if it is there; `example` is what its line can look like.
    pub(crate) fn optional(
        &mut self,
        key: &'static str,
        example: &'static str,
    ) -> Option<Value<'t>> {
        self.known.push(key);
        let found = self.entries().find(|v| v.key == key)?;
        Some(Value { example, ..found })
    }

    /// The value of a key that must be there.
    pub(crate) fn required(
        &mut self,
        key: &'static str,
        example: &'static str,
    ) -> Option<Value<'t>> {
        let found = self.optional(key, example);
        if found.is_none() {
            let missing = problem(Code::MissingKey, self.span.clone()).with("key", key);
            self.sink.error(missing.example(example));
        }
        found
    }

    /// All keys with their values, whatever they are called.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Value<'t>> + use<'t> {
        let sink = self.sink;
        self.table.iter().map(move |(key, value)| Value {
            node: value.get_ref(),
            span: value.span(),
            key: key.get_ref(),
            key_span: key.span(),
            example: "",
            sink,
        })
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self) {
        for entry in self.entries().filter(|v| !self.known.contains(&v.key)) {
            let near = nearest(entry.key, self.known.iter().copied());
            let known = self.known.join(", ");
            // A secret that was written where none belongs is not shown with its place.
            if ["secret", "password"]
                .iter()
                .any(|word| entry.key.contains(word))
            {
                self.sink.hide(entry.span.clone());
            }
            let unknown = problem(Code::UnknownKey, entry.key_span).with("key", entry.key);
            self.sink.error(unknown.with("known", known).near(near));
        }
    }
}

impl Value<'_> {
    /// The place of the value; of a table written with dotted keys, whose own place is only its name, that of its keys and values.
    pub(crate) fn whole_span(&self) -> Span {
        let raw = self.sink.source.get(self.span.clone()).unwrap_or_default();
        let Some(table) = self.node.as_table().filter(|_| !raw.starts_with('{')) else {
            return self.span.clone();
        };
        let start = table.keys().map(|key| key.span().start).min();
        let end = table.values().map(|value| value.span().end).max();
        start.unwrap_or(self.span.start)..end.unwrap_or(self.span.end)
    }

    /// Reports a value of the wrong type.
    pub(crate) fn wrong_type(&self, expected: Message) {
        self.wrong_type_meant(expected, None);
    }

    /// Reports a value of the wrong type, with how it was `meant` where that is plain.
    pub(crate) fn wrong_type_meant(&self, expected: Message, meant: Option<&str>) {
        let found = match self.node {
            DeValue::String(_) => message!("course-type-string"),
            DeValue::Integer(_) => message!("course-type-integer"),
            DeValue::Float(_) => message!("course-type-float"),
            DeValue::Boolean(_) => message!("course-type-boolean"),
            DeValue::Datetime(_) => message!("course-type-datetime"),
            DeValue::Array(_) => message!("course-type-array"),
            DeValue::Table(_) => message!("course-type-table"),
        };
        let wrong = problem(Code::WrongType, self.span.clone()).with("key", self.key);
        let wrong = wrong.with("expected", expected);
        let wrong = wrong.with("found", found);
        let line = meant.map(|meant| slip::write(&format!("{} = {meant}", self.key)));
        self.sink.error(match line.or_else(|| self.brackets()) {
            Some(help) => wrong.help(help),
            None => wrong.example(self.example),
        });
    }

    /// How a table of which there are several begins.
    fn brackets(&self) -> Option<Message> {
        let start = self.sink.source.get(..self.span.start)?;
        let start = start.rfind('\n').map_or(0, |at| at + 1);
        let line = self.sink.source.get(start..)?.lines().next()?;
        slips::single_brackets(line, start).map(|slip| slip.help)
    }
}
