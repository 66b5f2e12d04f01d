//! `GET /api/v1/problems/{code}`: where the `type` of a problem leads.

use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::problem::{CONFIG, kinds, meaning};
use crate::web::visitor::Visitor;
use axum::Json;
use axum::extract::Path;
use l10n::message;
use serde::Serialize;

/// A kind of problem.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ProblemKind {
    /// Its stable name.
    code: &'static str,
    /// In words.
    title: String,
    /// The HTTP statuses that it comes with.
    statuses: Vec<u16>,
    /// What it means and what to do.
    meaning: String,
}

/// What a kind of problem means.
#[utoipa::path(get, path = "/problems/{code}", operation_id = "problem_kind", tag = "about",
    params(("code" = String, Path, description = "The `code` of a problem document.")),
    responses((status = 200, description = "The kind of problem.", body = ProblemKind)))]
pub async fn show(
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Json<ProblemKind>, AppError> {
    if code == CONFIG {
        return Ok(Json(ProblemKind {
            code: CONFIG,
            title: message!("course-refused").text(visitor.lang),
            statuses: vec![422],
            meaning: message!("problem-course").text(visitor.lang),
        }));
    }
    let of_kind: Vec<AppError> = kinds().into_iter().filter(|f| f.code() == code).collect();
    let first = of_kind.first().ok_or(ServiceError::NotFound)?;
    Ok(Json(ProblemKind {
        code: first.code(),
        title: first.title().text(visitor.lang),
        statuses: of_kind.iter().map(|f| f.status().as_u16()).collect(),
        meaning: meaning(first, visitor.lang),
    }))
}
