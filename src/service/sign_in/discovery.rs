//! What a provider of OpenID Connect says of itself: its addresses and its keys, kept for an hour.

use super::error::Why;
use crate::outgoing;
use crate::settings;
use moka::sync::Cache;
use openidconnect::core::CoreProviderMetadata;
use openidconnect::{HttpRequest, HttpResponse, IssuerUrl};
use std::sync::Arc;
use std::time::Duration;

/// How long it is believed to be so: keys are changed seldom, and an unknown one is asked for at once.
const KEPT: Duration = Duration::from_hours(1);

/// What a provider says of itself; asked once for all who wait.
#[derive(Clone)]
pub(super) struct Discovery {
    kept: Cache<(), Arc<CoreProviderMetadata>>,
}

impl Discovery {
    pub(super) fn new() -> Self {
        let kept = Cache::builder().max_capacity(1).time_to_live(KEPT).build();
        Self { kept }
    }

    /// What the provider says now, or said within the hour.
    pub(super) fn get(&self, id: &str, issuer: &str) -> Result<Arc<CoreProviderMetadata>, Why> {
        let found = self.kept.try_get_with((), || {
            let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|error| error.to_string())?;
            let found = CoreProviderMetadata::discover(&issuer, &send);
            found.map(Arc::new).map_err(|error| chain(&error))
        });
        found.map_err(|error| {
            tracing::warn!(provider = id, %error, "a sign-in provider cannot be asked what it is");
            Why::Away
        })
    }

    /// Whether it is known what the provider said within the hour.
    pub(super) fn is_known(&self) -> bool {
        self.kept.contains_key(&())
    }

    /// Forgets what was said: the next one asks.
    pub(super) fn forget(&self) {
        self.kept.invalidate(&());
    }
}

/// Asks a provider what it is, as whoever signs in by it makes the server do.
///
/// # Errors
/// Why it is not asked, or gives no such answer.
pub fn reach_oidc(provider: &settings::Oidc) -> Result<(), String> {
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(|error| error.to_string())?;
    let found = CoreProviderMetadata::discover(&issuer, &send);
    found.map(drop).map_err(|error| chain(&error))
}

/// Sends a request of the library.
pub(super) fn send(request: HttpRequest) -> Result<HttpResponse, outgoing::OutgoingError> {
    outgoing::send(request)
}

/// An error with what it comes from: the outermost says only that something failed.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        said = format!("{said}: {inner}");
        source = inner.source();
    }
    said
}
