//! What a failed attempt to send means, and what may be told of it.

use crate::store::Trouble;
use l10n::visible;
use lettre::transport::smtp::Error;
use std::error::Error as _;
use std::io::ErrorKind;

/// The longest of what the other server said that is kept.
const LONGEST: usize = 300;

/// What kind of trouble an error is.
pub(super) fn kind(error: &Error) -> Trouble {
    if error.is_client() {
        // The library tells the two apart by words alone: no encryption is offered, or no way to sign in that is ours.
        return if error.to_string().contains("STARTTLS") {
            Trouble::Insecure
        } else {
            Trouble::Login
        };
    }
    if error.is_tls() || is_about_tls(error) {
        return Trouble::Insecure;
    }
    let code: Option<u16> = error.status().map(Into::into);
    match code {
        Some(454 | 530 | 534 | 535 | 538) => Trouble::Login,
        // It stops, or is about to.
        Some(421) | None => Trouble::Away,
        Some(500..) => Trouble::Refused,
        Some(_) => Trouble::Later,
    }
}

/// Whether the line broke because of what was said in TLS: a certificate that is not believed, or no TLS at all.
fn is_about_tls(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        let io = inner.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == ErrorKind::InvalidData) {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// The error in the words of the other server, without any address: these words are kept and shown.
pub(super) fn said(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    without_addresses(&text)
}

/// A text of one line in which every address is left out.
pub(super) fn without_addresses(text: &str) -> String {
    let shown = |word: &str| if word.contains('@') { "…" } else { word }.to_owned();
    let words: Vec<String> = text.split_whitespace().map(shown).collect();
    visible::cut(&words.join(" "), LONGEST).into_owned()
}

#[cfg(test)]
mod tests {
    use super::without_addresses;

    #[test]
    fn no_address_is_kept() {
        let said = "permanent error (550): 5.1.1 <anna@example.org>: user\r\nunknown \u{1b}[2J";
        assert_eq!(
            without_addresses(said),
            "permanent error (550): 5.1.1 … user unknown \\u{1b}[2J"
        );
        assert!(without_addresses(&"x".repeat(1_000)).chars().count() <= 301);
    }
}
