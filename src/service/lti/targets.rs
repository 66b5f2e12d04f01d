//! Addresses that platforms and people name.

use crate::outgoing::may_be_asked;
use openidconnect::url::Url;

/// The longest address that is taken.
const LONGEST: usize = 2000;

/// An address that this server may ask: by https, or on this machine; without a name, a password or a place within.
pub(super) fn asked(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|_| text.len() <= LONGEST)?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let uri = url.as_str().parse().ok()?;
    (plain && may_be_asked(&uri)).then_some(url)
}

/// Scheme, host and port of an address, as a policy of content names them; nothing of one that may not be asked.
pub fn origin(text: &str) -> Option<String> {
    asked(text).map(|url| url.origin().ascii_serialization())
}

/// The homework that an address of this server is about.
pub(super) fn homework<'t>(base_url: &str, target: &'t str) -> Option<&'t str> {
    let path = target.strip_prefix(base_url)?.strip_prefix("/homeworks/")?;
    path.split(['/', '?', '#']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_asked_has_no_origin() {
        for (text, expected) in [
            (
                "https://moodle.example.org/mod/lti/auth.php",
                Some("https://moodle.example.org"),
            ),
            (
                "https://MOODLE.example.org:8443/a?b=c",
                Some("https://moodle.example.org:8443"),
            ),
            ("http://127.0.0.1:9000/x", Some("http://127.0.0.1:9000")),
            ("http://moodle.example.org/", None),
            ("https://user:word@moodle.example.org/", None),
            ("https://moodle.example.org/#x", None),
            ("javascript:alert(1)", None),
            ("https://a;script-src 'unsafe-inline'", None),
            ("", None),
        ] {
            assert_eq!(origin(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_homework_is_told_by_its_address_here() {
        let base = "https://grader.example.org";
        for (target, expected) in [
            ("https://grader.example.org/homeworks/elbo", Some("elbo")),
            (
                "https://grader.example.org/homeworks/elbo?x=1",
                Some("elbo"),
            ),
            ("https://grader.example.org/", None),
            ("https://grader.example.org.evil.org/homeworks/elbo", None),
            ("/homeworks/elbo", None),
        ] {
            assert_eq!(homework(base, target), expected, "{target}");
        }
    }
}
