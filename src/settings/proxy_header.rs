//! `[sign_in.header]`: a proxy that has signed people in already, and says in a header who they are.

use super::endpoint::endpoint;
use super::roster_key::{Key, Newcomers};
use crate::config::Section;
use axum::http::HeaderName;
use l10n::{Localized, message};

/// Where signing out leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignOut {
    /// To a page of the proxy under the same address: a path.
    Path(String),
    /// To another server.
    Elsewhere(String),
}

/// A header in which a proxy says who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyHeader {
    /// Its name.
    pub name: HeaderName,
    /// By what people are found on the roster.
    pub key: Key,
    /// What its button says.
    pub title: Option<Localized>,
    /// Where signing out leads; to the page for signing in where nothing is said.
    pub sign_out: Option<SignOut>,
    /// Who is taken in.
    pub newcomers: Newcomers,
}

/// Headers that anybody sends: none of them says who somebody is.
const COMMON: [&str; 8] = [
    "host",
    "cookie",
    "user-agent",
    "accept",
    "accept-language",
    "referer",
    "origin",
    "authorization",
];

impl ProxyHeader {
    pub(super) fn read(mut section: Section<'_>) -> Option<Self> {
        let name = section.required("name", "name = \"X-Remote-User\"");
        let name = name.and_then(|value| {
            let written = value.filled()?;
            let read = HeaderName::try_from(written.as_str()).ok();
            let read = read.filter(|name| !COMMON.contains(&name.as_str()));
            if read.is_none() {
                value.refuse(message!("settings-header-name"));
            }
            read
        });
        let key = Key::read(&mut section, Key::Login);
        let title = section.optional("title", "title = { en = \"…\", ru = \"…\" }");
        let title = title.map(|value| value.words());
        let sign_out = section.optional("sign_out", "sign_out = \"/oauth2/sign_out\"");
        let sign_out = sign_out.map(|value| {
            let written = value.filled()?;
            if written.starts_with('/') && !written.starts_with("//") && !written.contains('\\') {
                return Some(SignOut::Path(written));
            }
            endpoint(&value).map(SignOut::Elsewhere)
        });
        let newcomers = Newcomers::read(&mut section, key);
        section.finish();
        Some(Self {
            name: name?,
            key: key?,
            title: title.map_or(Some(None), |read| read.map(Some))?,
            sign_out: sign_out.map_or(Some(None), |read| read.map(Some))?,
            newcomers: newcomers?,
        })
    }
}
