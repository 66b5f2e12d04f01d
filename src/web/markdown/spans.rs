//! Where the formulas of a text are, as notebooks find them: before Markdown reads it, so that neither an underscore nor a
//! bar of a table within a formula means anything to Markdown.

use crate::latex::Mode;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::HashMap;
use std::ops::Range;

/// Environments that are formulas without dollars around them.
const ENVIRONMENTS: &[&str] = &[
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "alignat",
    "flalign",
    "displaymath",
    "math",
    "aligned",
    "gathered",
    "split",
    "cases",
    "array",
    "matrix",
    "pmatrix",
    "bmatrix",
    "Bmatrix",
    "vmatrix",
    "Vmatrix",
];

/// Bytes after an end within braces in which another end is looked for.
const PATIENCE: usize = 2_000;

/// A formula of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands, with its marks.
    pub whole: Range<usize>,
    /// Its LaTeX.
    pub tex: Range<usize>,
    /// Whether it is a line of its own.
    pub mode: Mode,
}

/// How a formula begins, and how it ends.
struct Opening {
    length: usize,
    end: String,
    mode: Mode,
    /// Whether its marks are part of the LaTeX.
    kept: bool,
}

/// The formulas of `text`, in order. What Markdown takes for code has none.
pub fn spans(text: &str, options: Options) -> Vec<Span> {
    let code = code(text, options);
    let mut code = code.iter().peekable();
    let mut spans = Vec::new();
    // Up to where it is known that this ending does not come.
    let mut hopeless: HashMap<String, usize> = HashMap::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['\\', '$']).map(|n| at + n) {
        at = next;
        while code.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = code.peek()
            && range.start <= at
        {
            at = range.end;
            continue;
        }
        let Some(opening) = opening(&text[at..]) else {
            // A backslash takes the next character's meaning.
            let skipped = text[at..].chars().take(2);
            at += if text.as_bytes()[at] == b'$' {
                1
            } else {
                skipped.map(char::len_utf8).sum()
            };
            continue;
        };
        let start = at + opening.length;
        let stop = code.peek().map_or(text.len(), |range| range.start);
        let known = hopeless.get(&opening.end).is_some_and(|until| at < *until);
        let found = if known {
            Err(0)
        } else {
            closing(&text[..stop], start, &opening.end)
        };
        match found {
            Ok(end)
                if !text[start..end].trim().is_empty() && !is_money(text, start, end, &opening) =>
            {
                let after = end + opening.end.len();
                let tex = if opening.kept { at..after } else { start..end };
                spans.push(Span {
                    whole: at..after,
                    tex,
                    mode: opening.mode,
                });
                at = after;
            }
            Ok(_) => at = start,
            Err(until) => {
                if !known {
                    hopeless.insert(opening.end, until);
                }
                at = start;
            }
        }
    }
    spans
}

/// Where Markdown has code.
fn code(text: &str, options: Options) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, options).into_offset_iter();
    let mut ranges: Vec<_> = events
        .filter(|(event, _)| matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))))
        .map(|(_, range)| range)
        .collect();
    ranges.sort_by_key(|range| range.start);
    ranges
}

fn opening(text: &str) -> Option<Opening> {
    const MARKS: [(&str, &str, Mode); 6] = [
        ("$$", "$$", Mode::Display),
        ("$", "$", Mode::Inline),
        ("\\\\(", "\\\\)", Mode::Inline),
        ("\\\\[", "\\\\]", Mode::Display),
        ("\\(", "\\)", Mode::Inline),
        ("\\[", "\\]", Mode::Display),
    ];
    let marked = MARKS.iter().find(|(start, ..)| text.starts_with(start));
    if let Some((start, end, mode)) = marked {
        let (length, end, mode) = (start.len(), (*end).to_owned(), *mode);
        return Some(Opening {
            length,
            end,
            mode,
            kept: false,
        });
    }
    let (name, _) = text.strip_prefix("\\begin{")?.split_once('}')?;
    ENVIRONMENTS
        .contains(&name.strip_suffix('*').unwrap_or(name))
        .then(|| Opening {
            length: "\\begin{}".len() + name.len(),
            end: format!("\\end{{{name}}}"),
            mode: Mode::Display,
            kept: true,
        })
}

