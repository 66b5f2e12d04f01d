//! To a provider that signs people in, and back.
//!
//! The way there is a link and not a form: browsers hold a form to this very site wherever it is redirected. What it leaves behind is a cookie.

use crate::service::sign_in::{Begun, Came, Why, begin, finish};
use crate::web::client::Client;
use crate::web::cookies::{self, WAY};
use crate::web::error::AppError;
use crate::web::session_start::start;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use serde::Deserialize;
use tower_sessions::Session;
use tower_sessions::cookie::time::Duration;

/// Where to go once signed in.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    back: String,
}

/// `GET /sign-in/with/{provider}`: to the provider.
pub async fn go(
    State(server): State<ServerState>,
    client: Client,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<impl IntoResponse, AppError> {
    let ways = &server.settings.ways;
    // Nobody makes us ask a provider without end; where nothing is to be asked, nobody is kept out by who came before.
    if ways.asks_first(&id) {
        server.throttle.provider(client.0)?;
    }
    let base_url = &server.settings.base_url;
    let begun = begin(&server.app, ways, base_url, &id, &wanted.back).await;
    let Begun {
        address,
        kept,
        seconds,
    } = begun.map_err(|why| AppError::not_signed_in(ways, why))?;
    let cookie = cookies::kept(&server, WAY, &kept, Duration::seconds(seconds));
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&address)))
}

/// What a provider sends back with.
#[derive(Deserialize)]
pub struct Back {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
}

/// `GET /sign-in/with/{provider}/back`: signs in who comes back from the provider.
pub async fn back(
    State(server): State<ServerState>,
    session: Session,
    visitor: Visitor,
    client: Client,
    headers: HeaderMap,
    Path(id): Path<String>,
    Query(back): Query<Back>,
) -> Result<impl IntoResponse, AppError> {
    let ways = &server.settings.ways;
    let came = Came {
        kept: cookies::sent(&server, &headers, WAY),
        state: back.state,
        code: back.code,
        error: back.error,
    };
    let came = finish(&server.app, ways, &server.settings.base_url, &id, came).await;
    let (user, way, wanted) = match came {
        Ok(came) => came,
        Err(why) => {
            if !matches!(why, Why::Stale) {
                return Err(AppError::not_signed_in(ways, why));
            }
            server.throttle.wrong_key(client.0)?;
            // The ways stand there, so nobody is stuck. Whoever went back in the browser after all is signed in already.
            let next = match visitor.user {
                Some(_) => "/",
                None => "/sign-in?again=true",
            };
            return Ok((AppendHeaders(Vec::new()), Redirect::to(next)));
        }
    };
    start(&session, &user, &way, &headers).await?;
    // It led back once.
    let gone = cookies::kept(&server, WAY, "", Duration::ZERO);
    let gone = AppendHeaders(vec![(header::SET_COOKIE, gone)]);
    Ok((gone, Redirect::to(&wanted)))
}
