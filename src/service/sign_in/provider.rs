//! A provider, whichever protocol it speaks.

use super::asked::Asked;
use super::error::Why;
use super::identity::Identity;
use super::oauth::Platform;
use super::oidc::Oidc;
use crate::settings::{Key, Newcomers};
use jiff::Timestamp;
use l10n::Localized;

/// A provider, cheap to clone.
#[derive(Clone)]
pub(super) enum Provider {
    Oidc(Oidc),
    OAuth(Platform),
}

impl Provider {
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Oidc(provider) => &provider.settings.id,
            Self::OAuth(platform) => &platform.settings.id,
        }
    }

    pub(super) fn title(&self) -> Localized {
        match self {
            Self::Oidc(provider) => provider.settings.title.clone(),
            Self::OAuth(platform) => platform.title(),
        }
    }

    /// By what people are found, and who is taken in.
    pub(super) fn rules(&self) -> (Key, &Newcomers) {
        match self {
            Self::Oidc(provider) => {
                let settings = &provider.settings;
                (settings.claimed.key, &settings.newcomers)
            }
            Self::OAuth(platform) => (platform.settings.key, &platform.settings.newcomers),
        }
    }

    /// Whether the provider is asked what it is before a browser is sent there.
    pub(super) fn asks_first(&self) -> bool {
        match self {
            Self::Oidc(provider) => !provider.is_known(),
            Self::OAuth(_) => false,
        }
    }

    /// Where a browser is sent. May ask the provider, and block.
    pub(super) fn address(&self, asked: &Asked) -> Result<String, Why> {
        match self {
            Self::Oidc(provider) => provider.address(asked),
            Self::OAuth(platform) => platform.address(asked),
        }
    }

    /// Who came back with a code. Asks the provider, and blocks.
    pub(super) fn identity(
        &self,
        asked: &Asked,
        code: String,
        now: Timestamp,
    ) -> Result<Identity, Why> {
        match self {
            Self::Oidc(provider) => provider.identity(asked, code, now),
            Self::OAuth(platform) => platform.identity(asked, code),
        }
    }
}
