//! Platforms as owners register them.

use super::targets;
use crate::ids::PlatformId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{MatchBy, Platform, PlatformSettings, PlatformState, Role, User};
use l10n::{Message, message};
use openidconnect::IssuerUrl;
use serde::Deserialize;

/// The longest word of a registration, in characters, and the most deployments.
const LONGEST: usize = 500;
const DEPLOYMENTS: usize = 200;

/// A registration as typed.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Typed {
    /// What people call the platform.
    #[serde(default)]
    pub name: String,
    /// Who signs its messages.
    #[serde(default)]
    pub issuer: String,
    /// By which it knows this server.
    #[serde(default)]
    pub client_id: String,
    /// The deployments, one a line.
    #[serde(default)]
    pub deployments: String,
    /// Where sign-in goes on.
    #[serde(default)]
    pub auth_url: String,
    /// Where access is given.
    #[serde(default)]
    pub token_url: String,
    /// Where its keys are.
    #[serde(default)]
    pub jwks_url: String,
    /// Whom a request for access is addressed to.
    #[serde(default)]
    pub audience: String,
    /// How people are found.
    #[serde(default)]
    pub match_by: String,
    /// `yes` where students are added.
    #[serde(default)]
    pub creates: String,
}

impl Typed {
    /// What was typed, if it can be agreed on.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn checked(&self, state: PlatformState) -> Result<PlatformSettings, ServiceError> {
        let invalid = |what: Message| Err(ServiceError::Form(what));
        let plain = |text: &str| text.trim().to_owned();
        let settings = PlatformSettings {
            name: self.name.split_whitespace().collect::<Vec<_>>().join(" "),
            issuer: plain(&self.issuer),
            client_id: plain(&self.client_id),
            deployments: deployments(&self.deployments),
            auth_url: plain(&self.auth_url),
            token_url: plain(&self.token_url),
            jwks_url: plain(&self.jwks_url),
            audience: plain(&self.audience),
            match_by: MatchBy::ALL
                .into_iter()
                .find(|by| by.name() == self.match_by)
                .unwrap_or_default(),
            creates: self.creates == "yes",
            state,
        };
        if settings.name.is_empty() || settings.client_id.is_empty() {
            return invalid(message!("lti-needs-name"));
        }
        let words = [
            &settings.name,
            &settings.issuer,
            &settings.client_id,
            &settings.auth_url,
            &settings.token_url,
            &settings.jwks_url,
            &settings.audience,
        ];
        let long = |text: &str| text.chars().count() > LONGEST;
        if words.iter().any(|word| long(word))
            || settings.deployments.iter().any(|word| long(word))
            || settings.deployments.len() > DEPLOYMENTS
        {
            return invalid(message!("lti-too-long"));
        }
        if IssuerUrl::new(settings.issuer.clone()).is_err() {
            return invalid(message!("lti-bad-issuer"));
        }
        for address in [&settings.auth_url, &settings.token_url, &settings.jwks_url] {
            if targets::asked(address).is_none() {
                let address: String = address.chars().take(80).collect();
                return invalid(message!("lti-bad-address", address = address));
            }
        }
        Ok(settings)
    }
}

/// One a line, or several in one with a comma between.
fn deployments(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for word in text.split([',', '\n', '\r']).map(str::trim) {
        if !word.is_empty() && !all.iter().any(|known| known == word) {
            all.push(word.to_owned());
        }
    }
    all
}

/// Who may register platforms: one can say of anybody that it is them.
///
/// # Errors
/// When it is not this person's to do.
pub fn may_register(actor: &User) -> Result<(), ServiceError> {
    if actor.role == Role::Owner {
        Ok(())
    } else {
        Err(ServiceError::Forbidden)
    }
}

/// Registers a platform.
///
/// # Errors
/// When it is not this person's to do, is registered already, or the database fails.
pub async fn add(
    app: &App,
    actor: &User,
    settings: &PlatformSettings,
) -> Result<Platform, ServiceError> {
    may_register(actor)?;
    let added = app
        .store
        .add_platform(settings, &actor.login, app.now())
        .await?;
    added.ok_or(ServiceError::Form(message!("lti-known")))
}

/// The platform of this number.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn platform(app: &App, id: PlatformId) -> Result<Platform, ServiceError> {
    app.store.platform(id).await?.ok_or(ServiceError::NotFound)
}

/// Changes what was agreed on with a platform.
///
/// # Errors
/// When it is not this person's to do, it was changed meanwhile or becomes another one that is registered, or the database fails.
pub async fn change(
    app: &App,
    actor: &User,
    seen: &Platform,
    settings: &PlatformSettings,
) -> Result<(), ServiceError> {
    may_register(actor)?;
    let done = app
        .store
        .change_platform(seen, settings, &actor.login, app.now())
        .await?;
    if done {
        super::sender::wake(app);
        Ok(())
    } else {
        Err(ServiceError::Form(message!("lti-known")))
    }
}
