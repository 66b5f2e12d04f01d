//! Longer texts typed into a form: how long they may be, and what is left out of them.

use l10n::{Message, message};

/// Why a text cannot be taken.
pub type Refusal = Message;

/// Characters of a comment or a message.
pub const MESSAGE: usize = 4_000;
/// Characters of an answer.
pub const ANSWER: usize = 32_000;

/// The text with one kind of line end and without control characters, which a database may refuse; at most `most` characters.
///
/// # Errors
/// Where it is longer.
pub fn tidy(text: &str, most: usize) -> Result<String, Refusal> {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |c: &char| matches!(c, '\n' | '\t') || !c.is_control();
    let tidied: String = lines.chars().filter(kept).collect();
    let trimmed = tidied.trim_end().trim_start_matches('\n');
    if trimmed.chars().count() > most {
        return Err(message!("writing-too-long"));
    }
    Ok(trimmed.to_owned())
}

/// A text that must say something.
///
/// # Errors
/// Where it is empty or longer than `most` characters.
pub fn non_empty_text(text: &str, most: usize) -> Result<String, Refusal> {
    let text = tidy(text, most)?;
    if text.trim().is_empty() {
        return Err(message!("writing-empty"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_tidied_and_limited() {
        assert_eq!(
            non_empty_text("\r\n  a\r\nb\0\u{7}\tc \n", 9),
            Ok("  a\nb\tc".to_owned())
        );
        assert_eq!(non_empty_text(" \r\n\0", 9), Err(message!("writing-empty")));
        assert_eq!(non_empty_text("ёж", 2), Ok("ёж".to_owned()));
        assert_eq!(non_empty_text("ёжик", 3), Err(message!("writing-too-long")));
        assert_eq!(tidy("", 3), Ok(String::new()));
    }
}
