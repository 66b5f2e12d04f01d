//! `[sign_in]`: the ways in which people sign in.

use super::around::Around;
use super::oauth::OAuth;
use super::oidc::Oidc;
use super::proxy_header::ProxyHeader;
use crate::config::{Section, Unique};

/// The ways in which people sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Whether the page for signing in speaks of links that a teacher gives out. Those that were given out work always: nobody is locked out.
    pub links: bool,
    /// Whether links are sent by mail to whoever asks for one, where mail is set up.
    pub mail: bool,
    /// Whom people ask who cannot sign in, such as an address; a teacher where nothing is said.
    pub contact: Option<String>,
    /// A proxy that says who somebody is.
    pub header: Option<ProxyHeader>,
    /// Providers of OpenID Connect.
    pub oidc: Vec<Oidc>,
    /// Platforms of OAuth 2.
    pub oauth: Vec<OAuth>,
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            links: true,
            mail: true,
            contact: None,
            header: None,
            oidc: Vec::new(),
            oauth: Vec::new(),
        }
    }
}

/// Names of ways that are no provider's.
const TAKEN: [&str; 4] = ["link", "links", "mail", "header"];

impl SignIn {
    pub(super) fn read(mut section: Section<'_>, around: Around<'_>) -> Option<Self> {
        let links = section.optional("links", "links = true");
        let links = links.map_or(Some(true), |value| value.boolean());
        let mail = section.optional("mail", "mail = true");
        let mail = mail.map_or(Some(true), |value| value.boolean());
        let contact = section.optional("contact", "contact = \"dean@example.org\"");
        let contact = contact.map(|value| value.filled());
        let header = section.optional("header", "header = { name = \"X-Remote-User\" }");
        let header = header.map(|value| ProxyHeader::read(value.section()?));
        let mut names = Unique::default();
        for taken in TAKEN {
            names.insert(taken, 0..0, section.sink);
        }
        let (mut oidc, mut oauth) = (Vec::new(), Vec::new());
        if let Some(value) = section.optional("oidc", "[[sign_in.oidc]]") {
            let tables = value.sections().into_iter();
            oidc.extend(tables.map(|table| Oidc::read(table, &mut names, around)));
        }
        if let Some(value) = section.optional("oauth", "[[sign_in.oauth]]") {
            let tables = value.sections().into_iter();
            oauth.extend(tables.map(|table| OAuth::read(table, &mut names, around)));
        }
        section.finish();
        Some(Self {
            links: links?,
            mail: mail?,
            contact: contact.map_or(Some(None), |read| read.map(Some))?,
            header: header.map_or(Some(None), |read| read.map(Some))?,
            oidc: oidc.into_iter().collect::<Option<_>>()?,
            oauth: oauth.into_iter().collect::<Option<_>>()?,
        })
    }
}
