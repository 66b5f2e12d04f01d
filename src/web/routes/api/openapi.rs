//! `GET /api/v1/openapi.json`: the API described by itself.

use super::{
    course, exam, grade, gradebook, hand, homeworks, inputs, regrade, roster, submissions,
};
use axum::Json;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(title = "dgm-grader", description = "Inputs, submissions, reports and grades for programs. Errors are RFC 9457 problem documents."),
    paths(homeworks::list, inputs::download, submissions::send, submissions::show, submissions::file, grade::show, exam::set,
        gradebook::show, hand::set_override, hand::set_extension, roster::import, course::show, course::put, regrade::start, regrade::show),
    modifiers(&Token)
)]
struct Api;

struct Token;

impl Modify for Token {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme =
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        openapi
            .components
            .get_or_insert_default()
            .add_security_scheme("token", scheme);
    }
}

/// The OpenAPI document.
pub async fn show() -> Json<utoipa::openapi::OpenApi> {
    Json(Api::openapi())
}
