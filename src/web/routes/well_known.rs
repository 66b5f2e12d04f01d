//! What programs look for at fixed addresses: whether they may index the pages, how the site becomes an icon on a phone, to whom a hole
//! in its safety is told.

use crate::service::error::ServiceError;
use crate::web::assets;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use jiff::SignedDuration;
use serde_json::json;

/// What stands at these addresses may be a day old.
const CACHING: &str = "public, max-age=86400";
const TEXT: &str = "text/plain; charset=utf-8";
/// The page that is meant for everybody, what it needs, and what a messenger looks at where somebody passes a link on.
const ROBOTS: &str = "\
User-agent: *
Allow: /$
Allow: /help
Allow: /sign-in$
Allow: /assets/
Disallow: /
";
/// How long the word of a `security.txt` may be taken for; less than a year, as RFC 9116 asks.
const WORD: SignedDuration = SignedDuration::from_hours(180 * 24);

/// `GET /robots.txt`.
pub async fn robots() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, TEXT),
            (header::CACHE_CONTROL, CACHING),
        ],
        ROBOTS,
    )
}

/// `GET /manifest.webmanifest`.
pub async fn manifest() -> impl IntoResponse {
    let icon = |name: &str, sizes: &str, kind: &str, purpose: &str| json!({"src": assets::path(name), "sizes": sizes, "type": kind, "purpose": purpose});
    let manifest = json!({
        "name": "dgm",
        "short_name": "dgm",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#1f5fa8",
        "icons": [
            icon("icon.svg", "any", "image/svg+xml", "any"),
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            icon("icon-512-maskable.png", "512x512", "image/png", "maskable"),
        ],
    });
    let about = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        (header::CACHE_CONTROL, CACHING),
    ];
    (about, manifest.to_string())
}

/// `GET /.well-known/security.txt`, where the operator named somebody.
pub async fn security_txt(
    State(server): State<ServerState>,
) -> Result<impl IntoResponse, AppError> {
    let contact = server.settings.security_contact.as_ref();
    let contact = contact.ok_or(ServiceError::NotFound)?.as_str();
    let until = server.app.now() + WORD;
    let until = until.strftime("%Y-%m-%dT%H:%M:%SZ");
    let site = &server.settings.base_url;
    let text = format!(
        "Contact: {contact}\nExpires: {until}\nPreferred-Languages: en, ru\nCanonical: {site}/.well-known/security.txt\n"
    );
    let about = [
        (header::CONTENT_TYPE, TEXT),
        (header::CACHE_CONTROL, CACHING),
    ];
    Ok((about, text))
}
