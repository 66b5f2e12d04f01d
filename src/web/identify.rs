//! The layers that find who makes a request: by the session for pages, by the token for the API.

use super::client::Client;
use super::cookies;
use super::error::AppError;
use super::observe::note_user;
use super::state::ServerState;
use super::theme::Theme;
use super::visitor::Visitor;
use crate::ids::UserId;
use crate::service::error::ServiceError;
use crate::store::{keys, session_is_renewed, session_lasts};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use l10n::Lang;
use std::sync::Arc;
use tower_sessions::{Expiry, Session};

/// Finds the visitor of a page by the session, which its use renews.
pub async fn by_session(
    State(server): State<ServerState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let app = &server.app;
    let mut visitor = Visitor::of(&request);
    if let Some(code) = cookies::sent(&server, request.headers(), cookies::LANGUAGE)
        && let Some(lang) = Lang::ALL.into_iter().find(|l| l.code() == code)
    {
        visitor.lang = lang;
    }
    let theme = cookies::sent(&server, request.headers(), cookies::THEME);
    visitor.theme = theme
        .and_then(|name| Theme::named(&name))
        .unwrap_or_default();
    // A session that cannot be read is not one of nobody: whoever it is stays signed in, and is told to come back.
    let told = match session
        .get::<UserId>(keys::USER)
        .await
        .map_err(AppError::from)
    {
        Err(error @ AppError::Service(ServiceError::Away)) => return error.into_response(),
        told => told.unwrap_or_default(),
    };
    if let Some(id) = told {
        match app.store.user_by_id(id).await {
            Ok(Some(user)) if user.active => {
                visitor.lang = user.lang.unwrap_or(visitor.lang);
                if app.mail.is_some() && user.lang.or(user.first_lang).is_none() {
                    note_language(&server, user.id, visitor.lang);
                }
                note_user(user.id);
                visitor.user = Some(user);
                visitor.session = session.get(keys::ROW).await.ok().flatten();
                renew(&session, app.now()).await;
            }
            Ok(_) => {}
            Err(error) => return AppError::from(error).into_response(),
        }
    }
    if visitor.user.is_none() && request.method().is_safe() {
        let course = app.course_last_read().await;
        visitor.course = course.map(|c| c.course.title.get(visitor.lang).to_owned());
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

/// Remembers the language of letters to somebody who chose none. Nobody waits for it.
fn note_language(server: &ServerState, user: UserId, lang: Lang) {
    let app = Arc::clone(&server.app);
    tokio::spawn(async move {
        let _open = app.background_work.read().await;
        if let Err(error) = app.store.note_first_lang(user, lang).await {
            tracing::debug!(%error, "a language was not noted");
        }
    });
}

/// Has the session kept for longer and its cookie sent anew, where its last use was noted long enough ago.
async fn renew(session: &Session, now: Timestamp) {
    let at = async |key| {
        let noted = session.get::<i64>(key).await.ok().flatten();
        noted.and_then(|at| Timestamp::from_microsecond(at).ok())
    };
    if let (Some(created), Some(used)) = (at(keys::CREATED).await, at(keys::USED).await)
        && session_is_renewed(used, now)
    {
        let lasts = session_lasts(created, now).as_secs();
        let lasts = time::Duration::seconds(lasts);
        session.set_expiry(Some(Expiry::OnInactivity(lasts)));
    }
}

/// The token of `Authorization: Bearer TOKEN`. The scheme's name may be written in any case (RFC 9110, 11.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    is_bearer.then(|| token.trim())
}

/// Finds the visitor of an API call by the token.
pub async fn by_token(
    State(server): State<ServerState>,
    client: Client,
    mut request: Request,
    next: Next,
) -> Response {
    let app = &server.app;
    let mut visitor = Visitor::of(&request);
    if let Some(token) = bearer(request.headers()) {
        match app.store.user_of_token(token, app.now()).await {
            Ok(user) => {
                if let Some(user) = &user {
                    note_user(user.id);
                } else if let Err(error) = server.throttle.wrong_key(client.0) {
                    return AppError::from(error).into_response();
                }
                visitor.user = user;
            }
            // Not known is not the same as nobody.
            Err(error) => return AppError::from(error).into_response(),
        }
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}
