//! What the writers of HTML and SVG outside the templates share.

/// The text with the characters that mean something in markup made harmless, in elements and in quoted attributes.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
