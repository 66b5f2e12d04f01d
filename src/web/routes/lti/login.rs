//! A platform asks this server to ask it who somebody is; the browser is led there and remembers what was asked.

use crate::service::lti::login::{
    ANSWERED_WITHIN, Begun, Initiation, asking, begin, cookie_suffix,
};
use crate::web::cookies;
use crate::web::error::AppError;
use crate::web::layers::Elsewhere;
use crate::web::query::query;
use crate::web::state::{Server, ServerState};
use crate::web::visitor::Visitor;
use axum::Extension;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Serialize;
use tower_sessions::cookie::time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

/// The cookie of a launch; its name ends with what tells launches apart.
const COOKIE: &str = "dgm_lti_";

/// The name of the cookie that belongs to a state.
pub(super) fn cookie_name(server: &Server, state: &str) -> String {
    cookies::name(server, &format!("{COOKIE}{}", cookie_suffix(state)))
}

/// What the browser sent for a state.
pub(super) fn remembered(server: &Server, headers: &HeaderMap, state: &str) -> Option<String> {
    cookies::sent(
        server,
        headers,
        &format!("{COOKIE}{}", cookie_suffix(state)),
    )
}

/// The header that has the browser remember a state for so long. The answer comes by a form of another site: such a cookie has to say that
/// it may come along, and in a frame of that site it is kept apart from others. Without TLS browsers take no such cookie, and on one
/// machine need none.
pub(super) fn remember(server: &Server, state: &str, value: &str, lasts: Duration) -> HeaderValue {
    let mut cookie = Cookie::build((cookie_name(server, state), value))
        .path("/")
        .http_only(true)
        .max_age(lasts);
    if server.is_https() {
        cookie = cookie
            .same_site(SameSite::None)
            .secure(true)
            .partitioned(true);
    }
    // The values are hexadecimal digits.
    HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}

/// `GET /lti/login`.
pub async fn by_link(
    state: State<ServerState>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(asked): Query<Initiation>,
) -> Result<Response, AppError> {
    go_on(&state, &visitor, &headers, &asked).await
}

/// `POST /lti/login`.
pub async fn by_form(
    State(server): State<ServerState>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(asked): Form<Initiation>,
) -> Result<Response, AppError> {
    go_on(&server, &visitor, &headers, &asked).await
}

#[derive(Serialize)]
struct NewTab {
    platform: String,
    address: String,
}

async fn go_on(
    server: &ServerState,
    visitor: &Visitor,
    headers: &HeaderMap,
    asked: &Initiation,
) -> Result<Response, AppError> {
    let (app, base_url) = (&server.app, &server.settings.base_url);
    let chooses = asked
        .target_link_uri
        .strip_prefix(base_url.as_str())
        .is_some_and(|path| path.starts_with("/lti/deep-linking"));
    if is_framed(headers) && !chooses {
        // Pages are shown in no frame; this one says so and opens one.
        let platform = asking(app, asked).await?.settings.name;
        let pairs = [
            ("iss", asked.iss.as_str()),
            ("login_hint", &asked.login_hint),
            ("target_link_uri", &asked.target_link_uri),
            ("lti_message_hint", &asked.lti_message_hint),
            ("client_id", &asked.client_id),
            ("lti_deployment_id", &asked.lti_deployment_id),
        ];
        let view = NewTab {
            platform,
            address: format!("/lti/login{}", query(&pairs)),
        };
        let page = server.page("lti_new_tab.html", visitor, &view)?;
        // It does nothing but lead away: whoever shows it gains nothing.
        let anywhere = Elsewhere {
            framed_by: Some("*".to_owned()),
            sends_to: None,
        };
        return Ok((Extension(anywhere), page).into_response());
    }
    let back = format!("{base_url}/lti/launch");
    let Begun {
        address,
        state,
        browser,
    } = begin(app, asked, &back).await?;
    let lasts = Duration::seconds(ANSWERED_WITHIN.as_secs());
    let cookie = remember(server, &state, &browser, lasts);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&address)).into_response())
}

/// Whether the browser shows what it asks for in a frame.
fn is_framed(headers: &HeaderMap) -> bool {
    let shown = headers.get("sec-fetch-dest");
    shown.is_some_and(|shown| matches!(shown.as_bytes(), b"iframe" | b"frame"))
}
