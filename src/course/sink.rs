//! Where problems are collected while a file is read, and made into diagnostics at the end.

use super::code::Code;
use super::diagnostics::{Diagnostic, Diagnostics, Severity};

use crate::l10n::{Args, Explain, Lang, Localized, say, say_with};
use crate::points::Points;
use std::borrow::Cow;
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

/// A value of a message, said in the language of the message.
#[derive(Clone, Debug)]
pub(super) enum Arg {
    Text(String),
    Points(Points),
    Count(usize),
    /// The id of a message.
    Word(&'static str),
    Words(Localized),
}

impl From<&str> for Arg {
    /// A long piece of the file is cut: it is only quoted, never needed whole.
    fn from(text: &str) -> Self {
        match text.char_indices().nth(QUOTED) {
            Some((end, _)) => Self::Text(format!("{}…", text.get(..end).unwrap_or_default())),
            None => Self::Text(text.to_owned()),
        }
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Points> for Arg {
    fn from(points: Points) -> Self {
        Self::Points(points)
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl Arg {
    /// Something that explains itself.
    pub(super) fn explained(what: &impl Explain) -> Self {
        Self::Words(Localized {
            en: what.explain(Lang::En),
            ru: what.explain(Lang::Ru),
        })
    }

    fn value(&self, lang: Lang) -> fluent_templates::fluent_bundle::FluentValue<'static> {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::Points(points) => points.show(lang).into(),
            Self::Count(count) => (*count).into(),
            Self::Word(id) => say(lang, id).into(),
            Self::Words(words) => words.get(lang).to_owned().into(),
        }
    }
}

/// A problem as it was found.
pub(super) struct Problem {
    severity: Severity,
    code: Code,
    span: Range<usize>,
    args: Vec<(&'static str, Arg)>,
    help: Option<&'static str>,
}

impl Problem {
    /// A value of its message and help.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// What was probably meant; takes the place of the usual help.
    pub(super) fn near(mut self, nearest: Option<&str>) -> Self {
        if let Some(nearest) = nearest {
            self.help = Some("course-did-you-mean");
            self.args.push(("nearest", nearest.into()));
        }
        self
    }

    /// What the line could look like, where there is an example.
    pub(super) fn example(self, example: impl Into<String>) -> Self {
        let example = example.into();
        if example.is_empty() {
            return self;
        }
        self.help("course-example").with("example", example)
    }

    /// Another help than the usual one.
    pub(super) fn help(mut self, id: &'static str) -> Self {
        self.help = Some(id);
        self
    }

    fn said(&self, source: &str) -> Diagnostic {
        let words = |id: &str| Localized {
            en: self.say(Lang::En, id),
            ru: self.say(Lang::Ru, id),
        };
        let id = self.code.message_id();
        let help_id = self
            .help
            .map_or_else(|| format!("{id}-help"), str::to_owned);
        let help = words(&help_id);
        let place = Place::of(source, self.span.clone());
        Diagnostic {
            severity: self.severity,
            code: self.code,
            message: words(&id),
            // A message that does not exist says its id.
            help: (help.en != help_id).then_some(help),
            line: place.line,
            column: place.column,
            start: place.span.start,
            end: place.span.end,
            source_line: place.text,
            caret: place.caret,
        }
    }

    fn say(&self, lang: Lang, id: &str) -> String {
        let value = |(name, arg): &(&'static str, Arg)| (Cow::Borrowed(*name), arg.value(lang));
        let args: Args = self.args.iter().map(value).collect();
        say_with(lang, id, &args)
    }
}

/// Collects problems.
#[derive(Default)]
pub(super) struct Sink {
    pub(super) source: String,
    /// Whether the file was read before: what takes time to try is not tried again, and a version in force stays in force.
    pub(super) is_stored: bool,
    problems: RefCell<Vec<Problem>>,
    uncounted: RefCell<usize>,
}

impl Sink {
    /// For a file that was read and published before.
    pub(super) fn stored(source: &str) -> Self {
        Self {
            is_stored: true,
            ..Self::new(source)
        }
    }

    pub(super) fn new(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            ..Self::default()
        }
    }

    /// A problem that stops the file from being used.
    pub(super) fn error(&self, problem: Problem) {
        self.push(problem);
    }

    /// A problem that does not.
    pub(super) fn warning(&self, mut problem: Problem) {
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

    /// How many errors there are so far.
    pub(super) fn errors(&self) -> usize {
        let problems = self.problems.borrow();
        problems
            .iter()
            .filter(|p| p.severity == Severity::Error)
            .count()
    }

    /// Everything found, in the order of the file.
    pub(super) fn finish(self) -> Diagnostics {
        let source = self.source;
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
pub(super) fn problem(code: Code, span: Range<usize>) -> Problem {
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
