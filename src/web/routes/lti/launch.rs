//! A platform's message: somebody comes in, or chooses what is linked there.

use super::linking;
use super::login::{remember, remembered};
use crate::service::lti::launch::{self, Answer, Landed};
use crate::store::Way;
use crate::web::error::AppError;
use crate::web::session_start::start;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use tower_sessions::Session;
use tower_sessions::cookie::time::Duration;

/// `POST /lti/launch`: another site's form. What it brings is believed for its signature, its nonce, and the cookie of the browser that
/// asked for it.
pub async fn land(
    State(server): State<ServerState>,
    session: Session,
    visitor: Visitor,
    headers: HeaderMap,
    Form(answer): Form<Answer>,
) -> Result<Response, AppError> {
    let base_url = &server.settings.base_url;
    let browser = remembered(&server, &headers, &answer.state);
    let landed = launch::land(&server.app, base_url, &answer, browser.as_deref()).await?;
    let forgotten = remember(&server, &answer.state, "", Duration::ZERO);
    let forgotten = [(header::SET_COOKIE, forgotten)];
    match landed {
        Landed::Person {
            user,
            target,
            platform,
        } => {
            start(&session, &user, &Way::Platform(platform), &headers).await?;
            Ok((forgotten, Redirect::to(&target)).into_response())
        }
        Landed::Linking(linking) => {
            let page = linking::page(&server, &visitor, &linking).await?;
            Ok((forgotten, page).into_response())
        }
    }
}
