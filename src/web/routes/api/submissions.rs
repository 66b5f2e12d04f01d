//! Submissions for programs.

use super::file::{File, SentAs};
use crate::grading::Report;
use crate::ids::{SubmissionId, VersionId};
use crate::service::app::App;
use crate::service::disclose::{ShownReport, disclose_of, visible};
use crate::service::error::ServiceError;
use crate::service::submit::{Beside, admit};
use crate::store::{Attempt, Submission};
use crate::web::error::AppError;
use crate::web::incoming::Arrived;
use crate::web::state::ServerState;
use crate::web::upload;
use crate::web::visitor::Person;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use judge::points::Points;
use l10n::message;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A receipt with the report.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Receipt {
    /// The submission's number.
    #[schema(value_type = i64)]
    id: SubmissionId,
    /// The SHA-256 of the bytes received.
    sha256: String,
    /// When they arrived: when the head of the request was read, however long its body took.
    #[schema(value_type = String, format = DateTime)]
    received_at: Timestamp,
    /// The course version it was graded under.
    #[schema(value_type = i64)]
    course_version: VersionId,
    /// Whether the same bytes had been sent before; then this is the earlier submission.
    again: bool,
    /// The thousandths of the points that lateness left.
    kept_thousandths: u16,
    /// Points after the late penalty.
    points: Points,
    /// The attempt from which hints are shown, where some are held back; else null.
    hints_from_attempt: Option<u32>,
    /// The report.
    #[schema(value_type = Report)]
    report: ShownReport,
}

impl Receipt {
    async fn new(
        app: &Arc<App>,
        person: &Person,
        submission: Submission,
        again: bool,
        attempt: Attempt,
    ) -> Result<Self, AppError> {
        let seen = disclose_of(app, &person.reader(), &submission, attempt).await?;
        Ok(Self {
            id: submission.id,
            sha256: submission.sha256,
            received_at: submission.received_at,
            course_version: submission.course,
            again,
            kept_thousandths: submission.late_factor.thousandths(),
            points: submission.points,
            hints_from_attempt: seen.hints_from,
            report: seen.report,
        })
    }
}

/// How to send.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct SendHow {
    /// Take the file also where it is for something else: practice inputs, another homework. Unless told, that is refused before it
    /// costs an attempt.
    #[serde(default)]
    anyway: bool,
}

/// Sends an answers file: 201 once it is durable; 200 with the earlier receipt where the same bytes were sent before.
#[utoipa::path(post, path = "/homeworks/{homework}/submissions", operation_id = "send_answers", tag = "student",
    params(SendHow, ("homework" = String, Path, description = "The homework's name.")),
    request_body(content = File, content_type = "application/octet-stream",
        description = "The answers file as it is, without a form around it: `.npz`, `.npy`, `.safetensors` or `.json`."),
    responses((status = 201, description = "It is stored and will not be lost.", body = Receipt, headers(("Location" = String, description = "Where the report is."))),
        (status = 200, description = "The same bytes were sent before: the receipt of then. No attempt was counted.", body = Receipt, headers(("Location" = String, description = "Where the report is.")))))]
pub async fn send(
    State(server): State<ServerState>,
    person: Person,
    Path(homework): Path<String>,
    how: Result<Query<SendHow>, QueryRejection>,
    Arrived(arrived): Arrived,
    request: Request,
) -> Result<Response, AppError> {
    let app = &server.app;
    let Query(how) = how.map_err(|_| ServiceError::Form(message!("send-bad-query")))?;
    let sent_as = SentAs::of(request.headers(), "answers.npz")?;
    let active = app.course().await?;
    let admission = admit(app, &active, &person.user, &homework, arrived).await?;
    let most = app.limits.file;
    let held = upload::admit(&server, person.user.id, request.headers(), most).await?;
    let file = upload::whole(request, most, held).await?;
    let beside = if how.anyway {
        Beside::Take
    } else {
        Beside::Refuse
    };
    let receipt = admission.submit(app, file, beside).await;
    let receipt = receipt.map_err(|error| sent_as.refused(error))?;
    let status = if receipt.again {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    let location = format!("/api/v1/submissions/{}", receipt.submission.id);
    let shown = Receipt::new(
        app,
        &person,
        receipt.submission,
        receipt.again,
        receipt.attempt,
    );
    Ok((status, [(header::LOCATION, location)], Json(shown.await?)).into_response())
}

/// The report on a submission.
#[utoipa::path(get, path = "/submissions/{id}", operation_id = "read_submission", tag = "student",
    params(("id" = i64, Path, description = "The submission's number.")),
    responses((status = 200, description = "Its receipt and report.", body = Receipt)))]
pub async fn show(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<SubmissionId>,
) -> Result<Json<Receipt>, AppError> {
    let submission = visible(&app, &person.reader(), id).await?;
    let attempt = app.store.attempt_of(&submission).await?;
    let shown = Receipt::new(&app, &person, submission, false, attempt);
    Ok(Json(shown.await?))
}

/// The exact bytes sent.
#[utoipa::path(get, path = "/submissions/{id}/file", operation_id = "download_submission", tag = "student",
    params(("id" = i64, Path, description = "The submission's number.")),
    responses((status = 200, description = "The file.", body = File, content_type = "application/octet-stream")))]
pub async fn file(
    state: State<ServerState>,
    person: Person,
    path: Path<SubmissionId>,
) -> Result<Response, AppError> {
    crate::web::routes::submission::file(state, person, path).await
}
