//! Forms of several fields, and what comes back to them.

use super::site::{Answer, Door};
use std::fmt::Write as _;

/// What the forms of tests are that have files.
pub const MULTIPART: &str = "multipart/form-data; boundary=edge";

/// The fields that are files.
const FILES: [&str; 3] = ["answers", "document", "file"];

/// Fields as a form with files sends them.
pub fn parts(fields: &[(&str, &str)]) -> Vec<u8> {
    let part = |(name, value): &(&str, &str)| {
        let file = if FILES.contains(name) {
            "; filename=\"a\""
        } else {
            ""
        };
        let disposition = format!("Content-Disposition: form-data; name=\"{name}\"{file}");
        ["--edge", &disposition, "", value, ""].join("\r\n")
    };
    let parts: String = fields.iter().map(part).collect();
    format!("{parts}--edge--\r\n").into_bytes()
}

impl Door {
    /// Sends a form.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        self.post(path, &pairs.collect::<Vec<_>>().join("&")).await
    }

    /// Sends a form as one with files is sent.
    pub async fn multipart(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let kind = [("content-type", MULTIPART)];
        self.send("POST", path, &kind, parts(fields)).await
    }

    /// Sends a table as the form of a page does, with other fields.
    pub async fn table(&self, path: &str, text: &str, fields: &[(&str, &str)]) -> Answer {
        self.multipart(path, &[fields, &[("text", text)]].concat())
            .await
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// The value of a hidden field of the page.
    pub fn hidden(&self, name: &str) -> String {
        hidden(&self.text(), name)
    }

    /// Where it leads; empty where it leads nowhere.
    pub fn location(&self) -> &str {
        self.header("location")
    }
}

/// The value of a hidden field of a page, if it has one.
pub fn find_hidden(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    let (value, _) = rest.split_once('"')?;
    let value = value.replace("&#x2F;", "/").replace("&quot;", "\"");
    Some(value.replace("&amp;", "&"))
}

/// The value of a hidden field of a page.
pub fn hidden(page: &str, name: &str) -> String {
    find_hidden(page, name).unwrap_or_else(|| panic!("no {name} in {page}"))
}

/// Text as a form sends it.
pub fn encoded(text: &str) -> String {
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
