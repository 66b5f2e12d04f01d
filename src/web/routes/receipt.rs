//! The receipt of a submission to keep: what arrived, when, and what it was graded under.

use crate::ids::{SubmissionId, VersionId};
use crate::service::app::App;
use crate::service::disclose::visible;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::visitor::Person;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use jiff::Timestamp;
use judge::points::Points;
use l10n::{date, message};
use serde::Serialize;
use std::fmt::Write as _;
use std::sync::Arc;

#[derive(Serialize)]
struct Receipt {
    id: SubmissionId,
    homework: String,
    login: String,
    received_at: Timestamp,
    bytes: usize,
    sha256: String,
    course_version: VersionId,
    release: String,
    points: Points,
    max_points: Points,
}

async fn receipt(app: &Arc<App>, person: &Person, id: SubmissionId) -> Result<Receipt, AppError> {
    let submission = visible(app, &person.reader(), id).await?;
    let student = app.store.user_by_id(submission.user).await?;
    let bytes = app
        .store
        .submitted_size(id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    Ok(Receipt {
        id,
        homework: submission.homework,
        login: student.map(|s| s.login).unwrap_or_default(),
        received_at: submission.received_at,
        bytes,
        sha256: submission.sha256,
        course_version: submission.course,
        release: submission.release,
        points: submission.points,
        max_points: submission.report.max_points,
    })
}

fn attachment(id: SubmissionId, ending: &str) -> (header::HeaderName, String) {
    (
        header::CONTENT_DISPOSITION,
        format!("attachment; filename=\"dgm-receipt-{id}.{ending}\""),
    )
}

/// `GET /submissions/{id}/receipt.json`.
pub async fn json(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<SubmissionId>,
) -> Result<impl IntoResponse, AppError> {
    let receipt = receipt(&app, &person, id).await?;
    Ok(([attachment(id, "json")], Json(receipt)))
}

/// `GET /submissions/{id}/receipt.txt`: the same in the reader's language.
pub async fn text(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<SubmissionId>,
) -> Result<impl IntoResponse, AppError> {
    let receipt = receipt(&app, &person, id).await?;
    let lang = person.lang();
    let active = app.course().await?;
    let zone = person.zone(&active.course);
    let at = date::instant(receipt.received_at, &zone, app.now(), lang);
    let rows = [
        (message!("receipt-id"), receipt.id.to_string()),
        (message!("student"), receipt.login),
        (message!("receipt-homework"), receipt.homework),
        (
            message!("receipt-at"),
            format!(
                "{at} ({}), {}",
                receipt.received_at,
                message!("receipt-counts-from").text(lang)
            ),
        ),
        (message!("receipt-size"), receipt.bytes.to_string()),
        (message!("receipt-sha256"), receipt.sha256),
        (
            message!("receipt-course"),
            receipt.course_version.to_string(),
        ),
        (message!("receipt-release"), receipt.release),
        (
            message!("history-points"),
            format!(
                "{} / {}",
                receipt.points.show(lang),
                receipt.max_points.show(lang)
            ),
        ),
    ];
    let mut text = format!("{}\n\n", message!("receipt").text(lang));
    for (name, value) in rows {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "{}: {value}", name.text(lang));
    }
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned());
    Ok(([kind, attachment(id, "txt")], text))
}
