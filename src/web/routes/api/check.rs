//! `POST /api/v1/homeworks/{homework}/check`: a look into a file that stores nothing and costs nothing.

use super::file::{File, SentAs};
use crate::grading::{Preview, PreviewOutput, Report, Unknown, WhichInputs};
use crate::service::check::{Told, check};
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::upload;
use crate::web::visitor::Person;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use l10n::message;
use serde::{Deserialize, Serialize};

/// What to check on.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CheckHow {
    /// The seed of the practice inputs that the answers are for; unless told, the file itself says what it is for.
    practice: Option<u64>,
}

/// What was found in a file.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Checked {
    /// Which inputs the file is for.
    inputs: WhichInputs,
    /// Of practice answers the report with every number; of others null.
    report: Option<Report>,
    /// Of others what is there, output by output, and nothing about whether it is right; of practice answers null.
    outputs: Option<Vec<Output>>,
    /// Keys that no task asks for; the first hundred.
    unknown: Vec<Unknown>,
    /// How many more there were.
    unknown_more: usize,
}

/// One output as the file has it.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = CheckedOutput)]
pub struct Output {
    /// Its key.
    key: String,
    /// Whether points are given for its task.
    graded: bool,
    /// `fits`, `missing`, `wrong_shape`, `wrong_dtype`, `not_finite`, or `grader_fault` where it could not be told.
    found: &'static str,
    /// The shape asked for.
    expected_shape: Vec<usize>,
    /// The shape found.
    got_shape: Option<Vec<usize>>,
    /// The dtype found.
    got_dtype: Option<String>,
}

impl From<PreviewOutput> for Output {
    fn from(output: PreviewOutput) -> Self {
        Self {
            key: format!("{}.{}", output.task, output.output),
            graded: output.graded,
            found: output.found.name(),
            expected_shape: output.expected_shape,
            got_shape: output.shape,
            got_dtype: output.dtype,
        }
    }
}

impl From<Told> for Checked {
    fn from(told: Told) -> Self {
        match told {
            Told::Practice(report) => Self {
                inputs: report.inputs.clone().unwrap_or_default(),
                unknown: report.unknown.clone(),
                unknown_more: report.unknown_more,
                report: Some(*report),
                outputs: None,
            },
            Told::Form(preview) => {
                let Preview {
                    outputs,
                    unknown,
                    unknown_more,
                    inputs,
                    ..
                } = *preview;
                Self {
                    inputs,
                    report: None,
                    outputs: Some(outputs.into_iter().map(Output::from).collect()),
                    unknown,
                    unknown_more,
                }
            }
        }
    }
}

/// Looks into an answers file: nothing is stored, no attempt is counted. Answers to practice inputs are checked in full, others by form.
#[utoipa::path(post, path = "/homeworks/{homework}/check", operation_id = "check_answers", tag = "student",
    params(CheckHow, ("homework" = String, Path, description = "The homework's name.")),
    request_body(content = File, content_type = "application/octet-stream",
        description = "The answers file as it is, without a form around it: `.npz`, `.npy`, `.safetensors` or `.json`."),
    responses((status = 200, description = "What was found.", body = Checked)))]
pub async fn answers(
    State(server): State<ServerState>,
    person: Person,
    Path(homework): Path<String>,
    how: Result<Query<CheckHow>, QueryRejection>,
    request: Request,
) -> Result<Json<Checked>, AppError> {
    let app = &server.app;
    let Query(how) = how.map_err(|_| ServiceError::Form(message!("check-bad-query")))?;
    let sent_as = SentAs::of(request.headers(), "answers.npz")?;
    let most = app.limits.file;
    let held = upload::admit(&server, person.user.id, request.headers(), most).await?;
    let file = upload::whole(request, most, held).await?;
    let lang = person.lang();
    let told = check(app, &person.user, &homework, how.practice, lang, file).await;
    let told = told.map_err(|error| sent_as.refused(error))?;
    Ok(Json(told.into()))
}
