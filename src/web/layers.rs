//! What every answer carries: a policy that lets nothing load from elsewhere, and no caching of what is personal.

use super::client::Client;
use super::error::AppError;
use super::state::ServerState;
use super::table::Counted;
use super::upload::announced;
use super::visitor::Visitor;
use crate::service::document;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Lets a person's requests in, a few at a time, and no body that nobody here would read: whoever asks for more than others do
/// waits for what they asked themselves.
///
/// # Errors
/// When it took too long until it was their turn, or the body is larger than any that is taken.
pub async fn in_turn(
    State(server): State<ServerState>,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    let app = &server.app;
    let largest = app.limits.file.max(document::LARGEST) + super::upload::AROUND;
    if announced(request.headers()).is_some_and(|bytes| bytes > largest as u64) {
        return Err(AppError::TooLarge);
    }
    let user = request.extensions().get::<Visitor>();
    let _turn = match user.and_then(|visitor| visitor.user.as_ref()) {
        Some(user) => Some(server.requests.take(user.id, 1).await?),
        None => None,
    };
    Ok(next.run(request).await)
}

/// Those who are not signed in may send only so many forms; how each is counted is noted with it.
///
/// # Errors
/// [`crate::service::error::ServiceError::TooMany`] where there were too many from this address.
pub async fn anonymous_forms(
    State(server): State<ServerState>,
    visitor: Visitor,
    client: Client,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    let (throttle, address) = (&server.throttle, client.0);
    let noted = request.extensions().get::<Counted>().copied();
    // A form that no row takes is one all the same.
    let form = (!request.method().is_safe()).then_some(Counted::Form);
    let counted = noted.or(form).filter(|_| visitor.user.is_none());
    match counted {
        Some(Counted::Form) => throttle.form(address)?,
        Some(Counted::Choice) => throttle.choice(address)?,
        Some(Counted::Refusal) | None => {}
    }
    let response = next.run(request).await;
    if counted == Some(Counted::Refusal) && response.status().is_client_error() {
        throttle.refusal(address)?;
    }
    Ok(response)
}

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Another site that a page has to do with: which may show it in a frame, and to which its form is sent. Part of an answer, for the layer
/// that says in the page's policy what is nobody's otherwise.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// Whose frames may show the page, as a source of a policy.
    pub framed_by: Option<String>,
    /// Where its form may be sent beside this server.
    pub sends_to: Option<String>,
}

impl Elsewhere {
    fn policy(&self) -> Option<HeaderValue> {
        let mut policy = POLICY.to_owned();
        if let Some(origin) = &self.framed_by {
            let framed = format!("frame-ancestors {origin}");
            policy = policy.replace("frame-ancestors 'none'", &framed);
        }
        if let Some(origin) = &self.sends_to {
            let sent = format!("form-action 'self' {origin}");
            policy = policy.replace("form-action 'self'", &sent);
        }
        HeaderValue::from_str(&policy).ok()
    }
}

/// Sets the security headers. Where people come by https, browsers are told to come by nothing else for a year.
pub async fn security(State(https): State<bool>, request: Request, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let elsewhere = response.extensions().get::<Elsewhere>();
    let policy = elsewhere.and_then(Elsewhere::policy);
    let policy = policy.unwrap_or(HeaderValue::from_static(POLICY));
    let headers = response.headers_mut();
    // What somebody sent, and a browser shows, has a stricter one of its own.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(policy);
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        "cross-origin-opener-policy",
        HeaderValue::from_static("same-origin"),
    );
    if https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    if !asset {
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}
