//! The text of a config as it lies in a file: UTF-8, or UTF-16 as PowerShell writes it, or UTF-32; with a mark or without.

use encoding_rs::{UTF_16BE, UTF_16LE};
use l10n::{Explain, Message, message};
use std::borrow::Cow;

/// A file that is no text of a known encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The line on which it stops to be one.
    line: usize,
    /// What it was read as.
    unit: Unit,
}

impl Explain for NotText {
    fn message(&self) -> Message {
        match self.unit {
            Unit::Byte => message!("course-not-text", line = self.line),
            Unit::Two(_) => message!("course-cut-off", line = self.line, encoding = "UTF-16"),
            Unit::Four(_) => message!("course-cut-off", line = self.line, encoding = "UTF-32"),
        }
    }
}

/// What the letters of a text are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// Bytes: UTF-8.
    Byte,
    /// Two bytes: UTF-16.
    Two(Order),
    /// Four: UTF-32.
    Four(Order),
}

/// Which byte of a unit comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

impl Unit {
    /// That of a text, and how many bytes of mark it begins with. A config begins with a sign of ASCII, so that without a mark the zeros
    /// beside it tell.
    fn of(bytes: &[u8]) -> (Self, usize) {
        match bytes {
            // The mark of UTF-32 begins as that of UTF-16 does.
            [0xff, 0xfe, 0, 0, ..] => (Self::Four(Order::Little), 4),
            [0, 0, 0xfe, 0xff, ..] => (Self::Four(Order::Big), 4),
            [0xff, 0xfe, ..] => (Self::Two(Order::Little), 2),
            [0xfe, 0xff, ..] => (Self::Two(Order::Big), 2),
            [1..=255, 0, 0, 0, ..] => (Self::Four(Order::Little), 0),
            [0, 0, 0, 1..=255, ..] => (Self::Four(Order::Big), 0),
            [1..=255, 0, ..] => (Self::Two(Order::Little), 0),
            [0, 1..=255, ..] => (Self::Two(Order::Big), 0),
            _ => (Self::Byte, 0),
        }
    }
}

/// The text of these bytes.
///
/// # Errors
/// Where they stop to be text.
pub fn text(bytes: &[u8]) -> Result<String, NotText> {
    let (unit, mark) = Unit::of(bytes);
    let body = bytes.get(mark..).unwrap_or_default();
    let not_text = |before: &str| NotText {
        line: before.matches('\n').count() + 1,
        unit,
    };
    let (text, broken) = match unit {
        Unit::Byte => {
            let text = std::str::from_utf8(body).map_err(|error| {
                let before = body.get(..error.valid_up_to()).unwrap_or_default();
                not_text(&String::from_utf8_lossy(before))
            })?;
            return Ok(text.to_owned());
        }
        Unit::Two(Order::Little) => UTF_16LE.decode_without_bom_handling(body),
        Unit::Two(Order::Big) => UTF_16BE.decode_without_bom_handling(body),
        Unit::Four(order) => of_four(body, order),
    };
    if broken {
        let before = text.split(char::REPLACEMENT_CHARACTER).next();
        return Err(not_text(before.unwrap_or_default()));
    }
    Ok(text.into_owned())
}

/// A text of UTF-32, and whether something in it is none.
fn of_four(bytes: &[u8], order: Order) -> (Cow<'_, str>, bool) {
    let (units, rest) = bytes.as_chunks::<4>();
    let unit = |bytes: &[u8; 4]| match order {
        Order::Little => u32::from_le_bytes(*bytes),
        Order::Big => u32::from_be_bytes(*bytes),
    };
    let letters = units.iter().map(|bytes| char::from_u32(unit(bytes)));
    let broken = !rest.is_empty() || letters.clone().any(|letter| letter.is_none());
    let shown = letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
    (shown.collect(), broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use l10n::Lang;

    const COURSE: &str = "title = 1\n# курс\n";

    #[test]
    fn wide_encodings_are_read_with_a_mark_and_without() {
        for mark in ["", "\u{feff}"] {
            let written = format!("{mark}{COURSE}");
            let two = |unit: fn(u16) -> [u8; 2]| written.encode_utf16().flat_map(unit).collect();
            let four = |unit: fn(u32) -> [u8; 4]| {
                let letters = written.chars().map(u32::from);
                letters.flat_map(unit).collect()
            };
            let files: [(Vec<u8>, &str); 4] = [
                (two(u16::to_le_bytes), "UTF-16"),
                (two(u16::to_be_bytes), "UTF-16"),
                (four(u32::to_le_bytes), "UTF-32"),
                (four(u32::to_be_bytes), "UTF-32"),
            ];
            for (bytes, name) in files {
                assert_eq!(text(&bytes).as_deref(), Ok(COURSE), "{name} {mark:?}");
                // Without its last byte it was cut off, and is called what it is.
                let cut = text(&bytes[..bytes.len() - 1]).expect_err(name);
                assert_eq!(cut.line, 2);
                for lang in Lang::ALL {
                    assert!(cut.explain(lang).contains(name), "{}", cut.explain(lang));
                }
            }
        }
    }

    #[test]
    fn other_encodings_are_told_their_line() {
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(COURSE);
        let told = text(&cyrillic).expect_err("it is no UTF-8");
        assert_eq!((told.line, told.unit), (2, Unit::Byte));
        assert_eq!(text(COURSE.as_bytes()).as_deref(), Ok(COURSE));
        assert_eq!(text(b"").as_deref(), Ok(""));
    }
}
