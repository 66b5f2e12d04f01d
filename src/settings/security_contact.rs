//! To whom a hole in the server's safety is told.

use l10n::{Explain, Lang, Message, message};
use std::fmt;
use std::str::FromStr;

/// Addresses are shorter.
const LONGEST: usize = 500;

/// An address of mail or of a page, as `security.txt` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityContact(String);

/// It begins otherwise, or has what no address has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoContact;

impl Explain for NoContact {
    fn message(&self) -> Message {
        message!("serve-security-contact")
    }
}

impl fmt::Display for NoContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for NoContact {}

impl SecurityContact {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SecurityContact {
    type Err = NoContact;

    fn from_str(text: &str) -> Result<Self, NoContact> {
        let begins = ["mailto:", "https://", "tel:"]
            .iter()
            .any(|start| text.len() > start.len() && text.starts_with(start));
        // It becomes a line of a file.
        let plain = text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_graphic());
        if begins && plain {
            Ok(Self(text.to_owned()))
        } else {
            Err(NoContact)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_line() {
        for good in [
            "mailto:grader@example.org",
            "https://example.org/security",
            "tel:+7-495-1",
        ] {
            assert!(good.parse::<SecurityContact>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "mailto:",
            "grader@example.org",
            "http://example.org",
            "mailto:a\nContact: b",
            "mailto:a b",
            "mailto:ф",
        ] {
            assert!(bad.parse::<SecurityContact>().is_err(), "{bad}");
        }
    }
}
