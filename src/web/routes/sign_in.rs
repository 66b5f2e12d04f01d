//! Signing in by a link, and out.
//!
//! Opening a link signs nobody in: messengers look at it for a preview, mail filters follow it, another site may show it as an image.
//! The page has one button, and what the button sends is refused where another site sends it.

use crate::store::{LinkState, User, keys};
use crate::web::address::Client;
use crate::web::device::device;
use crate::web::fault::Fault;
use crate::web::render::Frame;
use crate::web::state::{App, AppState};
use crate::web::visitor::Visitor;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, Redirect};
use serde::Serialize;
use tower_sessions::Session;

/// `GET /sign-in`: how to sign in.
pub async fn ask(State(app): State<AppState>, visitor: Visitor) -> Result<Html<String>, Fault> {
    app.renderer.page("sign_in.html", &Frame::of(&visitor), &())
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
async fn owner(app: &App, secret: &str, client: Client) -> Result<User, Fault> {
    let fault = match app.store.link(secret, app.now()).await? {
        LinkState::Works(user) => return Ok(user),
        LinkState::Deactivated => Fault::Deactivated,
        LinkState::Ended => Fault::LinkEnded,
        LinkState::Expired | LinkState::Unknown => Fault::LinkExpired,
    };
    app.throttle.wrong_key(client.0)?;
    Err(fault)
}

/// `GET /sign-in/{secret}`: whom the link signs in, and the button that does it.
pub async fn look(
    State(app): State<AppState>,
    visitor: Visitor,
    client: Client,
    Path(secret): Path<String>,
) -> Result<Html<String>, Fault> {
    let user = owner(&app, &secret, client).await?;
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
    app.renderer
        .page("sign_in_link.html", &Frame::of(&visitor), &view)
}

/// `POST /sign-in/{secret}`: signs in.
pub async fn enter(
    State(app): State<AppState>,
    session: Session,
    client: Client,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Redirect, Fault> {
    let user = owner(&app, &secret, client).await?;
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
    State(app): State<AppState>,
    session: Session,
    visitor: Visitor,
) -> Result<Redirect, Fault> {
    if let (Some(user), Some(id)) = (&visitor.user, visitor.session) {
        app.store
            .end_session(user, id, "sign-out", app.now())
            .await?;
    }
    session.flush().await?;
    Ok(Redirect::to("/sign-in"))
}
