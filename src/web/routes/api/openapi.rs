//! `GET /api/v1/openapi.json`: the API described by itself.

use crate::web::problem::{Problem, TOKEN};
use axum::{Extension, Json};
use std::sync::Arc;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(title = "dgm-grader", description = "Inputs, submissions, reports and grades for programs. Errors are RFC 9457 problem documents, in English or by `Accept-Language` in Russian; `code` never changes. Every answer carries an `X-Request-Id`, by which the operator finds it in the log."),
    tags(
        (name = "student", description = "For everybody with a token, about themselves."),
        (name = "teacher", description = "For teachers and owners."),
        (name = "anybody", description = "Signing a program in, before it has a token (RFC 8628)."),
        (name = "about", description = "The API about itself.")
    ),
    components(schemas(Problem)),
    modifiers(&Token)
)]
struct Head;

struct Token;

impl Modify for Token {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("Made on the account page, or by `dgm user token`."))
            .build();
        openapi
            .components
            .get_or_insert_default()
            .add_security_scheme(TOKEN, SecurityScheme::Http(bearer));
    }
}

/// What the document says before its paths.
pub fn head() -> utoipa::openapi::OpenApi {
    Head::openapi()
}

/// The OpenAPI document.
pub async fn show(
    Extension(document): Extension<Arc<utoipa::openapi::OpenApi>>,
) -> Json<utoipa::openapi::OpenApi> {
    Json(utoipa::openapi::OpenApi::clone(&document))
}
