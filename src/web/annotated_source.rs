//! A text with marks where its problems are, each problem below its line.

use crate::config::{Diagnostic, Diagnostics, Severity};
use l10n::Lang;
use serde::Serialize;

/// Lines shown before and after one with a problem.
const AROUND: usize = 3;
/// Up to here the whole text is shown.
const WHOLE: usize = 200;

/// One line of the text, or a gap.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its number; nothing for a gap.
    number: Option<usize>,
    /// The text in parts.
    parts: Vec<Part>,
    /// The problems that begin on it.
    notes: Vec<Note>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Part {
    text: String,
    marked: bool,
}

/// A problem in words.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    error: bool,
    line: usize,
    column: usize,
    /// `^` under the place; nothing where the line is too long to show whole.
    caret: Option<String>,
    message: Vec<Part>,
    help: Option<Vec<Part>>,
}

impl Note {
    /// The words of a diagnostic.
    pub fn new(d: &Diagnostic, lang: Lang) -> Self {
        Self {
            error: d.severity == Severity::Error,
            line: d.line,
            column: d.column,
            caret: None,
            message: spoken(d.message.get(lang)),
            help: d.help.as_ref().map(|h| spoken(h.get(lang))),
        }
    }
}

/// A message in parts: what stands between backticks is what was typed, or is to be, and is marked.
fn spoken(text: &str) -> Vec<Part> {
    let pieces: Vec<&str> = text.split('`').collect();
    // Where what was typed holds a backtick itself, nothing tells which two belong together.
    let paired = pieces.len() % 2 == 1;
    let pieces = if paired { pieces } else { vec![text] };
    let part = |(index, text): (usize, &str)| Part {
        text: text.to_owned(),
        marked: index % 2 == 1,
    };
    let parts = pieces.into_iter().enumerate().map(part);
    parts.filter(|p| !p.text.is_empty()).collect()
}

/// The lines of a text with marks; where it is long, only those near a problem.
pub fn annotated_source(text: &str, found: &Diagnostics, lang: Lang) -> Vec<Line> {
    let mut near: Vec<(usize, usize)> = found
        .list()
        .iter()
        .map(|d| (d.line.saturating_sub(AROUND), d.line + AROUND))
        .collect();
    let count = text.lines().count();
    if count <= WHOLE {
        near = vec![(1, count)];
    }
    let mut lines = Vec::new();
    let mut start = 0;
    let mut gap = false;
    for (index, raw) in text.split_inclusive('\n').enumerate() {
        let (number, from) = (index + 1, start);
        start += raw.len();
        if !near.iter().any(|(a, b)| (*a..=*b).contains(&number)) {
            if !gap {
                lines.push(Line {
                    number: None,
                    parts: Vec::new(),
                    notes: Vec::new(),
                });
            }
            gap = true;
            continue;
        }
        gap = false;
        let here: Vec<_> = found.list().iter().filter(|d| d.line == number).collect();
        let body = raw.trim_end_matches(['\n', '\r']);
        lines.push(Line {
            number: Some(number),
            parts: parts(body, from, &here),
            notes: here
                .iter()
                .map(|d| Note {
                    caret: (d.source_line == body).then(|| d.caret.clone()),
                    ..Note::new(d, lang)
                })
                .collect(),
        });
    }
    lines
}

/// Cuts a line at the marks; marks that overlap become one, an empty one takes the next character.
fn parts(body: &str, from: usize, here: &[&Diagnostic]) -> Vec<Part> {
    let mut spans: Vec<(usize, usize)> = here
        .iter()
        .map(|d| {
            let start = d.start.saturating_sub(from).min(body.len());
            let next = body.get(start..).and_then(|rest| rest.chars().next());
            let least = start + next.map_or(0, char::len_utf8);
            (start, d.end.saturating_sub(from).min(body.len()).max(least))
        })
        .collect();
    spans.sort_unstable();
    let mut parts = Vec::new();
    let mut push = |range: std::ops::Range<usize>, marked| {
        if let Some(text) = body.get(range).filter(|t| !t.is_empty()) {
            parts.push(Part {
                text: text.to_owned(),
                marked,
            });
        }
    };
    let mut at = 0;
    for (start, end) in spans {
        let start = start.max(at);
        if end > start {
            push(at..start, false);
            push(start..end, true);
            at = end;
        }
    }
    push(at..body.len(), false);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;

    fn lines(text: &str) -> Vec<Line> {
        let found = Course::parse(text).unwrap_err();
        annotated_source(text, &found, Lang::En)
    }

    #[test]
    fn the_mark_is_where_the_problem_is() {
        let text = Course::default_course()
            .to_toml()
            .replace("Europe/Moscow", "Europe/Moscov");
        let lines = lines(&text);
        let line = lines.iter().find(|l| !l.notes.is_empty()).unwrap();
        let marks: Vec<_> = line.parts.iter().filter(|p| p.marked).collect();
        assert_eq!(marks.len(), 1);
        assert_eq!(marks[0].text, "\"Europe/Moscov\"");
        assert!(line.notes[0].error);
        let whole: String = line.parts.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(whole, "time_zone = \"Europe/Moscov\"");
    }

    #[test]
    fn what_was_typed_is_told_from_what_is_said() {
        let parts = |text| {
            let parts = spoken(text).into_iter();
            parts.map(|p| (p.text, p.marked)).collect::<Vec<_>>()
        };
        let owned = |text: &str, marked| (text.to_owned(), marked);
        assert_eq!(
            parts("unknown key `color`: `colour`?"),
            [
                owned("unknown key ", false),
                owned("color", true),
                owned(": ", false),
                owned("colour", true),
                owned("?", false),
            ]
        );
        assert_eq!(parts("`a`"), [owned("a", true)]);
        assert_eq!(parts("a ` b `c`"), [owned("a ` b `c`", false)]);
        assert_eq!(parts(""), []);
    }

    #[test]
    fn nothing_of_a_short_text_is_left_out_and_no_text_panics() {
        for text in [
            "",
            "\n",
            "= =",
            "a = \"é",
            "é = [\r\nü",
            "title = 1\ntitle = 2",
            "\u{feff}x",
        ] {
            let Err(found) = Course::parse(text) else {
                panic!("{text:?} is no course");
            };
            let lines = annotated_source(text, &found, Lang::Ru);
            assert_eq!(lines.len(), text.lines().count(), "{text:?}");
        }
    }

    #[test]
    fn of_a_long_text_only_what_is_near_a_problem_is_shown() {
        let text = format!("{}x = 1\n{}", "#\n".repeat(500), "#\n".repeat(500));
        let lines = lines(&text);
        assert!(lines.len() < 30, "{}", lines.len());
        let line = lines.iter().find(|l| l.number == Some(501)).unwrap();
        assert!(line.parts[0].marked);
        assert!(lines.iter().any(|l| l.number.is_none()));
    }
}
