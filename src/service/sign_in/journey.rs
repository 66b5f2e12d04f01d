//! To a provider and back: a browser is sent there with a state, and comes back once with a code.

use super::asked::Asked;
use super::back::local;
use super::error::Why;
use super::roster::person;
use super::state::{LASTS, State};
use super::ways::Ways;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{User, Way};

/// A way to a provider that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where the browser goes.
    pub address: String,
    /// What it keeps until it is back.
    pub kept: String,
    /// For how many seconds.
    pub seconds: i64,
}

/// Begins a way to a provider, which leads back to a page of this server.
///
/// # Errors
/// When there is no such provider, or it cannot be asked.
pub async fn begin(
    app: &App,
    ways: &Ways,
    base_url: &str,
    id: &str,
    back: &str,
) -> Result<Begun, Why> {
    let provider = ways.provider(id)?;
    let state = State::new(id, local(back), app.now());
    let asked = asked(app, &state, base_url);
    let address = blocking(move || provider.address(&asked)).await?;
    Ok(Begun {
        address,
        kept: state.sealed(&app.secret),
        seconds: LASTS.as_secs(),
    })
}

/// With what a browser came back.
#[derive(Clone, Debug, Default)]
pub struct Came {
    /// What it kept.
    pub kept: Option<String>,
    /// What the provider gives back.
    pub state: Option<String>,
    /// What is exchanged for the provider's word.
    pub code: Option<String>,
    /// What the provider says where it gives no code.
    pub error: Option<String>,
}

/// The person who came back from a provider, how they came, and where they wanted to go.
///
/// # Errors
/// When it is not the browser that was sent there, the provider does not vouch for it, or nobody is called so.
pub async fn finish(
    app: &App,
    ways: &Ways,
    base_url: &str,
    id: &str,
    came: Came,
) -> Result<(User, Way, String), Why> {
    let provider = ways.provider(id)?;
    let now = app.now();
    let kept = came
        .kept
        .and_then(|kept| State::open(&kept, &app.secret, now));
    let state = kept.filter(|kept| kept.provider == id && came.state.as_ref() == Some(&kept.id));
    let state = state.ok_or(Why::Stale)?;
    // Before the provider is asked: whoever comes a second time with the same learns nothing.
    if !app.store.spend_way(&state.id, state.expires, now).await? {
        return Err(Why::Stale);
    }
    let Some(code) = came.code.filter(|_| came.error.is_none()) else {
        return Err(Why::Declined);
    };
    let asked = asked(app, &state, base_url);
    let asking = provider.clone();
    let identity = blocking(move || asking.identity(&asked, code, now)).await?;
    let (key, newcomers) = provider.rules();
    let user = person(app, &identity, key, newcomers).await?;
    Ok((user, Way::Provider(id.to_owned()), state.back))
}

fn asked(app: &App, state: &State, base_url: &str) -> Asked {
    let id = &state.provider;
    Asked {
        redirect: format!("{base_url}/sign-in/with/{id}/back"),
        state: state.id.clone(),
        verifier: state.derived(&app.secret, "verifier"),
        nonce: state.derived(&app.secret, "nonce"),
    }
}

/// Work that waits for others, off the async threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Why> + Send + 'static,
) -> Result<T, Why> {
    let span = tracing::Span::current();
    let done = tokio::task::spawn_blocking(move || span.in_scope(work)).await;
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "asking a provider failed");
        Err(Why::Failed(ServiceError::Internal))
    })
}
