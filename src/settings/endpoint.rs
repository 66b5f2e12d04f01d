//! Addresses of other servers, as a config names them.

use super::port::port_reads;
use crate::config::Value;
use crate::outgoing::may_be_asked;
use axum::http::Uri;
use l10n::message;

/// The address of a server that is asked: by https, or on this machine. It stays as it is written, since providers compare it by letters.
pub(super) fn endpoint(value: &Value<'_>) -> Option<String> {
    let written = value.filled()?;
    let uri = written.parse::<Uri>().ok();
    let uri = uri.filter(|uri| {
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        !authority.contains('@') && uri.host().is_some_and(|host| !host.is_empty())
    });
    let reads = |uri: &Uri| uri.authority().is_some_and(|a| port_reads(a.as_str()));
    match uri {
        Some(uri) if !reads(&uri) => {
            value.refuse(message!("settings-port"));
            None
        }
        Some(uri) if may_be_asked(&uri) => Some(written),
        Some(_) => {
            value.refuse(message!("settings-endpoint-tls"));
            None
        }
        None => {
            value.refuse(message!("settings-endpoint-none"));
            None
        }
    }
}
