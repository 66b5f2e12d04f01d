//! Other people's text made fit to be shown: what a terminal or a page would obey instead of showing is written out, `\u{9b}`.
//!
//! These characters move the cursor, paint, set the title of a window, or turn the order of what follows around; a name with one in it
//! could look like another, or hide what stands beside it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The longest name shown; whatever is longer says by its beginning which one it is.
pub const NAME: usize = 200;

/// Whether a character is not seen but obeyed.
pub fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Marks of direction, embeddings, overrides and isolates.
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Ends of lines and paragraphs.
            | '\u{2028}' | '\u{2029}'
            // The mark of byte order, notes between lines, and tags that no font draws.
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
            // What is no character at all.
            | '\u{fdd0}'..='\u{fdef}')
}

/// Whether a letter is written from right to left.
pub(crate) fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// A name or another text of one line.
pub fn visible(text: &str) -> Cow<'_, str> {
    written_out(text, is_obeyed, &|c| c.escape_default().to_string())
}

/// A name, cut where it is longer than [`NAME`].
pub fn name(text: &str) -> Cow<'_, str> {
    cut(text, NAME)
}

/// A text of one line, cut after so many characters.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", visible(&text[..end]))),
        None => visible(text),
    }
}

/// A text of several lines; their ends and tabs stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    let obeyed = |c| is_obeyed(c) && !matches!(c, '\n' | '\t');
    written_out(text, obeyed, &|c| c.escape_default().to_string())
}

/// The same for text that was painted: sequences that set a colour stay too.
pub fn painted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        let (before, sequence) = rest.split_at(at);
        out.push_str(&lines(before));
        let numbers = sequence[2..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        let length = sequence.len() - numbers.len();
        if numbers.starts_with('m') {
            out.push_str(&sequence[..=length]);
            rest = &sequence[length + 1..];
        } else {
            out.push_str("\\u{1b}[");
            rest = &sequence[2..];
        }
    }
    out.push_str(&lines(rest));
    out
}

/// A document of JSON, where such characters only stand in texts: written as JSON writes them, so that it says the same.
pub fn json(document: &str) -> Cow<'_, str> {
    let escaped = |c: char| {
        let mut out = String::new();
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a string does not fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
        out
    };
    let obeyed = |c| is_obeyed(c) && !c.is_ascii_control();
    let shown = written_out(document, obeyed, &escaped);
    // The only control that JSON leaves as it is.
    if shown.contains('\u{7f}') {
        Cow::Owned(shown.replace('\u{7f}', "\\u007f"))
    } else {
        shown
    }
}

/// The text with every such character replaced; most texts have none and are not copied.
pub(crate) fn written_out<'a>(
    text: &'a str,
    obeyed: impl Fn(char) -> bool + Copy,
    shown: &dyn Fn(char) -> String,
) -> Cow<'a, str> {
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if obeyed(c) {
            out.push_str(&shown(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_obeyed_is_written_out() {
        for (text, shown) in [
            ("kl", "kl"),
            ("правдоподобие — ∑", "правдоподобие — ∑"),
            ("\u{1b}]0;pwn\u{7}", "\\u{1b}]0;pwn\\u{7}"),
            ("\u{9b}2J", "\\u{9b}2J"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("a\nb\t\u{feff}", "a\\nb\\t\\u{feff}"),
        ] {
            assert_eq!(visible(text), shown);
        }
        assert_eq!(lines("a\n\tb\r"), "a\n\tb\\r");
        assert_eq!(cut("абвг", 3), "абв…");
        assert_eq!(cut("абв", 3), "абв");
    }

    #[test]
    fn colours_stay_and_nothing_else_does() {
        assert_eq!(
            painted("\u{1b}[1;31mred\u{1b}[0m \u{1b}[2J \u{1b}]0;x\u{7}\u{1b}["),
            "\u{1b}[1;31mred\u{1b}[0m \\u{1b}[2J \\u{1b}]0;x\\u{7}\\u{1b}["
        );
    }

    #[test]
    fn json_says_the_same() {
        let text = "a\u{9b}\u{202e}\u{e0041}\u{7f}\u{1b}\"\\é";
        let document = serde_json::to_string(&[text]).unwrap();
        let shown = json(&document);
        assert!(!shown.contains(is_obeyed), "{shown}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&shown).unwrap(), [text]);
    }
}
