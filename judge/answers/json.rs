//! `{"task.output": nested lists or a number or true}`, with `NaN`, `Infinity` and `-Infinity` as Python's `json.dumps` writes them.
//!
//! Read straight into flat elements and a shape, without a tree in between: a file of 16 MiB of brackets costs nothing.

use super::format::BOM;
use super::limits::Budget;
use super::{AnswersError, Found, JsonKind, Opened};
use crate::arrays::Array;
use nesting::Nesting;
use numbers::Numbers;

mod nesting;
mod numbers;

/// Reads a whole JSON document.
pub(super) fn read(bytes: &[u8], budget: &mut Budget<'_>) -> Result<Opened, AnswersError> {
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    let mut parser = Parser {
        bytes,
        at: start,
        budget,
    };
    parser.document()
}

/// Where the reading stands.
struct Parser<'a, 'b> {
    bytes: &'a [u8],
    at: usize,
    budget: &'a mut Budget<'b>,
}

impl Parser<'_, '_> {
    fn document(&mut self) -> Result<Opened, AnswersError> {
        if self.peek() == Some(b'[') {
            return Err(AnswersError::JsonNotObject);
        }
        self.expect(b'{', "{")?;
        let mut opened = Opened::default();
        if !self.take(b'}') {
            loop {
                let key = self.string("\"task.output\"")?;
                if matches!(key.as_str(), "cells" | "nbformat") {
                    return Err(AnswersError::UnsupportedFormat {
                        found: Found::Notebook,
                    });
                }
                self.expect(b':', ":")?;
                let value = self.at;
                let read = self.array(&key);
                if read.as_ref().is_err_and(AnswersError::is_of_member) {
                    self.at = value;
                    self.skip()?;
                }
                opened.take(key, read)?;
                self.budget.check_members(opened.len())?;
                if self.take(b'}') {
                    break;
                }
                self.expect(b',', ", }")?;
            }
        }
        match self.peek() {
            None => Ok(opened),
            Some(_) => Err(self.unexpected("")),
        }
    }

    fn array(&mut self, member: &str) -> Result<Array, AnswersError> {
        let mut nesting = Nesting::new(member);
        let mut numbers = Numbers::new();
        self.value(&mut nesting, &mut numbers)?;
        let shape = nesting.shape();
        self.budget.check_axes(member, shape.len())?;
        self.budget.hold(member, numbers.len())?;
        numbers
            .shaped(&shape)
            .ok_or_else(|| AnswersError::ShapeTooLarge {
                member: member.to_owned(),
                shape: format!("{shape:?}"),
            })
    }

    /// One value: calls itself for the elements of a list, never deeper than the limit.
    fn value(
        &mut self,
        nesting: &mut Nesting<'_>,
        numbers: &mut Numbers,
    ) -> Result<(), AnswersError> {
        if self.peek() != Some(b'[') {
            nesting.number()?;
            if numbers.len() >= self.budget.holdable() {
                return Err(self.budget.too_large(nesting.member()));
            }
            return self.number(nesting, numbers);
        }
        self.at += 1;
        nesting.open(self.budget.limits.json_depth)?;
        if !self.take(b']') {
            loop {
                self.value(nesting, numbers)?;
                nesting.next();
                if self.take(b']') {
                    break;
                }
                self.expect(b',', ", ]")?;
            }
        }
        nesting.close()
    }

    fn number(&mut self, nesting: &Nesting<'_>, numbers: &mut Numbers) -> Result<(), AnswersError> {
        const EXPECTED: &str = "0.5 [ true NaN Infinity";
        self.peek();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some((number, length)) = numbers::literal(rest) {
            self.at += length;
            numbers.push(number);
            return Ok(());
        }
        let words = [
            ("true", numbers::Number::Bool(true)),
            ("false", numbers::Number::Bool(false)),
            ("NaN", numbers::Number::Real(f64::NAN)),
            ("Infinity", numbers::Number::Real(f64::INFINITY)),
            ("-Infinity", numbers::Number::Real(f64::NEG_INFINITY)),
        ];
        if let Some((_, number)) = words.into_iter().find(|(word, _)| self.word(word)) {
            numbers.push(number);
            return Ok(());
        }
        let kind = match self.peek() {
            Some(b'"') => Some(JsonKind::Text),
            Some(b'{') => Some(JsonKind::Object),
            Some(b'n') if self.word("null") => Some(JsonKind::Null),
            _ => None,
        };
        if let Some(found) = kind {
            return Err(AnswersError::JsonValue {
                member: nesting.member().to_owned(),
                place: nesting.place(),
                found,
            });
        }
        Err(self.unexpected(EXPECTED))
    }

    /// Steps over a value that is no array of numbers: its brackets must match, what stands between them does not matter.
    fn skip(&mut self) -> Result<(), AnswersError> {
        let mut closing = Vec::new();
        loop {
            match self.peek() {
                None => return Err(self.unexpected(", }")),
                Some(b'"') => {
                    self.string("\"")?;
                }
                Some(b'[') => {
                    closing.push(b']');
                    self.at += 1;
                }
                Some(b'{') => {
                    closing.push(b'}');
                    self.at += 1;
                }
                Some(found @ (b']' | b'}')) => {
                    if closing.pop() != Some(found) {
                        return Err(self.unexpected(", ]"));
                    }
                    self.at += 1;
                }
                Some(_) => {
                    let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
                    let word = rest.iter().take_while(|b| b.is_ascii_alphanumeric());
                    self.at += 1 + word.count();
                }
            }
            if closing.is_empty() {
                return Ok(());
            }
        }
    }

    /// Steps over a word, if it stands here whole.
    fn word(&mut self, word: &str) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let found = rest
            .strip_prefix(word.as_bytes())
            .is_some_and(|after| !after.first().is_some_and(u8::is_ascii_alphanumeric));
        if found {
            self.at += word.len();
        }
        found
    }

    /// A string: its end is found here, its escapes are undone by `serde_json`.
    fn string(&mut self, expected: &'static str) -> Result<String, AnswersError> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(expected));
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let mut escaped = false;
        let end = rest.iter().skip(1).position(|byte| {
            let closes = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            closes
        });
        let Some(end) = end else {
            self.at = self.bytes.len();
            return Err(self.unexpected("\""));
        };
        let text = rest
            .get(..end + 2)
            .and_then(|quoted| serde_json::from_slice(quoted).ok())
            .ok_or_else(|| self.unexpected(expected))?;
        self.at += end + 2;
        Ok(text)
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.bytes.get(self.at..)?;
        self.at += rest
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
            .count();
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: u8, expected: &'static str) -> Result<(), AnswersError> {
        if self.take(wanted) {
            Ok(())
        } else {
            Err(self.unexpected(expected))
        }
    }

    fn unexpected(&self, expected: &'static str) -> AnswersError {
        let (before, rest) = self
            .bytes
            .split_at_checked(self.at)
            .unwrap_or((self.bytes, b""));
        let line = before.split(|b| *b == b'\n').count();
        let rest = rest.get(..4).unwrap_or(rest);
        match String::from_utf8_lossy(rest).chars().next() {
            None => AnswersError::JsonEnds { line, expected },
            Some(found) => {
                let start = before
                    .iter()
                    .rposition(|b| *b == b'\n')
                    .map_or(0, |at| at + 1);
                let column = 1 + String::from_utf8_lossy(before.get(start..).unwrap_or_default())
                    .chars()
                    .count();
                AnswersError::JsonSyntax {
                    line,
                    column,
                    expected,
                    found: found.to_string(),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