/// Where the formula that began before `start` ends; up to where it does not, when an empty line comes first.
/// An end within braces ends it only where there is no other.
fn closing(text: &str, start: usize, end: &str) -> Result<usize, usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut within, mut nested) = (start, 0_usize, None, 0_usize);
    while at < bytes.len() && within.is_none_or(|first| at < first + PATIENCE) {
        let rest = &bytes[at..];
        if rest.starts_with(end.as_bytes()) {
            if nested == 0 && depth == 0 {
                return Ok(at);
            }
            within = within.or(Some(at));
            nested = nested.saturating_sub(1);
            at += end.len();
            continue;
        }
        match rest[0] {
            b'\\' => {
                // An environment within another of the same name.
                if let Some(name) = end.strip_prefix("\\end")
                    && rest[1..]
                        .strip_prefix(b"begin")
                        .is_some_and(|r| r.starts_with(name.as_bytes()))
                {
                    nested += 1;
                }
                at += 1;
            }
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\n' if is_empty_line(&rest[1..]) => break,
            _ => {}
        }
        at += 1;
    }
    within.ok_or(at)
}

/// Whether a line with nothing on it begins `rest`, or with the marks of a quotation alone.
fn is_empty_line(rest: &[u8]) -> bool {
    let line = rest
        .iter()
        .find(|b| !matches!(b, b' ' | b'\t' | b'\r' | b'>'));
    matches!(line, Some(b'\n'))
}

/// Whether two dollars are prices: `$5 and $6`.
fn is_money(text: &str, start: usize, end: usize, opening: &Opening) -> bool {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    opening.end == "$" && digit(start) && digit(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let spans = spans(text, Options::ENABLE_TABLES);
        let shown = |s: Span| format!("{:?}:{}", s.mode, &text[s.tex]);
        spans.into_iter().map(shown).collect()
    }

    #[test]
    fn formulas_are_found_as_notebooks_find_them() {
        for (text, wanted) in [
            ("a $x$ b $$y$$ c", &["Inline:x", "Display:y"][..]),
            (r"$\mathbf{u} $ is", &[r"Inline:\mathbf{u} "]),
            (
                r"\(x\) and \\(y\\) \[z\] \\[w\\]",
                &["Inline:x", "Inline:y", "Display:z", "Display:w"],
            ),
            (
                "\\begin{align*}\nu &= v \\\\\nv\n\\end{align*}.",
                &["Display:\\begin{align*}\nu &= v \\\\\nv\n\\end{align*}"],
            ),
            (r"$\text{a $b$ c}$ d", &[r"Inline:\text{a $b$ c}"]),
            (r"it costs \$5, or $5 and $6", &[]),
            ("`$x$` and\n\n    $y$\n\n```\n$z$\n```\n", &[]),
            ("$a\n\nb$", &[]),
            ("> $$\n> a\n> $$", &["Display:\n> a\n> "]),
            (r"$x\$y$", &[r"Inline:x\$y"]),
            ("$$ $", &[]),
            (r"\begin{figure}x\end{figure}", &[]),
            (
                r"\begin{array}{c}\begin{array}{c}1\end{array}\end{array}",
                &[r"Display:\begin{array}{c}\begin{array}{c}1\end{array}\end{array}"],
            ),
        ] {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn no_text_takes_long() {
        let start = std::time::Instant::now();
        for part in [
            "\\(",
            "$$a ",
            "\\begin{align}",
            "$a{",
            "\\[ `",
            "$",
            "\\end{align}\\begin{align}{",
        ] {
            spans(&part.repeat(200_000 / part.len()), Options::empty());
        }
        assert!(start.elapsed().as_secs() < 100, "{:?}", start.elapsed());
    }
}
