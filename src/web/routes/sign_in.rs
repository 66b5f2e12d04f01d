//! The ways to sign in, signing in by a link, and out.
//!
//! Opening a link signs nobody in: messengers look at it for a preview, mail filters follow it, another site may show it as an image.
//! The page has one button, and what the button sends is refused where another site sends it.

use super::sign_in_header::said;
use crate::service::sign_in::{Why, link, local, session};
use crate::web::client::Client;
use crate::web::error::AppError;
use crate::web::session_start::device_of;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::extract::{Path, Query, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::{Html, Redirect};
use openidconnect::url::form_urlencoded;
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

/// Where to go once signed in.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    back: String,
    /// Whether a way in has just led nowhere.
    #[serde(default)]
    again: bool,
}

/// The ways in, each as one button.
#[derive(Serialize)]
struct Ways {
    said: Option<Said>,
    offers: Vec<Offer>,
    /// Whether links are spoken of.
    links: bool,
    /// Whom to ask, where the config says so.
    contact: Option<String>,
    /// Where to go then.
    back: String,
    /// Whether a way in has just led nowhere.
    again: bool,
    /// Whether a link is sent to whoever asks for one.
    by_letter: bool,
}

/// Who a proxy says it is.
#[derive(Serialize)]
struct Said {
    title: String,
    who: String,
}

/// A provider.
#[derive(Serialize)]
struct Offer {
    title: String,
    address: String,
}

/// `GET /sign-in`: how to sign in.
pub async fn ask(
    State(server): State<ServerState>,
    visitor: Visitor,
    extensions: Extensions,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let ways = &server.settings.ways;
    let back = local(&wanted.back);
    let written: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    let said = said(&server, &extensions, &headers).zip(ways.header_title());
    let view = Ways {
        said: said.map(|(who, title)| Said {
            title: title.get(visitor.lang).to_owned(),
            who,
        }),
        offers: ways
            .offers()
            .map(|offer| Offer {
                title: offer.title.get(visitor.lang).to_owned(),
                address: format!("/sign-in/with/{}?back={written}", offer.id),
            })
            .collect(),
        links: ways.links(),
        contact: ways.contact().map(str::to_owned),
        back: back.to_owned(),
        again: wanted.again,
        by_letter: server.app.mail.as_ref().is_some_and(|desk| desk.signs_in),
    };
    server.page("sign_in.html", &visitor, &view)
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

/// Why a link signs nobody in. Such links are counted by the address they come from.
fn refused(server: &ServerState, client: Client, why: Why) -> AppError {
    if !matches!(why, Why::Failed(_))
        && let Err(too_many) = server.throttle.wrong_key(client.0)
    {
        return too_many.into();
    }
    AppError::not_signed_in(&server.settings.ways, why)
}

/// `GET /sign-in/{secret}`: whom the link signs in, and the button that does it.
pub async fn look(
    State(server): State<ServerState>,
    visitor: Visitor,
    client: Client,
    Path(secret): Path<String>,
) -> Result<Html<String>, AppError> {
    let user = link::owner(&server.app, &secret).await;
    let user = user.map_err(|why| refused(&server, client, why))?;
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
    let refused = |why| refused(&server, client, why);
    let user = link::owner(&server.app, &secret).await.map_err(refused)?;
    server.throttle.entry(user.id)?;
    let device = device_of(&headers);
    let came = link::follow(&session, &user, &secret, &device).await;
    came.map_err(refused)?;
    Ok(Redirect::to("/"))
}

/// `POST /sign-out`: forgets the session.
pub async fn leave(
    State(server): State<ServerState>,
    session: Session,
) -> Result<Redirect, AppError> {
    let way = session::end(&session).await?;
    let further = way.and_then(|way| server.settings.ways.further(&way));
    Ok(Redirect::to(match further {
        Some(_) => "/signed-out",
        None => "/sign-in",
    }))
}
