//! How people and programs are told that a request got no ordinary answer: a page, or an RFC 9457 problem document.

use super::error::AppError;
use super::incoming::Trouble;
use super::oversize::{Allowed, Oversize};
use super::problem::{self, Problem};
use super::state::ServerState;
use super::typed::{Again, Typed, again};
use super::upload::announced;
use super::visitor::Visitor;
use crate::service::error::ServiceError;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use l10n::Explain as _;
use l10n::message;
use openidconnect::url::form_urlencoded;
use serde::Serialize;
use std::sync::Arc;

/// What is asked below it is asked by programs.
const API: &str = "/api";

#[derive(Serialize)]
struct View {
    status: u16,
    title: String,
    detail: String,
    sign_in: bool,
    /// The page that was asked for, to come back to it once signed in.
    wanted: String,
    /// The form that was refused, to be sent again.
    again: Option<Again>,
    /// The page from which it was sent.
    back: Option<String>,
}

/// The layer that tells people; and programs, where they ask for what is at no row of theirs.
pub async fn as_page(State(server): State<ServerState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path == API || path.starts_with(&format!("{API}/")) {
        return as_problem(State(server), request, next).await;
    }
    show(request, next, |error, visitor, typed| {
        page(&server, error, visitor, typed)
    })
    .await
}

/// The layer that tells programs.
pub async fn as_problem(
    State(server): State<ServerState>,
    request: Request,
    next: Next,
) -> Response {
    show(request, next, |error, visitor, _| {
        problem(&server, error, visitor)
    })
    .await
}

async fn show(
    request: Request,
    next: Next,
    face: impl FnOnce(&AppError, &Visitor, Option<&Typed>) -> Response,
) -> Response {
    let visitor = request
        .extensions()
        .get::<Visitor>()
        .cloned()
        .unwrap_or_default();
    let reading = request.method().is_safe();
    let trouble = request.extensions().get::<Trouble>().cloned();
    let oversize = oversize(&request);
    let response = next.run(request).await;
    // Whoever could not read the body knows only that.
    let trouble = trouble.filter(|_| response.status().is_client_error());
    let error = trouble.and_then(|t| t.error());
    let error = error.or_else(|| response.extensions().get::<AppError>().cloned());
    let Some(error) = error.or_else(|| of_framework(&response, reading)) else {
        return response;
    };
    let error = error.sized(oversize);
    let typed = response.extensions().get::<Arc<Typed>>().cloned();
    let mut shown = dressed(face(&error, &visitor, typed.as_deref()), &error);
    if let Some(offered) = response.headers().get(header::ALLOW) {
        shown.headers_mut().insert(header::ALLOW, offered.clone());
    }
    shown
}

/// How much too large a body would be, if it were.
pub fn oversize(request: &Request) -> Option<Oversize> {
    let allowed = request.extensions().get::<Allowed>()?;
    Some(Oversize::of(announced(request.headers()), *allowed))
}

/// An error that was given a face, with its status and the headers that belong to it.
pub(super) fn dressed(mut shown: Response, error: &AppError) -> Response {
    *shown.status_mut() = error.status();
    if let Some(seconds) = error.retry_after() {
        let headers = shown.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    // The layers outside see what it was.
    shown.extensions_mut().insert(error.clone());
    shown
}

/// An error as programs are told it.
pub(super) fn problem(server: &ServerState, error: &AppError, visitor: &Visitor) -> Response {
    let problem = Problem::new(&server.settings.base_url, error, visitor.lang);
    let mut shown = problem.into_response();
    if matches!(error, AppError::SignIn) {
        let scheme = HeaderValue::from_static("Bearer");
        let headers = shown.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, scheme);
    }
    shown
}

/// An error as people are told it.
pub(super) fn page(
    server: &ServerState,
    error: &AppError,
    visitor: &Visitor,
    typed: Option<&Typed>,
) -> Response {
    let form = typed.and_then(|typed| again(typed, error, visitor.lang));
    let sign_in = matches!(error, AppError::SignIn | AppError::NotSignedIn(_));
    // Signing in leads back to the page by itself.
    let leads = visitor.sends && visitor.page != "/" && (form.is_some() || !sign_in);
    let back = homework_of(error, &visitor.page);
    let back = back.or_else(|| leads.then(|| visitor.page.clone()));
    let view = View {
        status: error.status().as_u16(),
        title: error.title().text(visitor.lang),
        detail: error.explain(visitor.lang),
        sign_in,
        wanted: wanted(error, visitor),
        again: form,
        back,
    };
    match server.page("fault.html", visitor, &view) {
        Ok(html) => html.into_response(),
        Err(_) => view.detail.into_response(),
    }
}

/// The page of the homework whose draft is gone.
fn homework_of(error: &AppError, path: &str) -> Option<String> {
    if !matches!(error, AppError::Service(ServiceError::DraftGone)) {
        return None;
    }
    let homework = path.strip_prefix("/homeworks/")?.split(['/', '?']).next()?;
    Some(format!("/homeworks/{homework}#answers-panel"))
}

/// Where signing in leads back to: the page that asked for it, and never the way on which somebody failed.
fn wanted(error: &AppError, visitor: &Visitor) -> String {
    let page = match error {
        AppError::SignIn => visitor.page.as_bytes(),
        _ => b"/",
    };
    form_urlencoded::byte_serialize(page).collect()
}

/// The framework's own refusals, which carry no error of ours: paths, forms and bodies that its extractors could not read.
fn of_framework(response: &Response, reading: bool) -> Option<AppError> {
    // A page or a document of our own says already what is wrong.
    let kind = response.headers().get(header::CONTENT_TYPE);
    let own = ["text/html", "application/json", problem::CONTENT_TYPE];
    if kind.is_some_and(|k| {
        own.iter()
            .any(|own| k.as_bytes().starts_with(own.as_bytes()))
    }) {
        return None;
    }
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(AppError::Method),
        StatusCode::PAYLOAD_TOO_LARGE => Some(AppError::TooLarge),
        StatusCode::FORBIDDEN => Some(AppError::CrossSite),
        // Nothing is at `/submissions/abc`.
        status if status.is_client_error() && reading => Some(ServiceError::NotFound.into()),
        status if status.is_client_error() => {
            Some(ServiceError::Form(message!("form-unreadable")).into())
        }
        _ => None,
    }
}
