//! A request to the API that changes something carries what its operation describes and nothing more: what would be ignored is refused, so that
//! nobody takes it for heard. `exam?dry_run=true` would write. What only reads may carry what it wants.

use crate::service::error::ServiceError;
use crate::web::error::AppError;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use l10n::message;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, ParameterIn};

/// What an operation reads beside its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reads {
    /// Whether it reads the query, or changes nothing.
    pub query: bool,
    /// Whether it reads the body, or changes nothing.
    pub body: bool,
}

impl Reads {
    /// What this operation reads.
    pub(super) fn of(operation: &Operation, is_get: bool) -> Self {
        let mut parameters = operation.parameters.iter().flatten();
        Self {
            query: is_get
                || parameters.any(|one| match one {
                    RefOr::T(one) => one.parameter_in == ParameterIn::Query,
                    // Of what stands elsewhere it is not known.
                    RefOr::Ref(_) => true,
                }),
            body: is_get || operation.request_body.is_some(),
        }
    }

    /// Whether something else could be sent, and is refused.
    pub(super) fn refuses(self) -> bool {
        !(self.query && self.body)
    }
}

/// The layer that refuses what would not be read.
pub(super) async fn nothing_more(reads: Reads, request: Request, next: Next) -> Response {
    let refused = |what| AppError::from(ServiceError::Form(what)).into_response();
    if !reads.query && request.uri().query().is_some_and(|query| !query.is_empty()) {
        return refused(message!("form-no-query"));
    }
    if reads.body {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // Programs that send JSON send an empty object for nothing.
    match to_bytes(body, 16)
        .await
        .as_ref()
        .map(|said| said.trim_ascii())
    {
        Ok(b"" | b"{}" | b"null") => {}
        _ => return refused(message!("form-no-body")),
    }
    next.run(Request::from_parts(parts, Body::empty())).await
}
