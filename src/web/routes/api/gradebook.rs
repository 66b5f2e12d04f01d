//! `GET /api/v1/gradebook`.

use super::file::File;
use crate::report::export::{Document, Format};
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::preferred::media;
use crate::web::routes::export::{self, download};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use l10n::message;
use serde::Deserialize;

/// Which file is wanted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The format; by default the first that `Accept` knows, else CSV.
    #[param(inline)]
    format: Option<Format>,
    /// Homeworks, and `exam`, with commas between them; all where it is left out. Without effect on JSON.
    homework: Option<String>,
    /// Whether Moodle is given the total and the final grade too: more than 100 points break off its import unless it is set to take them.
    #[serde(default)]
    total: bool,
    /// Whether CSV has semicolons, decimal commas and a byte-order mark, as Excel opens it in Russia.
    #[serde(default)]
    excel: bool,
    /// Whether Canvas and Moodle are given a file a column, in a zip. Whoever has nothing in a column is not in its file, so that an import
    /// empties nothing; a single homework is such a file by itself.
    #[serde(default)]
    split: bool,
}

/// The gradebook: as CSV unless `Accept` or `format` (csv, json, xlsx, canvas, moodle) says otherwise. Canvas and Moodle are given the
/// columns in which there is anything to say; Canvas calls an excuse `EX`, Moodle is not told of it. Where several columns are asked for
/// in one file, whoever has nothing in one of them has an empty cell for Canvas and `-` for Moodle.
#[utoipa::path(get, path = "/gradebook", operation_id = "read_gradebook", tag = "teacher", params(Asked),
    responses((status = 200, description = "Points are exact decimals.", content((Document = "application/json"), (String = "text/csv"),
        (File = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (File = "application/zip")))))]
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let Query(asked) = asked.map_err(|_| ServiceError::Form(message!("export-format")))?;
    // Of several with one media type the first is meant.
    let offers: Vec<_> = Format::all().map(|f| (f.media_type(), f)).collect();
    let accepted = || media(&headers, &offers, Format::default());
    let asked = export::Asked {
        format: asked.format.unwrap_or_else(accepted),
        homeworks: asked.homework.into_iter().collect(),
        total: asked.total,
        excel: asked.excel,
        split: asked.split,
    };
    download(&server, &teacher.0, asked).await
}
