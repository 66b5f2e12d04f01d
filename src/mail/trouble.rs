//! What a failed attempt to send means, and what may be told of it.

use crate::store::Trouble;
use l10n::visible;
use lettre::transport::smtp::Error;
use std::error::Error as _;
use std::io::ErrorKind;

/// The longest of what the other server said that is kept.
const LONGEST: usize = 300;

/// Whom a refusal for good is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blame {
    /// Us: every letter would be refused.
    Sender,
    /// Whom the letter is to.
    Recipient,
    /// It is not said.
    Unsaid,
}

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
        Some(500..) if blame(&reply(error)) == Blame::Sender => Trouble::Sender,
        Some(500..) => Trouble::Refused,
        Some(_) => Trouble::Later,
    }
}

/// The same where nothing was said of any recipient: what is refused is whatever comes from us.
pub(super) fn of_all(error: &Error) -> Trouble {
    match kind(error) {
        Trouble::Refused => Trouble::Sender,
        other => other,
    }
}

/// Whether a refusal says that it is about the recipient.
pub(super) fn is_of_recipient(error: &Error) -> bool {
    blame(&reply(error)) == Blame::Recipient
}

/// What the server answered, after the three digits.
fn reply(error: &Error) -> String {
    error.source().map(ToString::to_string).unwrap_or_default()
}

/// Whom an answer is about, by the enhanced status code at its beginning (RFC 3463 and its registry, and what Gmail and Exchange make of
/// it).
fn blame(reply: &str) -> Blame {
    let code = reply.split_whitespace().next().unwrap_or_default();
    let mut numbers = code.split('.').map(|part| part.parse::<u16>().ok());
    let class = numbers.next().flatten();
    let (Some(5), Some(Some(subject)), Some(Some(detail)), None) =
        (class, numbers.next(), numbers.next(), numbers.next())
    else {
        return Blame::Unsaid;
    };
    match (subject, detail) {
        // An address that nobody may send from, and no more recipients or letters today.
        (1, 7 | 8 | 90) | (2, 252 | 254) | (4, 5) => Blame::Sender,
        (1 | 2, _) => Blame::Recipient,
        // A mailing list, what would have to be converted or decrypted, and a mailbox that is somebody else's now.
        (7, 2..=7 | 15..=19 | 30) => Blame::Unsaid,
        // Whatever else a policy says is said of who sends: the relay that we hand our letters to knows nothing of theirs who read them.
        (7, _) => Blame::Sender,
        _ => Blame::Unsaid,
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
    use super::{Blame, blame, without_addresses};

    #[test]
    fn a_refusal_is_of_the_sender_where_its_code_says_so() {
        for (reply, expected) in [
            ("5.4.5 Daily user sending limit exceeded", Blame::Sender),
            (
                "5.7.1 Sender address rejected: not owned by auth user",
                Blame::Sender,
            ),
            ("5.7.23 SPF validation failed", Blame::Sender),
            ("5.1.8 <dgm@example.org>: no such domain", Blame::Sender),
            ("5.2.252 SendAsDenied", Blame::Sender),
            ("5.1.1 no such user", Blame::Recipient),
            ("5.2.2 mailbox full", Blame::Recipient),
            ("5.7.17 mailbox owner has changed", Blame::Unsaid),
            ("5.6.0 what is that", Blame::Unsaid),
            ("No SMTP service here", Blame::Unsaid),
            ("5.7 half a code", Blame::Unsaid),
            ("5.7.1.1 too much of one", Blame::Unsaid),
            ("4.4.5 of another class", Blame::Unsaid),
            ("", Blame::Unsaid),
        ] {
            assert_eq!(blame(reply), expected, "{reply}");
        }
    }

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
