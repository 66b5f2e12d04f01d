//! What is wrong with a course file: every problem with its place and what to write instead.

use super::code::Code;
use l10n::{Localized, message};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use l10n::text::Lang;
use serde::Serialize;
use std::fmt;

/// Whether a problem stops the file from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file is refused.
    Error,
    /// The file is accepted; this is probably not what was meant.
    Warning,
}

/// One problem of a course file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Diagnostic {
    /// Whether the file is refused for it.
    pub severity: Severity,
    /// Its stable name.
    #[schema(value_type = String)]
    pub code: Code,
    /// What is wrong.
    pub message: Localized,
    /// What to write instead.
    pub help: Option<Localized>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The first byte of the place.
    pub start: usize,
    /// The byte after the place.
    pub end: usize,
    /// The line of the file; a very long one is cut to the part around the place.
    pub source_line: String,
    /// `^` under the place, to be set below `source_line`.
    pub caret: String,
}

/// All problems of one file, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    pub(crate) source: String,
    pub(crate) list: Vec<Diagnostic>,
    pub(crate) left_out: usize,
}

impl Diagnostics {
    /// The problems, at most a hundred.
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// How many more there are than are listed.
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The problems that stop the file from being used.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().filter(|d| d.severity == Severity::Error)
    }

    /// The problems that do not.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter().filter(|d| d.severity == Severity::Warning)
    }

    /// Whether the file is refused.
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some()
    }

    /// As text for a terminal: the line, the place under it, and what to write instead.
    pub fn render(&self, file_name: &str, color: bool, lang: Lang) -> String {
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let mut blocks: Vec<String> = self
            .list
            .iter()
            .map(|d| renderer.render(&[self.group(d, file_name, lang)]))
            .collect();
        if self.left_out > 0 {
            blocks.push(message!("course-left-out", count = self.left_out).text(lang));
        }
        blocks.join("\n\n")
    }

    fn group<'a>(
        &'a self,
        d: &'a Diagnostic,
        file_name: &'a str,
        lang: Lang,
    ) -> annotate_snippets::Group<'a> {
        let (level, name) = match d.severity {
            Severity::Error => (Level::ERROR, message!("course-level-error")),
            Severity::Warning => (Level::WARNING, message!("course-level-warning")),
        };
        let title = level
            .with_name(name.text(lang))
            .primary_title(d.message.get(lang))
            .id(d.code.name());
        let snippet = Snippet::source(self.source.as_str())
            .path(file_name)
            .annotation(AnnotationKind::Primary.span(d.start..d.end));
        let group = title.element(snippet);
        match &d.help {
            None => group,
            Some(help) => {
                let level = Level::HELP.with_name(message!("course-level-help").text(lang));
                group.element(level.message(help.get(lang)))
            }
        }
    }
}

/// Without a file name, in English: for logs and test failures.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render("course.toml", false, Lang::En))
    }
}

impl std::error::Error for Diagnostics {}

impl Serialize for Diagnostics {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.list.serialize(serializer)
    }
}
