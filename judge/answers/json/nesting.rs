//! Lists within lists, held to be a rectangular array while they are read.

use super::super::AnswersError;
use std::fmt::Write as _;

/// The shape as far as it is known, and the place reached.
pub(super) struct Nesting<'a> {
    member: &'a str,
    /// Index of the current element of every open list.
    path: Vec<usize>,
    /// Length of the lists of every depth, once the first of them has ended.
    lengths: Vec<Option<usize>>,
    /// How deep the numbers lie, once the first has been seen.
    depth: Option<usize>,
}

impl<'a> Nesting<'a> {
    pub fn new(member: &'a str) -> Self {
        Self {
            member,
            path: Vec::new(),
            lengths: Vec::new(),
            depth: None,
        }
    }

    pub fn member(&self) -> &str {
        self.member
    }

    /// A list begins.
    pub fn open(&mut self, limit: usize) -> Result<(), AnswersError> {
        if self.path.len() >= limit {
            return Err(AnswersError::JsonTooDeep {
                member: self.member.to_owned(),
                limit,
            });
        }
        if self.depth.is_some_and(|depth| self.path.len() >= depth) {
            return Err(self.mixed());
        }
        self.path.push(0);
        if self.lengths.len() < self.path.len() {
            self.lengths.push(None);
        }
        Ok(())
    }

    /// An element has ended.
    pub fn next(&mut self) {
        if let Some(index) = self.path.last_mut() {
            *index += 1;
        }
    }

    /// A number is about to be read.
    pub fn number(&mut self) -> Result<(), AnswersError> {
        // An empty list may have shown already that lists go on below this depth.
        let below = self.lengths.len() > self.path.len();
        if below || *self.depth.get_or_insert(self.path.len()) != self.path.len() {
            return Err(self.mixed());
        }
        Ok(())
    }

    /// The innermost list has ended.
    pub fn close(&mut self) -> Result<(), AnswersError> {
        let found = self.path.pop().unwrap_or_default();
        let Some(length) = self.lengths.get_mut(self.path.len()) else {
            return Ok(());
        };
        let expected = *length.get_or_insert(found);
        if expected != found {
            return Err(AnswersError::RaggedList {
                member: self.member.to_owned(),
                place: self.place(),
                expected,
                found,
            });
        }
        Ok(())
    }

    /// The shape, at the end.
    pub fn shape(&self) -> Vec<usize> {
        self.lengths.iter().map_while(|length| *length).collect()
    }

    /// The place reached, `[3][0]`; nothing for a number that is not in a list.
    pub fn place(&self) -> String {
        self.path.iter().fold(String::new(), |mut place, index| {
            // Writing to a string does not fail.
            let _ = write!(place, "[{index}]");
            place
        })
    }

    fn mixed(&self) -> AnswersError {
        AnswersError::MixedList {
            member: self.member.to_owned(),
            place: self.place(),
        }
    }
}
