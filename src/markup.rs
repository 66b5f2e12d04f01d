//! What the writers of HTML, SVG and addresses outside the templates share.

use std::fmt::Write as _;

/// The text with the characters that mean something in markup made harmless, in elements and in quoted attributes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// The text as a part of a URL in which no mark of it means anything: what is not unreserved is percent-encoded (RFC 3986, 2.1 and 2.3).
pub fn in_url(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
