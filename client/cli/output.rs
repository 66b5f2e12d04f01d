//! Standard output and standard error.

use l10n::visible;
use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal as _, Write, stderr, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

/// The longest line of a message; a file that is cited in it can have longer ones.
const LONGEST: usize = 2_000;

/// Whether `--quiet` was said.
static QUIET: AtomicBool = AtomicBool::new(false);

/// From now on only results, and what went wrong.
pub fn set_quiet(quiet: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Whether only results are wanted, and what went wrong.
pub fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Writes bytes to standard output as they are. A reader that has seen enough (`| head`) is no failure: what the command found still
/// decides its exit code.
pub fn put_bytes(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// What is a line for people; a document of JSON is none, it is written otherwise.
pub trait Line: Display {}
impl Line for str {}
impl Line for &str {}
impl Line for String {}
impl Line for std::fmt::Arguments<'_> {}

/// Writes a line of a result to standard output; what a terminal would obey is written out.
pub fn put_line(line: &(impl Line + ?Sized)) -> std::io::Result<()> {
    put_bytes(format!("{}\n", visible::lines(&line.to_string())).as_bytes())
}

/// The same for a text in colours.
pub fn put_painted(text: &str) -> std::io::Result<()> {
    put_bytes(format!("{}\n", visible::painted(text)).as_bytes())
}

/// Writes the one document of `--format json`.
pub fn put_json(document: &impl serde::Serialize) -> std::io::Result<()> {
    let document = serde_json::to_string(document)?;
    put_bytes(format!("{}\n", visible::json(&document)).as_bytes())
}

/// Writes a text that is a file: as it is, but for a terminal.
pub fn put_file(text: &str) -> std::io::Result<()> {
    if stdout().is_terminal() {
        put_bytes(visible::lines(text).as_bytes())
    } else {
        put_bytes(text.as_bytes())
    }
}

/// Says something beside the result, on standard error; nothing with `--quiet`.
pub fn tell(message: &impl Display) {
    if !is_quiet() {
        insist(message);
    }
}

/// Says what went wrong or has to be read, on standard error, also with `--quiet`.
pub fn insist(message: &impl Display) {
    let message = message.to_string();
    let lines = message.lines().map(|line| cut(line, LONGEST));
    let text = lines.collect::<Vec<_>>().join("\n");
    // Nobody is left to tell where even this cannot be said.
    drop(writeln!(stderr().lock(), "{text}"));
}

/// Shows what is wrong with the arguments; an argument may be the name of a stranger's file.
pub fn put_usage(error: &clap::Error) -> std::io::Result<()> {
    let shown = error.render();
    let text = if stderr().is_terminal() && wants_colours() {
        visible::painted(&shown.ansi().to_string())
    } else {
        visible::lines(&shown.to_string()).into_owned()
    };
    write!(stderr().lock(), "{text}")
}

/// A line without what a terminal would obey; tabs stay.
fn cut(line: &str, most: usize) -> String {
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", visible::lines(&line[..end])),
        None => visible::lines(line).into_owned(),
    }
}

/// Whether a result is painted.
pub fn colour() -> bool {
    stdout().is_terminal() && wants_colours()
}

/// Whether colours are for this terminal: nobody said `NO_COLOR`, and it obeys their codes. Windows' own console does once it is asked to;
/// an old one prints them.
fn wants_colours() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && anstyle_query::windows::enable_ansi_colors() != Some(false)
}

/// Prints the address of a page on a line of its own, on standard error: one that can be clicked where the terminal knows links.
pub fn link(page: &str) {
    let shown = visible::lines(page);
    let line = if stderr().is_terminal() && knows_links(|name| std::env::var(name).ok()) {
        // OSC 8. An address that has been made visible holds nothing that would end it.
        format!("\u{1b}]8;;{shown}\u{1b}\\{shown}\u{1b}]8;;\u{1b}\\")
    } else {
        shown.into_owned()
    };
    // Nobody is left to tell where even this cannot be said.
    drop(writeln!(stderr().lock(), "  {line}"));
}

/// Whether the terminal is one that knows links; others may print them as they are written.
fn knows_links(set: impl Fn(&str) -> Option<String>) -> bool {
    let is = |name: &str, known: &[&str]| set(name).is_some_and(|value| known.contains(&&*value));
    let any = |name: &str| set(name).is_some_and(|value| !value.is_empty());
    // VTE drew them wrongly before 0.50.
    let vte = set("VTE_VERSION").and_then(|version| version.parse::<u32>().ok());
    !is("TERM", &["dumb"])
        && (is(
            "TERM",
            &["xterm-kitty", "alacritty", "foot", "xterm-ghostty"],
        ) || is(
            "TERM_PROGRAM",
            &["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"],
        ) || vte.is_some_and(|version| version >= 5000)
            || any("WT_SESSION")
            || any("KONSOLE_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_for_terminals_that_know_them() {
        let knows = |set: &[(&str, &str)]| {
            knows_links(|name| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(!knows(&[]));
        assert!(!knows(&[("TERM", "xterm-256color")]));
        assert!(knows(&[
            ("TERM", "xterm-256color"),
            ("VTE_VERSION", "7200")
        ]));
        assert!(!knows(&[
            ("TERM", "xterm-256color"),
            ("VTE_VERSION", "4800")
        ]));
        assert!(knows(&[("TERM", "xterm-kitty")]));
        assert!(knows(&[("TERM_PROGRAM", "vscode")]));
        assert!(!knows(&[("TERM", "dumb"), ("WT_SESSION", "1")]));
    }
}
