//! The keys of a platform: fetched when they are needed first, again when they are old, and when a message is signed with one that is not
//! among them, which is how platforms change their keys.

use super::cache::KnownKeys;
use super::fault::LaunchFault;
use crate::outgoing;
use crate::service::app::App;
use jiff::SignedDuration;
use openidconnect::JsonWebKeySet;
use openidconnect::core::CoreJsonWebKey;
use std::sync::Arc;
use ureq::http::{Request, StatusCode, header};

/// So long keys are believed without being asked for again.
const KEPT: SignedDuration = SignedDuration::from_hours(12);
/// So often at most a message with an unknown key has them asked for again: anybody can make one up.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(30);

/// Which keys are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Those that are known, if they are not old.
    Known,
    /// Newer ones than those, which lack one.
    Newer,
}

/// The keys at this address; nothing where newer ones are wanted and were asked for just now.
pub(super) async fn keys(
    app: &App,
    address: &str,
    wanted: Wanted,
) -> Result<Option<Arc<JsonWebKeySet<CoreJsonWebKey>>>, LaunchFault> {
    let now = app.now();
    let known = app.lti.keys(address);
    if let Some(known) = &known {
        let is_young = now.duration_since(known.came_at).abs() < KEPT;
        let was_asked = now.duration_since(known.asked_at).abs() < AGAIN_AFTER;
        match wanted {
            Wanted::Known if is_young || was_asked => return Ok(Some(Arc::clone(&known.keys))),
            Wanted::Newer if was_asked => return Ok(None),
            _ => {}
        }
        // Before it is asked: of many at once one asks.
        let asked = KnownKeys {
            asked_at: now,
            ..known.clone()
        };
        app.lti.keep_keys(address, asked);
    }
    match fetched(address).await {
        Ok(keys) => {
            let keys = Arc::new(keys);
            let kept = KnownKeys {
                keys: Arc::clone(&keys),
                came_at: now,
                asked_at: now,
            };
            app.lti.keep_keys(address, kept);
            Ok(Some(keys))
        }
        Err(error) => {
            tracing::warn!(error, "the keys of a learning platform were not had");
            // Old keys are better than none: a platform that is away for a moment has not changed them.
            match (known, wanted) {
                (Some(known), Wanted::Known) => Ok(Some(known.keys)),
                _ => Err(LaunchFault::Keys),
            }
        }
    }
}

/// The keys at this address.
///
/// # Errors
/// Why they are not had.
pub async fn fetched(address: &str) -> Result<JsonWebKeySet<CoreJsonWebKey>, String> {
    let request = Request::get(address)
        .header(header::ACCEPT, "application/json, application/jwk-set+json")
        .body(Vec::new())
        .map_err(|error| error.to_string())?;
    let answer = outgoing::ask(request).await;
    let answer = answer.map_err(|error| error.to_string())?;
    if answer.status() != StatusCode::OK {
        return Err(format!("status {}", answer.status()));
    }
    serde_json::from_slice(answer.body()).map_err(|error| error.to_string())
}
