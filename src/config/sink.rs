//! Where problems are collected while a file is read, and made into diagnostics at the end.

use super::code::Code;
use super::diagnostics::{Diagnostic, Diagnostics, Severity};
use super::lookalikes;

use judge::points::Points;
use l10n::{Arg, Localized, Message, message};
use std::cell::RefCell;
use std::ops::Range;

/// How many problems are shown.
const SHOWN: usize = 100;
/// How many are kept before the rest is only counted.
const KEPT: usize = 2000;
/// Characters of a line shown around a place.
const WIDTH: usize = 160;
/// Characters of a quoted piece of the file in a message.
const QUOTED: usize = 60;

/// A value of a message about the file.
pub(crate) struct Detail(Arg);

impl From<&str> for Detail {
    /// A long piece of the file is cut: it is only quoted, never needed whole.
    fn from(text: &str) -> Self {
        Self(match text.char_indices().nth(QUOTED) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
            None => text.into(),
        })
    }
}

macro_rules! details {
    ($($type:ty),+) => {
        $(impl From<$type> for Detail {
            fn from(value: $type) -> Self {
                Self(value.into())
            }
        })+
    };
}

details!(String, usize, Points, Message, Localized, Arg);

/// A problem as it was found.
pub(crate) struct Problem {
    severity: Severity,
    code: Code,
    span: Range<usize>,
    args: Vec<(&'static str, Arg)>,
    help: Option<Message>,
}

impl Problem {
    /// A value of its message and help.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Detail>) -> Self {
        self.args.push((name, value.into().0));
        self
    }

    /// What was probably meant; takes the place of the usual help.
    pub(crate) fn near(mut self, nearest: Option<&str>) -> Self {
        if let Some(nearest) = nearest {
            let Detail(nearest) = nearest.into();
            self.help = Some(message!("course-did-you-mean", nearest = nearest));
        }
        self
    }

    /// What the line could look like, where there is an example.
    pub(crate) fn example(self, example: impl Into<String>) -> Self {
        let example = example.into();
        if example.is_empty() {
            return self;
        }
        self.help(message!("course-example", example = example))
    }

    /// Another help than the usual one.
    pub(crate) fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// That a word is unknown only because of letters that look like others: to the eye it is the one that was meant.
    fn lookalike(&self, source: &str) -> Option<Message> {
        let written = source.get(self.span.clone())?;
        if written.len() > QUOTED * 4 || self.code == Code::Syntax {
            return None;
        }
        let (letter, latin, meant) = lookalikes::lookalike(written)?;
        Some(message!(
            "course-lookalike",
            letter = letter.to_string(),
            latin = latin.to_string(),
            meant = meant
        ))
    }

    fn said(&self, source: &str) -> Diagnostic {
        let id = self.code.message_id();
        let usual = Message::new(format!("{id}-help"), self.args.clone());
        let help = self
            .lookalike(source)
            .or_else(|| self.help.clone())
            .or_else(|| usual.exists().then_some(usual));
        let place = Place::of(source, self.span.clone());
        Diagnostic {
            severity: self.severity,
            code: self.code,
            message: Message::new(id, self.args.clone()).localized(),
            help: help.map(|help| help.localized()),
            line: place.line,
            column: place.column,
            start: place.span.start,
            end: place.span.end,
            source_line: place.text,
            caret: place.caret,
        }
    }
}

/// Collects problems.
#[derive(Default)]
pub(crate) struct Sink {
    pub(crate) source: String,
    /// Whether the file was read before: what takes time to try is not tried again, and a version in force stays in force.
    pub(crate) is_stored: bool,
    problems: RefCell<Vec<Problem>>,
    uncounted: RefCell<usize>,
    hidden: RefCell<Vec<Range<usize>>>,
}

impl Sink {
    /// For a file that was read and published before.
    pub(crate) fn stored(source: &str) -> Self {
        Self {
            is_stored: true,
            ..Self::new(source)
        }
    }

    pub(crate) fn new(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            ..Self::default()
        }
    }

    /// A problem that stops the file from being used.
    pub(crate) fn error(&self, problem: Problem) {
        self.push(problem);
    }

    /// A problem that does not.
    pub(crate) fn warning(&self, mut problem: Problem) {
        problem.severity = Severity::Warning;
        self.push(problem);
    }

    fn push(&self, problem: Problem) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < KEPT {
            problems.push(problem);
        } else {
            *self.uncounted.borrow_mut() += 1;
        }
    }

    /// Has stars shown in place of what stands here.
    pub(crate) fn hide(&self, span: Range<usize>) {
        self.hidden.borrow_mut().push(span);
    }

    /// How many errors there are so far.
    pub(crate) fn errors(&self) -> usize {
        let problems = self.problems.borrow();
        problems
            .iter()
            .filter(|p| p.severity == Severity::Error)
            .count()
    }

    /// Everything found, in the order of the file.
    pub(crate) fn finish(self) -> Diagnostics {
        let mut source = self.source;
        for span in self.hidden.into_inner() {
            // As many bytes as there were, so that every place stays where it is.
            let stars = "*".repeat(span.len());
            if source.get(span.clone()).is_some() {
                source.replace_range(span, &stars);
            }
        }
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|p| (p.span.start, p.severity));
        // Errors are never crowded out by warnings.
        if problems.len() > SHOWN {
            problems.sort_by_key(|p| p.severity);
        }
        let left_out = problems.len().saturating_sub(SHOWN) + self.uncounted.into_inner();
        Diagnostics {
            list: problems
                .iter()
                .take(SHOWN)
                .map(|p| p.said(&source))
                .collect(),
            left_out,
            source,
        }
    }
}

/// A problem of this kind at this place.
pub(crate) fn problem(code: Code, span: Range<usize>) -> Problem {
    Problem {
        severity: Severity::Error,
        code,
        span,
        args: Vec::new(),
        help: None,
    }
}

struct Place {
    span: Range<usize>,
    line: usize,
    column: usize,
    text: String,
    caret: String,
}

impl Place {
    fn of(source: &str, span: Range<usize>) -> Self {
        let start = floor_boundary(source, span.start);
        let end = floor_boundary(source, span.end).max(start);
        let before = source.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let from_line = source.get(line_start..).unwrap_or_default();
        let whole_line = from_line.lines().next().unwrap_or_default();
        let inside = source.get(line_start..start).unwrap_or_default();
        let column = inside.chars().count();
        let marked = source.get(start..end).unwrap_or_default();
        let marked = marked.lines().next().unwrap_or_default().chars().count();
        // A very long line is cut to a window that begins a little before the place.
        let skipped = if whole_line.chars().count() > WIDTH {
            column.saturating_sub(WIDTH / 4)
        } else {
            0
        };
        let text: String = whole_line.chars().skip(skipped).take(WIDTH).collect();
        let room = WIDTH.saturating_sub(column - skipped).max(1);
        // Tabs stay tabs, so that the mark stands under the place however wide they are.
        let indent = text.chars().take(column - skipped);
        let indent: String = indent.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        Self {
            span: start..end,
            line: before.matches('\n').count() + 1,
            column: column + 1,
            caret: format!("{indent}{}", "^".repeat(marked.clamp(1, room))),
            text,
        }
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
