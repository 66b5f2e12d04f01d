//! `[[sign_in.oidc]]`: a provider of OpenID Connect.

use super::around::Around;
use super::endpoint::endpoint;
use super::roster_key::{Claimed, Newcomers};
use super::secret::{Secret, secret};
use crate::config::{Section, Unique};
use l10n::{Localized, message};

/// A provider of OpenID Connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oidc {
    /// Its name in addresses and in the audit.
    pub id: String,
    /// What its button says.
    pub title: Localized,
    /// Its address, under which it is discovered.
    pub issuer: String,
    /// What it calls this server.
    pub client_id: String,
    /// What this server proves itself with; nothing where it is registered as a public client.
    pub client_secret: Option<Secret>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// By what people are found on the roster.
    pub claimed: Claimed,
    /// Whether its addresses count as verified where it does not say so.
    pub trust_email: bool,
    /// Who is taken in.
    pub newcomers: Newcomers,
}

/// The variable of the environment that holds the secret of a provider.
pub(super) fn variable(id: &str) -> String {
    format!("DGM_SIGN_IN_{}_SECRET", id.to_ascii_uppercase())
}

impl Oidc {
    pub(super) fn read(
        mut section: Section<'_>,
        names: &mut Unique,
        around: Around<'_>,
    ) -> Option<Self> {
        let id = section.required("id", "id = \"university\"");
        let id = id.and_then(|value| {
            let name = value.name()?;
            let new = names.insert(name, value.span.clone(), value.sink);
            new.then(|| name.to_owned())
        });
        let title = "title = { en = \"University account\", ru = \"Учётная запись университета\" }";
        let title = section.required("title", title).and_then(|v| v.words());
        let issuer = "issuer = \"https://sso.example.org/realms/students\"";
        let issuer = section.required("issuer", issuer).and_then(|value| {
            let written = endpoint(&value)?;
            // The address of the discovery is made of it.
            if written.contains(['?', '#']) {
                value.refuse(message!("settings-issuer-query"));
                return None;
            }
            Some(written)
        });
        let client_id = section.required("client_id", "client_id = \"dgm\"");
        let client_id = client_id.and_then(|value| value.filled());
        let file = ("client_secret_file", "client_secret_file = \"sso-secret\"");
        let variable = id.as_deref().map(variable).unwrap_or_default();
        let client_secret = secret(&mut section, file, &variable, around);
        let scopes = section.optional("scopes", "scopes = [\"email\", \"profile\"]");
        let scopes = scopes.map(|value| value.texts());
        let claimed = Claimed::read(&mut section);
        let trust_email = section.optional("trust_email", "trust_email = false");
        let trust_email = trust_email.map(|value| value.boolean());
        let key = claimed.as_ref().map(|claimed| claimed.key);
        let newcomers = Newcomers::read(&mut section, key);
        section.finish();
        Some(Self {
            id: id?,
            title: title?,
            issuer: issuer?,
            client_id: client_id?,
            client_secret,
            scopes: match scopes {
                Some(scopes) => scopes.into_iter().map(|(s, _)| s.to_owned()).collect(),
                None => vec!["email".to_owned(), "profile".to_owned()],
            },
            claimed: claimed?,
            trust_email: trust_email.unwrap_or(Some(false))?,
            newcomers: newcomers?,
        })
    }
}
