//! `[[sign_in.oauth]]`: a platform that signs people in by OAuth 2 in its own way.

use super::around::Around;
use super::endpoint::endpoint;
use super::oidc::variable;
use super::roster_key::{Key, Newcomers};
use super::secret::{Secret, secret};
use crate::config::{Section, Unique, Value};
use l10n::{Localized, message};

/// Which platform it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// GitHub.
    Github,
    /// Yandex ID.
    Yandex,
}

impl Platform {
    const NAMES: [(&str, Self); 2] = [("github", Self::Github), ("yandex", Self::Yandex)];

    /// Its name in a config.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Yandex => "yandex",
        }
    }
}

/// A platform that signs people in by OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuth {
    /// Its name in addresses and in the audit.
    pub id: String,
    /// Which it is.
    pub platform: Platform,
    /// What its button says; the platform's name where nothing is said.
    pub title: Option<Localized>,
    /// What it calls this server.
    pub client_id: String,
    /// What this server proves itself with.
    pub client_secret: Secret,
    /// By what people are found on the roster: their address, or their name there as their login here.
    pub key: Key,
    /// Who is taken in.
    pub newcomers: Newcomers,
    /// Where people are sent, where that is not the platform's usual address.
    pub authorize: Option<String>,
    /// Where a code becomes a token.
    pub token: Option<String>,
    /// Where the platform says who it is.
    pub user: Option<String>,
}

impl OAuth {
    pub(super) fn read(
        mut section: Section<'_>,
        names: &mut Unique,
        around: Around<'_>,
    ) -> Option<Self> {
        let provider = section.required("provider", "provider = \"github\"");
        let platform = provider.as_ref().and_then(|v| v.choice(&Platform::NAMES));
        let named = section.optional("id", "id = \"github\"");
        // Without a name of its own it is called as the platform is, and there may be one of those.
        let id = match (named.or(provider), platform) {
            (Some(value), _) => value.name().map(|name| (name.to_owned(), value)),
            (None, _) => None,
        };
        let id = id.and_then(|(name, value)| {
            let new = names.insert(&name, value.span.clone(), value.sink);
            new.then_some(name)
        });
        let title = section.optional("title", "title = { en = \"…\", ru = \"…\" }");
        let title = title.map(|value| value.words());
        let client_id = section.required("client_id", "client_id = \"Iv1.0123456789abcdef\"");
        let client = client_id.as_ref().and_then(Value::filled);
        let file = (
            "client_secret_file",
            "client_secret_file = \"github-secret\"",
        );
        let variable = id.as_deref().map(variable).unwrap_or_default();
        let client_secret = secret(&mut section, file, &variable, around);
        let told = section.has(file.0);
        if let (Some(value), None, false) = (&client_id, &client_secret, told || id.is_none()) {
            value.refuse(message!("settings-no-secret", variable = variable));
        }
        let key = Key::read(&mut section, Key::Email);
        let newcomers = Newcomers::read(&mut section, key);
        let mut address = |key, example| {
            let value = section.optional(key, example);
            value.map(|value| endpoint(&value))
        };
        let authorize = address(
            "authorize",
            "authorize = \"https://github.example.org/login/oauth/authorize\"",
        );
        let token = address(
            "token",
            "token = \"https://github.example.org/login/oauth/access_token\"",
        );
        let user = address("user", "user = \"https://github.example.org/api/v3/user\"");
        section.finish();
        Some(Self {
            id: id?,
            platform: platform?,
            title: title.map_or(Some(None), |read| read.map(Some))?,
            client_id: client?,
            client_secret: client_secret?,
            key: key?,
            newcomers: newcomers?,
            authorize: authorize.map_or(Some(None), |read| read.map(Some))?,
            token: token.map_or(Some(None), |read| read.map(Some))?,
            user: user.map_or(Some(None), |read| read.map(Some))?,
        })
    }
}
