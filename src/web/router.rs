//! The table of routes behind the layers that every request passes.

use super::error::AppError;
use super::problem::PREFIX;
use super::state::ServerState;
use super::table::{self, Route};
use super::way_back::Addresses;
use super::{away, cookies, identify, incoming, layers, observe, preferred, refusal};
use crate::service::error::ServiceError;
use crate::store::{SESSION_IDLE, Sessions};
use axum::extract::{MatchedPath, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use judge::answers::Limits;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};
use utoipa::openapi::ServerBuilder;

/// The whole server.
pub fn router(server: ServerState) -> Router {
    let app = &server.app;
    let kept = Sessions {
        store: app.store.clone(),
        clock: app.clock,
    };
    let sessions = SessionManagerLayer::new(kept)
        .with_name(cookies::name(&server, cookies::SESSION))
        .with_same_site(SameSite::Lax)
        .with_http_only(true)
        .with_secure(server.is_https())
        .with_expiry(Expiry::OnInactivity(time::Duration::seconds(
            SESSION_IDLE.as_secs(),
        )));
    let of = |rows: Vec<Route>| {
        let add = |router, row: Route| row.onto(router, &app.limits);
        rows.into_iter().fold(Router::new(), add)
    };

    let pages = of(table::pages())
        .fallback(async || AppError::from(ServiceError::NotFound))
        // Inside `as_page`, so that their refusals are pages too.
        .layer(own_forms(&server.settings.base_url))
        .layer(from_fn_with_state(server.clone(), layers::in_turn))
        .layer(from_fn_with_state(server.clone(), layers::anonymous_forms))
        .layer(from_fn_with_state(server.clone(), refusal::as_page))
        .layer(from_fn_with_state(server.clone(), identify::by_session))
        .layer(sessions)
        .layer(from_fn_with_state(
            server.is_https(),
            cookies::secure_removals,
        ))
        .layer(from_fn_with_state(server.clone(), away::for_pages))
        .layer(MapRequestLayer::new(noting(&app.limits)))
        .layer(MapRequestLayer::new(coming_back()));

    let mut document = table::document();
    let here = ServerBuilder::new().url(&server.settings.base_url).build();
    document.servers = Some(vec![here]);
    let programs = of(table::programs())
        .layer(Extension(Arc::new(document)))
        .fallback(async || AppError::from(ServiceError::NotFound))
        .layer(from_fn_with_state(server.clone(), layers::in_turn))
        .layer(from_fn_with_state(server.clone(), refusal::as_problem))
        .layer(from_fn_with_state(server.clone(), identify::by_token))
        .layer(from_fn_with_state(server.clone(), away::for_programs))
        .layer(MapRequestLayer::new(noting(&app.limits)));

    Router::new()
        .merge(pages)
        .nest(PREFIX, programs)
        .merge(of(table::plain()))
        .layer(from_fn_with_state(server.is_https(), layers::security))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(server.clone(), incoming::note))
        .layer(CompressionLayer::new())
        .layer(MapRequestLayer::new(preferred::plain_will_do))
        .layer(from_fn(observe::observed))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(observe::Fresh))
        .layer(MapRequestLayer::new(observe::without_id))
        .with_state(server)
}

/// Notes with a request what its row says of it: how it is counted where nobody is signed in, and how much it may carry.
fn noting(limits: &Limits) -> impl Fn(Request) -> Request + Clone + use<> {
    let mut rows: HashMap<String, Vec<_>> = HashMap::new();
    for row in table::all() {
        let said = (row.method, row.counted, row.body.allowed(limits));
        rows.entry(row.path).or_default().push(said);
    }
    let rows = Arc::new(rows);
    move |mut request: Request| {
        let path = request.extensions().get::<MatchedPath>();
        let of_path = path.and_then(|path| rows.get(path.as_str()));
        let mut of_path = of_path.into_iter().flatten();
        let row = of_path.find(|(method, ..)| method == request.method());
        if let Some((_, counted, allowed)) = row {
            let noted = request.extensions_mut();
            noted.insert(*allowed);
            if let Some(counted) = counted {
                noted.insert(*counted);
            }
        }
        request
    }
}

/// Notes with a form where one comes back to from its answer.
fn coming_back() -> impl Fn(Request) -> Request + Clone {
    let rows = table::pages().into_iter();
    let addresses = Addresses::of(rows.map(|row| (row.method, row.path)));
    move |request| addresses.noted(request)
}

/// Refuses forms that other sites send. Ours come from the host that the request names, and where a proxy puts another name in its place,
/// from the address that people know.
fn own_forms(base_url: &str) -> CsrfLayer {
    let own = base_url.parse::<axum::http::Uri>().ok().and_then(|url| {
        let (scheme, authority) = (url.scheme_str()?, url.authority()?);
        let usual = if scheme == "https" { ":443" } else { ":80" };
        let host = authority.as_str();
        let host = host.strip_suffix(usual).unwrap_or(host);
        Some(format!("{scheme}://{}", host.to_ascii_lowercase()))
    });
    let rows = table::pages().into_iter();
    let foreign: HashSet<String> = rows
        .filter(|row| row.is_from_elsewhere)
        .map(|row| row.path)
        .collect();
    let layer = CsrfLayer::new().with_insecure_bypass(move |_, uri| foreign.contains(uri.path()));
    match own.map(|own| layer.clone().add_trusted_origin(own)) {
        Some(Ok(trusting)) => trusting,
        Some(Err(error)) => {
            tracing::warn!(%error, "the base URL is no origin of a browser");
            layer
        }
        None => layer,
    }
}
