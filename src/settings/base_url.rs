//! Where people reach the server: the beginning of every link that is given to them.

use super::port::port_reads;
use axum::http::Uri;
use l10n::{Explain, Lang, Message, message};
use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

/// `https://grader.example.org`: a scheme, a host, perhaps a port, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

/// Why a text is no base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaseUrlError {
    /// It begins with neither `http://` nor `https://`.
    Scheme,
    /// It has no host that can be read.
    Host,
    /// It has a user or a password.
    User,
    /// It has a path.
    Path,
    /// It has a query or a fragment.
    Query,
}

impl Explain for BaseUrlError {
    fn message(&self) -> Message {
        match self {
            Self::Scheme => message!("base-url-scheme"),
            Self::Host => message!("base-url-host"),
            Self::User => message!("base-url-user"),
            Self::Path => message!("base-url-path"),
            Self::Query => message!("base-url-query"),
        }
    }
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for BaseUrlError {}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, BaseUrlError> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let Some((scheme, rest)) = ["http", "https"].into_iter().find_map(|scheme| {
            let rest = lower.strip_prefix(scheme)?.strip_prefix("://")?;
            Some((scheme, rest))
        }) else {
            return Err(BaseUrlError::Scheme);
        };
        if rest.contains(['?', '#']) {
            return Err(BaseUrlError::Query);
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.contains('@') {
            return Err(BaseUrlError::User);
        }
        if path.contains(|c| c != '/') {
            return Err(BaseUrlError::Path);
        }
        let clean = format!("{scheme}://{authority}");
        let uri: Uri = clean.parse().map_err(|_| BaseUrlError::Host)?;
        // `http://:80` and `http://host:` have an authority, and nothing that opens.
        if uri.host().unwrap_or_default().is_empty() || !port_reads(authority) {
            return Err(BaseUrlError::Host);
        }
        Ok(Self(clean))
    }
}

impl BaseUrl {
    /// Of the address that is listened on, where nothing else was said. A server that listens everywhere is reached from here at least.
    pub fn of(mut address: SocketAddr) -> Self {
        if address.ip().is_unspecified() {
            address.set_ip(match address {
                SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
                SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
            });
        }
        Self(format!("http://{address}"))
    }

    /// As text, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_a_host_and_a_port() {
        for (text, clean) in [
            ("https://grader.example.org", "https://grader.example.org"),
            ("https://grader.example.org/", "https://grader.example.org"),
            (
                "HTTPS://Grader.example.org:8443//",
                "https://grader.example.org:8443",
            ),
            (" http://127.0.0.1:8080 ", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://[::1]", "http://[::1]"),
        ] {
            assert_eq!(text.parse(), Ok(BaseUrl(clean.to_owned())), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_what_to_write() {
        for (text, why) in [
            ("", BaseUrlError::Scheme),
            ("grader.example.org", BaseUrlError::Scheme),
            ("grader.example.org:8080", BaseUrlError::Scheme),
            ("//grader.example.org", BaseUrlError::Scheme),
            ("ftp://grader.example.org", BaseUrlError::Scheme),
            ("http:/grader.example.org", BaseUrlError::Scheme),
            ("https://", BaseUrlError::Host),
            ("https://:8080", BaseUrlError::Host),
            ("https://host:", BaseUrlError::Host),
            ("https://host:0", BaseUrlError::Host),
            ("https://host:99999", BaseUrlError::Host),
            ("https://a b", BaseUrlError::Host),
            ("https://оценки.рф", BaseUrlError::Host),
            ("https://me@grader.example.org", BaseUrlError::User),
            ("https://me:secret@grader.example.org", BaseUrlError::User),
            ("https://example.org/dgm", BaseUrlError::Path),
            ("https://example.org/dgm/", BaseUrlError::Path),
            ("https://example.org?x=1", BaseUrlError::Query),
            ("https://example.org/#top", BaseUrlError::Query),
        ] {
            assert_eq!(text.parse::<BaseUrl>(), Err(why), "{text}");
        }
    }

    #[test]
    fn a_server_that_listens_everywhere_is_reached_from_here() {
        let at = |text: &str| BaseUrl::of(text.parse().unwrap()).0;
        assert_eq!(at("0.0.0.0:8080"), "http://127.0.0.1:8080");
        assert_eq!(at("[::]:8080"), "http://[::1]:8080");
        assert_eq!(at("10.0.0.7:80"), "http://10.0.0.7:80");
    }
}
