//! Forms of several fields, and what comes back to them.

use super::site::{Answer, Door};
use std::fmt::Write as _;

impl Door {
    /// Sends a form.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        self.post(path, &pairs.collect::<Vec<_>>().join("&")).await
    }
}

impl Answer {
    /// Where it leads; empty where it leads nowhere.
    pub fn location(&self) -> &str {
        self.header("location")
    }
}

/// Text as a form sends it.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_') {
            out.push(char::from(b));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}
