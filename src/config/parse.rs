//! From a text to the root of its tree: size, TOML syntax, and then whoever walks it.

use super::code::Code;
use super::diagnostics::Diagnostics;
use super::reader::Section;
use super::sink::{Sink, problem};
use super::slips;
use super::syntax::Syntax;
use l10n::Explain as _;
use toml::de::DeTable;

/// The largest file, in bytes.
pub const LARGEST: usize = 256 * 1024;

/// Reads a text with a walk over its root; with the result come the warnings.
///
/// # Errors
/// Everything that is wrong with the text, warnings included.
pub(crate) fn read<T>(
    text: &str,
    walk: impl FnOnce(Section<'_>) -> Option<T>,
) -> Result<(T, Diagnostics), Diagnostics> {
    read_into(Sink::new(text), walk)
}

/// Reads the text of a sink with a walk over its root.
///
/// # Errors
/// Everything that is wrong with the text, warnings included.
pub(crate) fn read_into<T>(
    sink: Sink,
    walk: impl FnOnce(Section<'_>) -> Option<T>,
) -> Result<(T, Diagnostics), Diagnostics> {
    let result = root(&sink, walk);
    let found = sink.finish();
    match result {
        Some(value) if !found.has_errors() => Ok((value, found)),
        _ => Err(found),
    }
}

/// Parses the text of the sink and walks its root, unless it is no TOML.
pub(crate) fn root<T>(sink: &Sink, walk: impl FnOnce(Section<'_>) -> Option<T>) -> Option<T> {
    let text = sink.source.as_str();
    if text.len() > LARGEST {
        sink.error(problem(Code::TooLarge, 0..0).with("most", LARGEST / 1024));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut lines = Lines::default();
    let mut told_until = 0;
    for error in &errors {
        let span = error.span().unwrap_or_default();
        // In a table that was to be another one of several every key is there already.
        if span.start < told_until && error.message() == "duplicate key" {
            continue;
        }
        // What follows on the same line is the parser finding its feet again.
        let before = text.get(..span.start).unwrap_or(text);
        if lines.is_new(before.matches('\n').count()) {
            if let Some(slip) = slips::on_line(text, span.start) {
                if slip.is_table {
                    told_until = end_of_table(text, slip.span.end);
                }
                let named = problem(Code::Syntax, slip.span).with("reason", slip.reason);
                sink.error(named.help(slip.help));
                continue;
            }
            let at = text.get(span.clone()).unwrap_or_default();
            let message = error.message();
            let reason = Syntax { message, at }.message();
            sink.error(problem(Code::Syntax, span).with("reason", reason));
        }
    }
    if !errors.is_empty() {
        return None;
    }
    walk(Section::new(table.get_ref(), 0..0, sink))
}

/// Where the table ends whose head ends here: at the next head.
fn end_of_table(text: &str, head: usize) -> usize {
    let rest = text.get(head..).unwrap_or_default();
    rest.find("\n[").map_or(text.len(), |at| head + at + 1)
}

#[derive(Default)]
struct Lines(Vec<usize>);

impl Lines {
    fn is_new(&mut self, line: usize) -> bool {
        let new = !self.0.contains(&line);
        if new {
            self.0.push(line);
        }
        new
    }
}
