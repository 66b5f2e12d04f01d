//! The format of a file, told by its first bytes: a file name is only what somebody typed.

use super::{AnswersError, Found};

/// A format that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Npz,
    Npy,
    Safetensors,
    Json,
}

/// First bytes of formats that people take for answers.
const SIGNATURES: [(&[u8], Found); 17] = [
    (b"\x89HDF\r\n\x1a\n", Found::Hdf5),
    (b"MATLAB 5.0 MAT-file", Found::Matlab),
    (b"%PDF", Found::Pdf),
    (b"\x89PNG\r\n\x1a\n", Found::Image),
    (b"\xff\xd8\xff", Found::Image),
    (b"GIF8", Found::Image),
    (b"PAR1", Found::Parquet),
    (b"\x1f\x8b", Found::Archive),
    (b"7z\xbc\xaf\x27\x1c", Found::Archive),
    (b"Rar!\x1a\x07", Found::Archive),
    (b"\xfd7zXZ\0", Found::Archive),
    (b"BZh", Found::Archive),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Found::Office),
    (b"\xff\xfe", Found::Utf16),
    (b"\xfe\xff", Found::Utf16),
    (b"<!doctype html", Found::Html),
    (b"<html", Found::Html),
];

/// The mark that some editors put before UTF-8 text.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// The format of these bytes, or what they seem to be instead.
pub(super) fn tell(bytes: &[u8]) -> Result<Format, AnswersError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return match other_archive(bytes) {
            Some(found) => Err(AnswersError::UnsupportedFormat { found }),
            None => Ok(Format::Npz),
        };
    }
    if bytes.starts_with(super::npy_header::MAGIC) {
        return Ok(Format::Npy);
    }
    // Before JSON: the first byte of a header's length may happen to be that of `{`. Text has no zero bytes.
    if bytes.get(4..9) == Some(b"\0\0\0\0{") {
        return Ok(Format::Safetensors);
    }
    let text = bytes.strip_prefix(BOM).unwrap_or(bytes).trim_ascii_start();
    if text.starts_with(b"{") || text.starts_with(b"[") {
        return Ok(Format::Json);
    }
    Err(AnswersError::UnsupportedFormat {
        found: guess(bytes),
    })
}

/// Zip archives of something else, whose first member already is no array.
fn other_archive(bytes: &[u8]) -> Option<Found> {
    let (length, names) = bytes.get(26..28).zip(bytes.get(30..))?;
    let length = usize::from(u16::from_le_bytes(length.try_into().ok()?));
    if names.get(..length)?.ends_with(b".npy") {
        return None;
    }
    let mentions = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if mentions(b"/data.pkl") {
        Some(Found::PyTorch)
    } else if mentions(b"[Content_Types].xml") || mentions(b"META-INF/manifest.xml") {
        Some(Found::Office)
    } else {
        None
    }
}

fn guess(bytes: &[u8]) -> Found {
    if bytes.trim_ascii().is_empty() {
        return Found::Empty;
    }
    let head = bytes.get(..512).unwrap_or(bytes);
    let lower = head.to_ascii_lowercase();
    if let Some((_, found)) = SIGNATURES
        .iter()
        .find(|(signature, _)| head.starts_with(signature) || lower.starts_with(signature))
    {
        return *found;
    }
    if matches!(head, [0x80, 2..=5, ..]) {
        return Found::Pickle;
    }
    if head.get(257..262) == Some(b"ustar") {
        return Found::Archive;
    }
    text(head)
}

/// Of text, tables of numbers are worth telling apart: they have an obvious next step.
fn text(head: &[u8]) -> Found {
    // The cut at 512 bytes may have split a character.
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default())
                .unwrap_or_default()
        }
        Err(_) => return Found::Unknown,
    };
    if valid
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}'))
    {
        return Found::Unknown;
    }
    let line = valid
        .lines()
        .find(|line| line.bytes().any(|b| b.is_ascii_digit()))
        .unwrap_or_default();
    let numeric = line.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, ',' | ';' | '\t' | ' ' | '.' | '-' | '+' | 'e' | 'E')
    });
    if numeric && !line.is_empty() {
        Found::Csv
    } else {
        Found::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content() {
        assert_eq!(tell(b"PK\x03\x04"), Ok(Format::Npz));
        assert_eq!(tell(b"\x93NUMPY\x01\x00"), Ok(Format::Npy));
        assert_eq!(tell(b"\x40\0\0\0\0\0\0\0{\""), Ok(Format::Safetensors));
        assert_eq!(tell(b"{\0\0\0\0\0\0\0{\""), Ok(Format::Safetensors));
        assert_eq!(tell(b" \n{}"), Ok(Format::Json));
        assert_eq!(tell(b"\xef\xbb\xbf{}"), Ok(Format::Json));
    }

    #[test]
    fn other_files_are_named() {
        let cases: [(&[u8], Found); 18] = [
            (b"", Found::Empty),
            (b" \n\n", Found::Empty),
            (b"\x80\x04\x95\x10", Found::Pickle),
            (b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", Found::Pickle),
            (b"\x89HDF\r\n\x1a\n\0", Found::Hdf5),
            (b"MATLAB 5.0 MAT-file, Platform", Found::Matlab),
            (b"%PDF-1.7", Found::Pdf),
            (b"\x89PNG\r\n\x1a\n", Found::Image),
            (b"\xff\xd8\xff\xe0", Found::Image),
            (b"\x1f\x8b\x08", Found::Archive),
            (b"\xff\xfe{\0", Found::Utf16),
            (b"<!DOCTYPE HTML><html>", Found::Html),
            (b"a,b\n1,2\n", Found::Csv),
            (b"0.5\n0.25\n", Found::Csv),
            (b"import numpy as np\n", Found::Text),
            ("ответ: 5".as_bytes(), Found::Text),
            (b"\0\x01\x02\x03", Found::Unknown),
            (b"\xc3", Found::Text),
        ];
        for (bytes, found) in cases {
            assert_eq!(
                tell(bytes),
                Err(AnswersError::UnsupportedFormat { found }),
                "{bytes:?}"
            );
        }
    }
}
