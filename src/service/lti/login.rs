//! The first step of a launch: a platform asks this server to ask it who somebody is.
//!
//! What is asked is told by the state, which is signed and not kept; that it is asked once, by one browser and for ten minutes, is told by the
//! nonce, which is made of the state and used up with the answer, and by a cookie that only this server can make of it.

use super::fault::LaunchFault;
use crate::ids::PlatformId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::seal::{is_mark, mark, opened, sealed};
use crate::store::secret;
use crate::store::{Platform, PlatformState};
use jiff::{SignedDuration, Timestamp};
use openidconnect::url::Url;
use serde::{Deserialize, Serialize};

/// How long an answer may take: somebody may have to sign in at the platform first.
pub const ANSWERED_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// The longest that any of the platform's words may be.
const LONGEST: usize = 4096;

const STATE: &str = "lti state";
const NONCE: &str = "lti nonce";
const BROWSER: &str = "lti browser";

/// What a platform asks with.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Initiation {
    /// Who asks.
    #[serde(default)]
    pub iss: String,
    /// To be given back.
    #[serde(default)]
    pub login_hint: String,
    /// Where the person wants to go.
    #[serde(default)]
    pub target_link_uri: String,
    /// To be given back, too.
    #[serde(default)]
    pub lti_message_hint: String,
    /// By which it knows this server, where it says so.
    #[serde(default)]
    pub client_id: String,
    /// The deployment, where it says so.
    #[serde(default)]
    pub lti_deployment_id: String,
}

/// What was asked.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct LoginState {
    /// Which platform.
    pub platform: PlatformId,
    /// Until when it may answer, in seconds.
    pub until: i64,
    random: String,
}

/// What the browser is to do and to keep.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where it goes on.
    pub address: String,
    /// What comes back.
    pub state: String,
    /// What tells this browser from others.
    pub browser: String,
}

/// The platform that asks.
///
/// # Errors
/// When it is not registered, does not count, or cannot be told from others; or the database fails.
pub async fn asking(app: &App, asked: &Initiation) -> Result<Platform, ServiceError> {
    let all = app.store.platforms().await?;
    let mut fitting: Vec<_> = all
        .into_iter()
        .filter(|p| p.settings.state == PlatformState::On && p.settings.issuer == asked.iss)
        .filter(|p| asked.client_id.is_empty() || p.settings.client_id == asked.client_id)
        .collect();
    if fitting.len() > 1 {
        fitting.retain(|p| p.settings.deployments.contains(&asked.lti_deployment_id));
        if fitting.len() != 1 {
            return Err(LaunchFault::Several(asked.iss.clone()).into());
        }
    }
    let found = fitting.pop();
    found.ok_or_else(|| LaunchFault::Platform(asked.iss.clone()).into())
}

/// Asks a platform who somebody is; the answer comes to this server's address for it.
///
/// # Errors
/// When the platform did not say what it has to say, or is none that is known; or the database fails.
pub async fn begin(
    app: &App,
    asked: &Initiation,
    redirect_uri: &str,
) -> Result<Begun, ServiceError> {
    let words = [
        &asked.iss,
        &asked.login_hint,
        &asked.target_link_uri,
        &asked.lti_message_hint,
        &asked.client_id,
        &asked.lti_deployment_id,
    ];
    if asked.login_hint.is_empty() || words.iter().any(|word| word.len() > LONGEST) {
        return Err(LaunchFault::State.into());
    }
    let platform = asking(app, asked).await?;
    let until = app.now().saturating_add(ANSWERED_WITHIN);
    let state = LoginState {
        platform: platform.id,
        until: until.unwrap_or(Timestamp::MAX).as_second(),
        random: secret(),
    };
    let state = sealed(&app.secret, STATE, &state);
    let settings = &platform.settings;
    let mut address = Url::parse(&settings.auth_url).map_err(|_| ServiceError::Internal)?;
    {
        let mut query = address.query_pairs_mut();
        query
            .append_pair("scope", "openid")
            .append_pair("response_type", "id_token")
            .append_pair("response_mode", "form_post")
            .append_pair("prompt", "none")
            .append_pair("client_id", &settings.client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("login_hint", &asked.login_hint)
            .append_pair("state", &state)
            .append_pair("nonce", &mark(&app.secret, NONCE, &state));
        if !asked.lti_message_hint.is_empty() {
            query.append_pair("lti_message_hint", &asked.lti_message_hint);
        }
    }
    Ok(Begun {
        address: address.into(),
        browser: mark(&app.secret, BROWSER, &state),
        state,
    })
}

/// What a state asks, if this server made it and the answer is in time.
///
/// # Errors
/// Why there can be no such answer.
pub(super) fn asked(app: &App, state: &str) -> Result<LoginState, LaunchFault> {
    let asked: LoginState = opened(&app.secret, STATE, state).ok_or(LaunchFault::State)?;
    if app.now().as_second() < asked.until {
        Ok(asked)
    } else {
        Err(LaunchFault::State)
    }
}

/// Whether a browser is the one that asked.
pub(super) fn is_browser(app: &App, state: &str, told: Option<&str>) -> bool {
    told.is_some_and(|told| is_mark(&app.secret, BROWSER, state, told))
}

/// The nonce that belongs to a state.
pub(super) fn nonce(app: &App, state: &str) -> String {
    mark(&app.secret, NONCE, state)
}

/// What the name of the browser's cookie ends with: two launches at once have one each.
pub fn cookie_suffix(state: &str) -> String {
    let (_, mark) = state.rsplit_once('.').unwrap_or_default();
    mark.chars()
        .filter(char::is_ascii_hexdigit)
        .take(8)
        .collect()
}
