//! Names that must differ.

use super::code::Code;
use super::reader::Span;
use super::sink::{Sink, problem};
use std::collections::BTreeSet;

/// The names seen so far.
#[derive(Default)]
pub(crate) struct Unique {
    seen: BTreeSet<String>,
}

impl Unique {
    /// Reports a name that was there before.
    pub(crate) fn insert(&mut self, name: &str, span: Span, sink: &Sink) -> bool {
        let new = self.seen.insert(name.to_owned());
        if !new {
            sink.error(problem(Code::Duplicate, span).with("name", name));
        }
        new
    }
}
