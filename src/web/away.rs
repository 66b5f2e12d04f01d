//! What is answered while the database is away: the same page or problem to everybody, before a visitor is looked for.

use super::error::AppError;
use super::refusal;
use super::state::ServerState;
use super::visitor::Visitor;
use crate::service::error::ServiceError;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

/// The layer around pages.
pub async fn for_pages(
    State(server): State<ServerState>,
    request: Request,
    next: Next,
) -> Response {
    guard(&server, request, next, |server, error, visitor| {
        refusal::page(server, error, visitor, None)
    })
    .await
}

/// The layer around the API.
pub async fn for_programs(
    State(server): State<ServerState>,
    request: Request,
    next: Next,
) -> Response {
    guard(&server, request, next, refusal::problem).await
}

async fn guard(
    server: &ServerState,
    request: Request,
    next: Next,
    face: impl FnOnce(&ServerState, &AppError, &Visitor) -> Response,
) -> Response {
    let away = |visitor| {
        let error = AppError::from(ServiceError::Away);
        refusal::dressed(face(server, &error, visitor), &error)
    };
    let visitor = Visitor::of(&request);
    let store = &server.app.store;
    if !server.circuit.lets_through(store).await {
        return away(&visitor);
    }
    let response = next.run(request).await;
    // Outside of the layers that show errors are those that find the visitor and keep the session: they fail without a page.
    let bare = response.status().is_server_error()
        && !response.headers().contains_key(header::CONTENT_TYPE);
    let told = response.extensions().get();
    if bare || matches!(told, Some(AppError::Service(ServiceError::Away))) {
        server.circuit.doubt(store).await;
    }
    if bare { away(&visitor) } else { response }
}
