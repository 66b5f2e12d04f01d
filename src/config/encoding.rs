//! The text of a config as it lies in a file: UTF-8, or UTF-16 with its mark, as PowerShell writes it.

use encoding_rs::{UTF_16BE, UTF_16LE};
use l10n::{Explain, Message, message};

/// A file that is no text of a known encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The line on which it stops to be one.
    line: usize,
}

impl Explain for NotText {
    fn message(&self) -> Message {
        message!("course-not-text", line = self.line)
    }
}

/// The text of these bytes.
///
/// # Errors
/// Where they stop to be text.
pub fn text(bytes: &[u8]) -> Result<String, NotText> {
    for (mark, encoding) in [([0xff, 0xfe], UTF_16LE), ([0xfe, 0xff], UTF_16BE)] {
        if let Some(body) = bytes.strip_prefix(&mark) {
            let (text, broken) = encoding.decode_without_bom_handling(body);
            let before = text.split('\u{fffd}').next().unwrap_or_default();
            return if broken {
                Err(NotText {
                    line: before.matches('\n').count() + 1,
                })
            } else {
                Ok(text.into_owned())
            };
        }
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        NotText {
            line: before.split(|byte| *byte == b'\n').count(),
        }
    })?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_read_and_other_encodings_are_told_their_line() {
        let course = "title = 1\n# курс\n";
        for (mark, big) in [([0xff, 0xfe], false), ([0xfe, 0xff], true)] {
            let units = course.encode_utf16();
            let body = units.flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            });
            let bytes: Vec<u8> = mark.into_iter().chain(body).collect();
            assert_eq!(text(&bytes).as_deref(), Ok(course));
            assert!(text(&bytes[..bytes.len() - 1]).is_err());
        }
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(course);
        assert_eq!(text(&cyrillic), Err(NotText { line: 2 }));
    }
}
