//! Servers of others that this one needs: for mail and for signing in. How they are set up is always told; they are asked on demand.

use super::check::{Check, State, Subject};
use crate::mail::{self, Unreached};
use crate::service::sign_in::{reach_oauth, reach_oidc};
use crate::settings::{File, OAuth, Oidc};
use l10n::message;

/// The mail server.
pub(super) async fn mail(settings: &File, base_url: Option<&str>, reach: bool) -> Vec<Check> {
    let check = |state, found| Check::new(Subject::Mail, state, found);
    let Some(mail) = &settings.mail else {
        return vec![check(State::Ok, message!("doctor-mail-none"))];
    };
    let server = mail.server();
    let from = mail.from.to_string();
    let set = message!("doctor-mail-set", server = server.as_str(), from = from);
    let mut checks = vec![check(State::Ok, set)];
    if reach {
        let reached = mail::reach(mail, base_url.unwrap_or_default()).await;
        checks.push(match reached {
            Ok(()) => check(State::Ok, message!("doctor-mail-reached", server = server)),
            Err(Unreached { trouble, said }) => {
                let why = trouble.message();
                let found = message!(
                    "doctor-mail-unreached",
                    server = server,
                    why = why,
                    said = said
                );
                check(State::Fail, found)
            }
        });
    }
    checks
}

/// Who says who somebody is.
enum Provider<'s> {
    Oidc(&'s Oidc),
    OAuth(&'s OAuth),
}

impl Provider<'_> {
    fn id(&self) -> &str {
        match self {
            Self::Oidc(provider) => &provider.id,
            Self::OAuth(platform) => &platform.id,
        }
    }

    /// Asks it; call it on a thread that may block.
    async fn reach(&self) -> Result<(), String> {
        let asked = match self {
            Self::Oidc(provider) => {
                let provider = Oidc::clone(provider);
                tokio::task::spawn_blocking(move || reach_oidc(&provider)).await
            }
            Self::OAuth(platform) => {
                let platform = OAuth::clone(platform);
                tokio::task::spawn_blocking(move || reach_oauth(&platform)).await
            }
        };
        asked.map_err(|error| error.to_string())?
    }
}

/// The ways to sign in besides links.
pub(super) async fn sign_in(settings: &File, base_url: Option<&str>, reach: bool) -> Vec<Check> {
    let check = |state, found| Check::new(Subject::SignIn, state, found);
    let sign_in = &settings.sign_in;
    let mut checks = Vec::new();
    if let Some(header) = &sign_in.header {
        let name = header.name.as_str();
        checks.push(if settings.trust_proxy.is_empty() {
            let found = message!("doctor-sign-in-untrusted", name = name);
            check(State::Warn, found)
        } else {
            check(State::Ok, message!("doctor-sign-in-header", name = name))
        });
    }
    let oidc = sign_in.oidc.iter().map(Provider::Oidc);
    for provider in oidc.chain(sign_in.oauth.iter().map(Provider::OAuth)) {
        let id = provider.id();
        checks.push(match base_url {
            Some(base_url) => {
                let back = format!("{}/sign-in/with/{id}/back", base_url.trim_end_matches('/'));
                let found = message!("doctor-sign-in-provider", id = id, back = back);
                check(State::Ok, found)
            }
            None => check(State::Warn, message!("doctor-sign-in-nowhere", id = id)),
        });
        if reach {
            checks.push(match provider.reach().await {
                Ok(()) => check(State::Ok, message!("doctor-sign-in-reached", id = id)),
                Err(error) => {
                    let found = message!("doctor-sign-in-unreached", id = id, error = error);
                    check(State::Fail, found)
                }
            });
        }
    }
    if checks.is_empty() {
        checks.push(check(State::Ok, message!("doctor-sign-in-links")));
    }
    checks
}
