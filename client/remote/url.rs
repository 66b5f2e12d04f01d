//! Where a server may be.

use crate::cli::error::{CliError, Result};
use l10n::message;

/// A URL of a server: `https://`, or `http://` on this machine; elsewhere a token would cross the network for all to read.
pub fn checked_url(url: &str) -> Result<String> {
    let url = url.trim().trim_end_matches('/');
    let fault = || CliError::from(message!("remote-no-server", url = url));
    let (scheme, rest) = url.split_once("://").ok_or_else(fault)?;
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() || host.contains('@') || !rest.chars().all(|c| c.is_ascii_graphic()) {
        return Err(fault());
    }
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    match scheme {
        "https" => Ok(url.to_owned()),
        "http" if matches!(name, "localhost" | "127.0.0.1" | "::1") => Ok(url.to_owned()),
        "http" => Err(message!("remote-not-encrypted", url = url, rest = rest).into()),
        _ => Err(fault()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_crosses_no_open_network() {
        for good in [
            "https://dgm.example.org/",
            "http://localhost:8080",
            "http://[::1]:80",
            "http://127.0.0.1:9/dgm",
        ] {
            assert_eq!(checked_url(good).unwrap(), good.trim_end_matches('/'));
        }
        for bad in [
            "http://dgm.example.org",
            "http://localhost@evil",
            "http://127.0.0.1.evil.org",
            "ftp://x",
            "dgm",
            "https://",
            "https://a b",
        ] {
            assert!(checked_url(bad).is_err(), "{bad}");
        }
    }
}
