//! Access to a platform's services: a token got by a signed assertion, and requests that carry it.

use super::cache::KnownAccess;
use super::jws::signed;
use super::keys::key_of;
use crate::outgoing;
use crate::service::app::App;
use crate::store::secret;
use crate::store::{PassFault, Platform};
use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use openidconnect::url::form_urlencoded;
use serde::Deserialize;
use serde_json::json;
use ureq::http::{HeaderMap, Request, Response, StatusCode, header, request};

/// How long an assertion is good for.
const ASSERTED: i64 = 300;
/// So long before its end access is asked for anew.
const EARLY: i64 = 60;
/// The longest that a platform may have this server wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);

/// The scope of the points.
pub const SCORE: &str = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
/// The scope of the columns.
pub const COLUMNS: &str = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
/// The scope of the members.
pub const MEMBERS: &str =
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";

/// Why a service did not do what it was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Why.
    pub fault: PassFault,
    /// When the platform wants to be asked again, if it says so.
    pub retry_at: Option<Timestamp>,
}

impl Refused {
    pub(super) fn of(fault: PassFault) -> Self {
        Self {
            fault,
            retry_at: None,
        }
    }

    /// Whether anything else asked of the platform would fare the same.
    pub fn is_of_platform(&self) -> bool {
        match self.fault {
            PassFault::Away | PassFault::Access(_) => true,
            PassFault::Status(status) => status == 401 || status == 429 || status >= 500,
            PassFault::Unreadable | PassFault::NoGradebook => false,
        }
    }

    /// Whether what it was asked about is not there.
    pub(super) fn is_missing(&self) -> bool {
        PassFault::MISSING.contains(&self.fault)
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    expires_in: Option<i64>,
}

/// Sends a request, whatever comes back.
async fn send(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Refused> {
    outgoing::ask(request).await.map_err(|error| {
        tracing::warn!(%error, "a learning platform did not answer");
        Refused::of(PassFault::Away)
    })
}

/// A token for a scope.
async fn granted(app: &App, platform: &Platform, scope: &str) -> Result<String, Refused> {
    let settings = &platform.settings;
    let key = format!("{} {} {scope}", settings.client_id, settings.token_url);
    let now = app.now();
    if let Some(token) = app.lti.access(platform.id, &key, now) {
        return Ok(token);
    }
    let audience = if settings.audience.is_empty() {
        &settings.token_url
    } else {
        &settings.audience
    };
    let claims = json!({
        "iss": settings.client_id, "sub": settings.client_id, "aud": audience,
        "iat": now.as_second(), "exp": now.as_second() + ASSERTED, "jti": secret(),
    });
    let ours = |_| Refused::of(PassFault::Unreadable);
    let own = key_of(app).await.map_err(ours)?;
    let assertion = signed(&own, &claims).map_err(ours)?;
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair(
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        )
        .append_pair("client_assertion", &assertion)
        .append_pair("scope", scope)
        .finish();
    let request = Request::post(&settings.token_url)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json")
        .body(form.into_bytes())
        .map_err(|_| Refused::of(PassFault::Away))?;
    let answer = send(request).await?;
    let status = answer.status();
    if !status.is_success() {
        tracing::warn!(platform = platform.id.number(), %status, "a learning platform gave no access");
        return Err(Refused {
            fault: match status.as_u16() {
                429 | 500.. => PassFault::Status(status.as_u16()),
                other => PassFault::Access(other),
            },
            retry_at: retry_at(answer.headers(), now),
        });
    }
    let granted: Granted = serde_json::from_slice(answer.body())
        .map_err(|_| Refused::of(PassFault::Access(status.as_u16())))?;
    let lasts = granted.expires_in.unwrap_or(ASSERTED).clamp(0, 86_400) - EARLY;
    let until = now.saturating_add(SignedDuration::from_secs(lasts));
    let access = KnownAccess {
        token: granted.access_token.clone(),
        until: until.unwrap_or(now),
    };
    app.lti.keep_access(platform.id, &key, access);
    Ok(granted.access_token)
}

/// Asks a service, with access to this scope. Access that was given and is refused is asked for once more.
///
/// # Errors
/// When access is not given, or the answer is no success.
pub(super) async fn call(
    app: &App,
    platform: &Platform,
    scope: &str,
    (head, body): (impl Fn() -> request::Builder, &[u8]),
) -> Result<Response<Vec<u8>>, Refused> {
    let mut again = true;
    loop {
        let token = granted(app, platform, scope).await?;
        let request = head()
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(body.to_vec())
            .map_err(|_| Refused::of(PassFault::Unreadable))?;
        let answer = send(request).await?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        if status == StatusCode::UNAUTHORIZED {
            let settings = &platform.settings;
            let key = format!("{} {} {scope}", settings.client_id, settings.token_url);
            app.lti.forget_access(platform.id, &key);
            if std::mem::take(&mut again) {
                continue;
            }
        }
        tracing::warn!(platform = platform.id.number(), %status, "a service of a learning platform refused");
        return Err(Refused {
            fault: PassFault::Status(status.as_u16()),
            retry_at: retry_at(answer.headers(), app.now()),
        });
    }
}

/// When a platform wants to be asked again, by seconds or by a date; within reason.
fn retry_at(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if let Ok(seconds) = text.parse::<u32>() {
        SignedDuration::from_secs(seconds.into())
    } else {
        let at = rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
        at.duration_since(now)
    };
    let wait = wait.clamp(SignedDuration::ZERO, LONGEST_WAIT);
    now.checked_add(wait).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::http::HeaderValue;

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_date_and_has_an_end() {
        let now: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
        let told = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(text));
            retry_at(&headers, now).map(|at| at.duration_since(now).as_secs())
        };
        assert_eq!(told("120"), Some(120));
        assert_eq!(told("Tue, 10 Mar 2026 09:10:00 GMT"), Some(600));
        assert_eq!(told("Tue, 10 Mar 2020 09:10:00 GMT"), Some(0));
        assert_eq!(told("4000000000"), Some(LONGEST_WAIT.as_secs()));
        assert_eq!(told("99999999999"), None);
        assert_eq!(told("soon"), None);
        assert_eq!(retry_at(&HeaderMap::new(), now), None);
    }
}
