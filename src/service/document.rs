//! Documents sent as answers: what they are is told by their content, never by a name or a header.

use crate::course::AnswerKind;
use l10n::{Message, message};

/// The largest document, in bytes.
pub const LARGEST: usize = 8 << 20;
/// The most pixels of an image: a small file may claim an image that no browser can hold.
const MOST_PIXELS: u64 = 64_000_000;

/// Why a document cannot be taken.
pub type Refusal = Message;

/// The kind of a document.
///
/// # Errors
/// Where it is none that can be graded.
pub fn kind(bytes: &[u8]) -> Result<AnswerKind, Refusal> {
    if bytes.is_empty() {
        return Err(message!("form-no-file"));
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok(AnswerKind::Pdf);
    }
    let (kind, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        (AnswerKind::Png, png_size(bytes))
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        (AnswerKind::Jpeg, jpeg_size(bytes))
    } else {
        return Err(message!("document-unknown"));
    };
    match size {
        None | Some((0, _) | (_, 0)) => Err(message!("document-broken")),
        Some((width, height)) if width * height > MOST_PIXELS => Err(message!("document-pixels")),
        Some(_) => Ok(kind),
    }
}

/// Width and height of a PNG, which its first chunk tells.
fn png_size(bytes: &[u8]) -> Option<(u64, u64)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    let number = |at: usize| {
        let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_be_bytes(four)))
    };
    Some((number(16)?, number(20)?))
}

/// Width and height of a JPEG, which its frame header tells.
fn jpeg_size(bytes: &[u8]) -> Option<(u64, u64)> {
    let two = |at: usize| {
        let two: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(u16::from_be_bytes(two))
    };
    let mut at = 2;
    loop {
        // Any number of 0xff may stand before a marker.
        while bytes.get(at..at + 2)? == [0xff, 0xff] {
            at += 1;
        }
        let &[0xff, marker] = bytes.get(at..at + 2)? else {
            return None;
        };
        let length = usize::from(two(at + 2)?);
        match marker {
            // Frame headers; C4, C8 and CC are tables and an extension.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((u64::from(two(at + 7)?), u64::from(two(at + 5)?)));
            }
            // The image begins, or ends, without a frame header before it.
            0xd9 | 0xda => return None,
            _ => at += 2 + length.max(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![
            0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 17, 8,
        ];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes
    }

    #[test]
    fn the_content_tells_the_kind() {
        assert_eq!(kind(b"%PDF-1.7\n"), Ok(AnswerKind::Pdf));
        assert_eq!(kind(&png(640, 480)), Ok(AnswerKind::Png));
        assert_eq!(kind(&jpeg(640, 480)), Ok(AnswerKind::Jpeg));
        assert_eq!(jpeg_size(&jpeg(640, 480)), Some((640, 480)));
        for other in [
            &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
            b"GIF89a",
            b"<html>%PDF-",
            b"PK\x03\x04",
        ] {
            assert_eq!(kind(other), Err(message!("document-unknown")));
        }
    }

    #[test]
    fn what_would_choke_a_browser_is_refused() {
        assert_eq!(kind(b""), Err(message!("form-no-file")));
        assert_eq!(
            kind(&png(u32::MAX, u32::MAX)),
            Err(message!("document-pixels"))
        );
        assert_eq!(
            kind(&jpeg(u16::MAX, u16::MAX)),
            Err(message!("document-pixels"))
        );
        assert_eq!(kind(&png(0, 9)), Err(message!("document-broken")));
        for whole in [png(640, 480), jpeg(640, 480)] {
            for end in 8..whole.len() {
                assert_eq!(
                    kind(&whole[..end]),
                    Err(message!("document-broken")),
                    "{end}"
                );
            }
        }
        assert_eq!(kind(&[0xff; 5000]), Err(message!("document-unknown")));
        let endless = [&[0xff, 0xd8][..], &[0xff; 5000]].concat();
        assert_eq!(kind(&endless), Err(message!("document-broken")));
        assert_eq!(
            kind(&[0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xda, 0, 2]),
            Err(message!("document-broken"))
        );
    }
}
