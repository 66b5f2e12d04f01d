//! Signing in by a link, and out.

use crate::web::fault::Fault;
use crate::web::render::Frame;
use crate::web::state::AppState;
use crate::web::visitor::{USER_KEY, Visitor};
use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use tower_sessions::Session;

/// `GET /sign-in`: how to sign in.
pub async fn ask(State(app): State<AppState>, visitor: Visitor) -> Result<Html<String>, Fault> {
    app.renderer.page("sign_in.html", &Frame::of(&visitor), &())
}

/// `GET /sign-in/{secret}`: signs in.
pub async fn enter(
    State(app): State<AppState>,
    session: Session,
    Path(secret): Path<String>,
) -> Result<Redirect, Fault> {
    let user = app
        .store
        .user_of_link(&secret, app.now())
        .await?
        .ok_or(Fault::LinkExpired)?;
    // A new session id, so that one known to somebody else before is worth nothing after.
    session.cycle_id().await?;
    session.insert(USER_KEY, user.id).await?;
    Ok(Redirect::to("/"))
}

/// `POST /sign-out`: forgets the session.
pub async fn leave(session: Session) -> Result<Redirect, Fault> {
    session.flush().await?;
    Ok(Redirect::to("/sign-in"))
}
