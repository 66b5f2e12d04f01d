//! The table of routes behind the layers that every request passes.

use super::state::AppState;
use super::table::{self, PREFIX, Route};
use super::{circuit, fault, incoming, layers, observe, visitor};
use crate::store::Sessions;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// The whole server.
pub fn router(app: AppState) -> Router {
    let sessions = SessionManagerLayer::new(Sessions(app.store.clone()))
        .with_name("dgm_session")
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(app.base_url.starts_with("https://"))
        .with_expiry(Expiry::OnInactivity(time::Duration::days(14)));
    let of = |rows: Vec<Route>| {
        let add = |router, row: Route| row.onto(router, &app.limits);
        rows.into_iter().fold(Router::new(), add)
    };

    let pages = of(table::pages())
        .fallback(async || fault::Fault::NotFound)
        // Inside `as_page`, so that its refusal is a page too.
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(app.clone(), layers::in_turn))
        .layer(from_fn_with_state(app.clone(), fault::as_page))
        .layer(from_fn_with_state(app.clone(), visitor::by_session))
        .layer(sessions)
        .layer(from_fn_with_state(app.clone(), circuit::for_pages));

    let programs = of(table::programs())
        .fallback(async || fault::Fault::NotFound)
        .layer(from_fn_with_state(app.clone(), layers::in_turn))
        .layer(from_fn_with_state(app.clone(), fault::as_problem))
        .layer(from_fn_with_state(app.clone(), visitor::by_token))
        .layer(from_fn_with_state(app.clone(), circuit::for_programs));

    Router::new()
        .merge(pages)
        .nest(PREFIX, programs)
        .merge(of(table::plain()))
        .layer(from_fn(layers::security))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), incoming::note))
        .layer(CompressionLayer::new())
        .layer(from_fn(observe::observed))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(observe::Fresh))
        .layer(MapRequestLayer::new(observe::without_id))
        .with_state(app)
}
