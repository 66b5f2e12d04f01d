//! The cookies: the session, the language, the colours, and a token that was made just now.
//!
//! Where people come by https, a name begins with `__Host-`: browsers take such a cookie only from this very host and only over TLS.

use super::state::Server;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tower_sessions::cookie::time::Duration;
use tower_sessions::cookie::{Cookie, SameSite};

/// The session's.
pub const SESSION: &str = "dgm_session";
/// The language's.
pub const LANGUAGE: &str = "dgm_language";
/// That of light and dark.
pub const THEME: &str = "dgm_theme";
/// The one with a token that is shown once.
pub const MADE: &str = "dgm_made";

/// The one of a browser that is at a provider to sign in.
pub const WAY: &str = "dgm_way";

const HOST: &str = "__Host-";

/// The name that a cookie has on this server.
pub fn name(server: &Server, plain: &str) -> String {
    if server.is_https() {
        format!("{HOST}{plain}")
    } else {
        plain.to_owned()
    }
}

/// What the browser sent under this name.
pub fn sent(server: &Server, headers: &HeaderMap, plain: &str) -> Option<String> {
    let name = name(server, plain);
    let lines = headers.get_all(header::COOKIE).into_iter();
    let lines: Vec<_> = lines.filter_map(|line| line.to_str().ok()).collect();
    let cookies = lines.iter().flat_map(|line| Cookie::split_parse(*line));
    let found = cookies.flatten().find(|cookie| cookie.name() == name);
    found.map(|cookie| cookie.value().to_owned())
}

/// The header that keeps a value in the browser for so long; no time at all takes it away.
pub fn kept(server: &Server, plain: &'static str, value: &str, lasts: Duration) -> HeaderValue {
    let cookie = Cookie::build((name(server, plain), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(server.is_https())
        .max_age(lasts);
    // The values are codes and hexadecimal digits.
    HeaderValue::from_str(&cookie.to_string()).unwrap_or(HeaderValue::from_static(""))
}

/// Adds what a browser insists on: a `__Host-` cookie is secure, also where it is taken away. tower-sessions leaves that out of a removal,
/// and the browser would keep the cookie of a session that is over.
pub async fn secure_removals(State(secure): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if secure {
        let lines = response.headers_mut().iter_mut();
        for (_, line) in lines.filter(|(name, _)| *name == header::SET_COOKIE) {
            let text = line.to_str().unwrap_or_default();
            if text.starts_with(HOST)
                && !text.contains("; Secure")
                && let Ok(whole) = HeaderValue::from_str(&format!("{text}; Secure"))
            {
                *line = whole;
            }
        }
    }
    response
}
