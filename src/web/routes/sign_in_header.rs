//! Signing in by the word of a proxy, and out again there.

use crate::service::sign_in::{local, person_of_header};
use crate::settings::SignOut;
use crate::store::Way;
use crate::web::error::AppError;
use crate::web::session_start::start;
use crate::web::state::{Server, ServerState};
use crate::web::visitor::Visitor;
use axum::Form;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap};
use axum::response::{Html, Redirect};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

/// Who a trusted proxy says makes this request; nothing where nobody says it, or somebody who is not believed.
pub fn said(server: &Server, extensions: &Extensions, headers: &HeaderMap) -> Option<String> {
    let header = server.settings.ways.header()?;
    let mut lines = headers.get_all(&header.name).into_iter();
    let line = lines.next()?;
    // Of two one is not the proxy's.
    let alone = lines.next().is_none();
    if !server.settings.proxies.believes(extensions, &header.name) || !alone {
        return None;
    }
    let text = std::str::from_utf8(line.as_bytes()).ok()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The button's form.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    back: String,
}

/// `POST /sign-in/header`: signs in whom the proxy names; whom it does not name chooses another way.
pub async fn enter(
    State(server): State<ServerState>,
    session: Session,
    extensions: Extensions,
    headers: HeaderMap,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, AppError> {
    let ways = &server.settings.ways;
    let said = said(&server, &extensions, &headers);
    let (Some(header), Some(said)) = (ways.header(), said) else {
        return Ok(Redirect::to("/sign-in"));
    };
    let user = person_of_header(&server.app, header, &said).await;
    let user = user.map_err(|why| AppError::not_signed_in(ways, why))?;
    server.throttle.entry(user.id)?;
    start(&session, &user, &Way::Header, &headers).await?;
    Ok(Redirect::to(local(&wanted.back)))
}

#[derive(Serialize)]
struct View<'a> {
    /// Where the proxy signs out, where it does.
    address: Option<&'a str>,
}

/// `GET /signed-out`: on to where the proxy signs out, too. A page and no redirect: browsers hold the form of the button to this very site
/// wherever it leads.
pub async fn done(
    State(server): State<ServerState>,
    visitor: Visitor,
) -> Result<Html<String>, AppError> {
    let further = server.settings.ways.further(&Way::Header);
    let address = further.map(|(SignOut::Path(to) | SignOut::Elsewhere(to))| to.as_str());
    server.page("signed_out.html", &visitor, &View { address })
}
