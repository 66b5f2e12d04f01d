//! Characters of word processors and web pages that look right to the eye and are none that a config is written in.

use super::lookalikes::lookalike;
use super::slip::{Slip, write};
use l10n::{Message, message};

/// The first character of a line that belongs into no config where it stands, and the line without such.
pub(super) fn odd_character(line: &str, start: usize) -> Option<Slip> {
    let mut place = Place::Bare;
    let mut found = None;
    let mut meant = String::new();
    for (at, c) in line.char_indices() {
        match place.odd(c) {
            None => meant.push(c),
            Some((instead, reason)) => {
                meant.extend(instead);
                found.get_or_insert((start + at..start + at + c.len_utf8(), reason));
            }
        }
        place = place.after(c);
    }
    let (span, reason) = found?;
    // What ends a line elsewhere has several of them here.
    let mut lines = meant.lines();
    let first = lines.find(|line| !line.trim().is_empty());
    Some(Slip {
        span,
        reason,
        help: write(first.unwrap_or_default()),
        is_table: false,
    })
}

/// Where in a line a character stands.
#[derive(Clone, Copy)]
enum Place {
    /// Outside of texts and comments.
    Bare,
    /// In a text with these quotes, right after a backslash or not.
    Text { quote: char, escaped: bool },
    /// In a comment.
    Comment,
}

impl Place {
    /// Where the character after this one stands.
    fn after(self, c: char) -> Self {
        match self {
            Self::Bare if c == '#' => Self::Comment,
            Self::Bare if matches!(c, '"' | '\'') => Self::Text {
                quote: c,
                escaped: false,
            },
            Self::Text {
                quote,
                escaped: false,
            } if c == quote => Self::Bare,
            Self::Text { quote, escaped } => Self::Text {
                quote,
                escaped: quote == '"' && c == '\\' && !escaped,
            },
            place => place,
        }
    }

    /// What is meant by a character that belongs not here, and what it is called.
    fn odd(self, c: char) -> Option<(Option<char>, Message)> {
        match self {
            Self::Bare => odd(c),
            // Texts and comments hold whatever people write, but no control characters.
            _ if c.is_ascii_control() => odd(c),
            _ => None,
        }
    }
}

/// What is meant by a character of word processors, and what it is called.
fn odd(c: char) -> Option<(Option<char>, Message)> {
    let code = format!("U+{:04X}", u32::from(c));
    Some(match c {
        '\t' => return None,
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            (Some('\n'), message!("course-toml-line-end", code = code))
        }
        _ if c.is_control() || is_unseen(c) => {
            (None, message!("course-toml-invisible", code = code))
        }
        _ if c != ' ' && c.is_whitespace() => {
            (Some(' '), message!("course-toml-space", code = code))
        }
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '‘' | '’' | '‚' | '′' => (
            Some('"'),
            message!("course-toml-quote", quote = c.to_string()),
        ),
        '–' | '—' | '−' | '‐' | '‑' => (
            Some('-'),
            message!("course-toml-dash", dash = c.to_string(), code = code),
        ),
        _ => return None,
    })
}

/// Whether nothing is drawn for a character: what Unicode calls `Default_Ignorable_Code_Point`, notes between lines, and the Braille
/// cell without a dot.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A bare word with letters of another alphabet.
pub(super) fn foreign_word(line: &str, start: usize) -> Option<Slip> {
    let end = line.find(['=', '#', '"', '\'']).unwrap_or(line.len());
    let bare = line.get(..end)?;
    let (letter, latin, meant) = lookalike(bare)?;
    let at = start + bare.find(letter)?;
    Some(Slip {
        span: at..at + letter.len_utf8(),
        reason: message!(
            "course-toml-lookalike",
            letter = letter.to_string(),
            latin = latin.to_string()
        ),
        help: write(&format!("{meant}{}", line.get(end..)?)),
        is_table: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_seen_is_called_what_it_is() {
        let said = |line: &str| {
            let slip = odd_character(line, 0).unwrap_or_else(|| panic!("{line:?}"));
            (slip.reason.id().to_owned(), slip.help)
        };
        let unseen = "\u{0}\u{1b}\u{7f}\u{9b}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{202a}\u{202e}\
            \u{2060}\u{2066}\u{2069}\u{2800}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}\u{e0041}";
        for c in unseen.chars() {
            let line = said(&format!("attempts = {c}3"));
            let named = ("course-toml-invisible".to_owned(), write("attempts = 3"));
            assert_eq!(line, named, "{c:?}");
        }
        for c in ['\u{a0}', '\u{1680}', '\u{2003}', '\u{202f}', '\u{3000}'] {
            let line = said(&format!("attempts{c}= 3"));
            let named = ("course-toml-space".to_owned(), write("attempts = 3"));
            assert_eq!(line, named, "{c:?}");
        }
        for c in ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'] {
            let line = said(&format!("{c}attempts = 3{c}share = 1"));
            let named = ("course-toml-line-end".to_owned(), write("attempts = 3"));
            assert_eq!(line, named, "{c:?}");
        }
        // Texts and comments hold whatever people write, and a control character is not written.
        assert!(odd_character("a = \"\u{200b}\\\"\u{2028}\" # \u{feff}", 0).is_none());
        for line in ["a = \"\u{7}\"", "a = 1 # \u{7}"] {
            assert_eq!(said(line).0, "course-toml-invisible");
        }
    }
}
