//! `GET /api/v1/homeworks/{homework}/practice`.

use super::file::File;
use crate::service::app::App;
use crate::service::practice::practice;
use crate::web::download::attached;
use crate::web::error::AppError;
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use std::sync::Arc;

/// The practice pack: a zip of `pack.json` and `.npy`, which NumPy reads. For a few practice seeds it has the inputs of every task, the
/// right outputs and those of the known mistakes, with the sizes, tolerances and points of this course.
#[utoipa::path(get, path = "/homeworks/{homework}/practice", operation_id = "download_practice", tag = "student",
    params(("homework" = String, Path, description = "The homework's name.")),
    responses((status = 200, description = "The pack.", content((File = "application/zip")))))]
pub async fn download(
    State(app): State<Arc<App>>,
    person: Person,
    Path(homework): Path<String>,
) -> Result<impl IntoResponse, AppError> {
    let pack = practice(&app, &person.user, &homework).await?;
    let name = format!("{homework}-practice.zip");
    Ok((attached(&name, "application/zip"), pack.to_vec()))
}
