//! Signing in by a link, and out.
//!
//! Opening a link signs nobody in: messengers look at it for a preview, mail filters follow it, another site may show it as an image.
//! The page has one button, and what the button sends is refused where another site sends it.

use crate::service::app::App;
use crate::store::{LinkState, SessionEnd, User, keys};
use crate::web::client::Client;
use crate::web::device::device;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, Redirect};
use serde::Serialize;
use std::sync::Arc;
use tower_sessions::Session;

/// `GET /sign-in`: how to sign in.
pub async fn ask(
    State(server): State<ServerState>,
    visitor: Visitor,
) -> Result<Html<String>, AppError> {
    let by_letter = server.app.mail.as_ref().is_some_and(|desk| desk.signs_in);
    server.page("sign_in.html", &visitor, &Ways { by_letter })
}

/// The ways in.
#[derive(Serialize)]
struct Ways {
    /// Whether a link is sent to whoever asks for one.
    by_letter: bool,
}

#[derive(Serialize)]
struct View {
    name: String,
    login: String,
    secret: String,
    /// Who is signed in here already, where that is somebody else.
    instead_of: Option<String>,
    /// Whether it is this very person.
    again: bool,
}

/// The person whom a link signs in. Links that sign nobody in are counted by the address they come from.
async fn owner(server: &ServerState, secret: &str, client: Client) -> Result<User, AppError> {
    let app = &server.app;
    let fault = match app.store.link(secret, app.now()).await? {
        LinkState::Works(user) => return Ok(user),
        LinkState::Deactivated => AppError::Deactivated,
        LinkState::Ended => AppError::LinkEnded,
        LinkState::Used => AppError::LinkUsed,
        LinkState::Expired | LinkState::Unknown => AppError::LinkExpired,
    };
    server.throttle.wrong_key(client.0)?;
    Err(fault)
}

/// `GET /sign-in/{secret}`: whom the link signs in, and the button that does it.
pub async fn look(
    State(server): State<ServerState>,
    visitor: Visitor,
    client: Client,
    Path(secret): Path<String>,
) -> Result<Html<String>, AppError> {
    let user = owner(&server, &secret, client).await?;
    let other = visitor.user.as_ref().filter(|other| other.id != user.id);
    let view = View {
        instead_of: other.map(|other| other.name.clone()),
        again: visitor
            .user
            .as_ref()
            .is_some_and(|other| other.id == user.id),
        name: user.name,
        login: user.login,
        secret,
    };
    server.page("sign_in_link.html", &visitor, &view)
}

/// `POST /sign-in/{secret}`: signs in.
pub async fn enter(
    State(server): State<ServerState>,
    session: Session,
    client: Client,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Redirect, AppError> {
    let user = owner(&server, &secret, client).await?;
    // Of two browsers at once the link of a letter lets one in.
    let app = &server.app;
    if !app.store.spend_link(&secret, app.now()).await? {
        return Err(AppError::LinkUsed);
    }
    // A new session id, so that one known to somebody else before is worth nothing after.
    session.cycle_id().await?;
    session.insert(keys::USER, user.id).await?;
    session.insert(keys::DEVICE, used(&headers)).await?;
    // Here and not on the way out, so that a failure is a page as every other.
    session.save().await?;
    Ok(Redirect::to("/"))
}

fn used(headers: &HeaderMap) -> String {
    let line = headers.get(header::USER_AGENT);
    device(line.and_then(|line| line.to_str().ok()).unwrap_or_default())
}

/// `POST /sign-out`: forgets the session.
pub async fn leave(
    State(app): State<Arc<App>>,
    session: Session,
    visitor: Visitor,
) -> Result<Redirect, AppError> {
    if let (Some(user), Some(id)) = (&visitor.user, visitor.session) {
        app.store
            .end_session(user, id, SessionEnd::SignOut, app.now())
            .await?;
    }
    session.flush().await?;
    Ok(Redirect::to("/sign-in"))
}
