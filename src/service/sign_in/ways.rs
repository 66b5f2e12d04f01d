//! The ways in that a server offers.

use super::error::{Refused, Why};
use super::oauth::Platform;
use super::oidc::Oidc;
use super::provider::Provider;
use crate::settings::{ProxyHeader, SignIn, SignOut};
use crate::store::Way;
use l10n::{Localized, message};

/// The ways in that a server offers.
#[derive(Default)]
pub struct Ways {
    settings: SignIn,
    providers: Vec<Provider>,
}

/// A provider as the page for signing in shows it.
pub struct Offer<'a> {
    /// Its name in addresses.
    pub id: &'a str,
    /// What its button says.
    pub title: Localized,
}

impl Ways {
    /// The ways of a config.
    pub fn new(settings: SignIn) -> Self {
        let oidc = settings.oidc.iter().cloned();
        let oauth = settings.oauth.iter().cloned();
        let providers = oidc
            .map(|settings| Provider::Oidc(Oidc::new(settings)))
            .chain(oauth.map(|settings| Provider::OAuth(Platform::new(settings))))
            .collect();
        Self {
            settings,
            providers,
        }
    }

    /// Whether the page for signing in speaks of links that a teacher gives out.
    pub const fn links(&self) -> bool {
        self.settings.links
    }

    /// Whether links are sent by mail to whoever asks, where mail is set up.
    pub const fn mail(&self) -> bool {
        self.settings.mail
    }

    /// Whom people ask who cannot sign in.
    pub fn contact(&self) -> Option<&str> {
        self.settings.contact.as_deref()
    }

    /// The header in which a proxy says who somebody is.
    pub const fn header(&self) -> Option<&ProxyHeader> {
        self.settings.header.as_ref()
    }

    /// The providers, in the order of the config.
    pub fn offers(&self) -> impl Iterator<Item = Offer<'_>> {
        self.providers.iter().map(|provider| Offer {
            id: provider.id(),
            title: provider.title(),
        })
    }

    /// What the button of the proxy's way says.
    pub fn header_title(&self) -> Option<Localized> {
        let header = self.header()?;
        let usual = || message!("sign-in-header").localized();
        Some(header.title.clone().unwrap_or_else(usual))
    }

    /// Where whoever came by this way signs out as well, so as to be signed in no more.
    pub fn further(&self, way: &Way) -> Option<&SignOut> {
        let header = self.header().filter(|_| *way == Way::Header);
        header.and_then(|header| header.sign_out.as_ref())
    }

    /// The provider of this name.
    pub(super) fn provider(&self, id: &str) -> Result<Provider, Why> {
        let found = self.providers.iter().find(|provider| provider.id() == id);
        found.cloned().ok_or(Why::NoWay)
    }

    /// Whether the way to this provider begins with a question to it, as long as what it says of itself is not known.
    pub fn asks_first(&self, id: &str) -> bool {
        self.provider(id).is_ok_and(|found| found.asks_first())
    }

    /// A refusal, with whom to ask.
    pub fn refused(&self, why: Why) -> Refused {
        Refused {
            why,
            contact: self.settings.contact.clone(),
        }
    }
}
