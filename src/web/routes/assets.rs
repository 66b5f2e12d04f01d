//! Style, scripts, icons, pictures and the font of formulas.

use crate::service::error::ServiceError;
use crate::web::assets::{Asset, asked, named};
use crate::web::error::AppError;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// For bytes that have a name of their own.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// For what is asked for every time.
const ASKED: &str = "no-cache";
/// What browsers look for by themselves; another one may wait a day.
const A_DAY: &str = "public, max-age=86400";

/// `GET /assets/{file}`.
pub async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, AppError> {
    let (asset, exact) = asked(&name).ok_or(ServiceError::NotFound)?;
    Ok(sent(asset, if exact { FOR_EVER } else { ASKED }, &headers))
}

/// `GET /favicon.ico`.
pub async fn favicon(headers: HeaderMap) -> Result<Response, AppError> {
    let icon = named("favicon.ico").ok_or(ServiceError::NotFound)?;
    Ok(sent(icon, A_DAY, &headers))
}

/// The file, or the word that what the browser has is still it.
fn sent(asset: &'static Asset, caching: &'static str, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", asset.hash);
    let seen = headers.get(header::IF_NONE_MATCH);
    let known = seen.is_some_and(|seen| seen.as_bytes() == tag.as_bytes());
    let about = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, caching.to_owned()),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let kind = [(header::CONTENT_TYPE, asset.kind)];
    (kind, about, &*asset.bytes).into_response()
}
