//! `GET` and `PUT /api/v1/course`: the grading config for programs.

use super::file::SentAs;
use crate::config::{Diagnostic, Diagnostics, LARGEST};
use crate::course::Change;
use crate::ids::{JobId, VersionId};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::impact::{Budget, Impact};
use crate::service::new_inputs::OldInputs;
use crate::service::publish::{self as draft, Consent, Publication, read_note};
use crate::web::error::AppError;
use crate::web::preferred::media;
use crate::web::problem::{self, Problem};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use l10n::Explain as _;
use l10n::message;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The version in force.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = CourseVersion)]
pub struct InForce {
    /// Its number, as the ETag says it too.
    #[schema(value_type = i64)]
    version: VersionId,
    /// Why it was made.
    note: String,
    /// Who published it.
    published_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    published_at: Timestamp,
    /// The text.
    toml: String,
}

/// The version in force; as `application/toml` where that is asked for.
#[utoipa::path(get, path = "/course", operation_id = "read_course", tag = "teacher",
    responses((status = 200, description = "The version in force.", content((InForce = "application/json"), (String = "application/toml")),
        headers(("ETag" = String, description = "The version's number, for `If-Match`.")))))]
pub async fn show(
    State(app): State<Arc<App>>,
    _: Teacher,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let newest = app.store.course().await?.ok_or(ServiceError::NoCourse)?;
    let tag = [(header::ETAG, format!("\"{}\"", newest.id))];
    let offers = [("application/json", false), ("application/toml", true)];
    if media(&headers, &offers, false) {
        let kind = [(header::CONTENT_TYPE, "application/toml")];
        return Ok((tag, kind, newest.toml).into_response());
    }
    let body = InForce {
        version: newest.id,
        note: newest.note,
        published_by: newest.published_by,
        published_at: newest.published_at,
        toml: newest.toml,
    };
    Ok((tag, Json(body)).into_response())
}

/// How to publish.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct How {
    /// Only say what would change.
    #[serde(default)]
    dry_run: bool,
    /// Why the version is made.
    note: Option<String>,
    /// Whether to grade anew what it concerns; true unless told.
    regrade: Option<bool>,
    /// Whether the version may take points from students as soon as it is in force, by an earlier deadline for example. Without it such
    /// a version is refused: a dry run says who would lose how much.
    #[serde(default)]
    take_points: bool,
    /// Give new inputs to students who have others than the config would draw; unless told, they keep those that they have.
    #[serde(default)]
    new_inputs: bool,
}

/// What a config would change, or changed.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = CourseAnswer)]
pub struct Answer {
    /// The version in force after this: the new one, or the old one after a dry run or where the text is the same.
    #[schema(value_type = i64)]
    version: VersionId,
    /// Whether a version was made.
    published: bool,
    /// What differs from the version before.
    changes: Vec<Change>,
    /// Whose points would change, or change by the job.
    impact: Impact,
    /// Whose inputs are not those that the config would draw: they keep them, or were given new ones with `new_inputs`.
    old_inputs: Vec<OldInputs>,
    /// What is probably not meant.
    #[schema(value_type = Vec<Diagnostic>)]
    warnings: Diagnostics,
    /// The job that grades anew, if one was begun.
    #[schema(value_type = Option<i64>)]
    job: Option<JobId>,
    /// Whether none was begun because another regrade is under way: ask for one when it is finished.
    busy: bool,
}

/// A problem document; of a config that cannot be used with everything that is wrong with it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ConfigProblem {
    #[serde(flatten)]
    problem: Problem,
    /// What is wrong, with `code` `course` alone.
    #[schema(value_type = Option<Vec<Diagnostic>>)]
    diagnostics: Diagnostics,
    /// How many more there are than are listed.
    #[schema(required = false)]
    left_out: usize,
}

/// Publishes a config, or says what it would change. `If-Match` with the version that was edited refuses to overwrite another's.
#[utoipa::path(put, path = "/course", operation_id = "publish_course", tag = "teacher",
    params(How, ("If-Match" = Option<String>, Header, description = "The `ETag` of the version that was edited.")),
    request_body(content_type = "application/toml", content = String, description = "The grading config."),
    responses((status = 200, description = "What it changed, or would change.", body = Answer, headers(("ETag" = String, description = "The version in force after this."))),
        (status = 422, description = "The config cannot be used: `course`, with `diagnostics`. Or the request cannot: `form`.", body = ConfigProblem, content_type = "application/problem+json")))]
pub async fn put(
    State(server): State<ServerState>,
    teacher: Teacher,
    how: Result<Query<How>, QueryRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let Query(how) = how.map_err(|_| ServiceError::Form(message!("course-bad-query")))?;
    SentAs::of(&headers, "course.toml")?;
    let body = body.map_err(|_| AppError::TooLarge)?;
    if body.len() > LARGEST {
        return Err(AppError::TooLarge);
    }
    let toml = crate::config::text(&body).map_err(|e| ServiceError::Form(e.message()))?;
    let note = read_note(how.note.as_deref().unwrap_or("API"))?;
    let newest = app.store.course().await?.ok_or(ServiceError::NoCourse)?;
    let base = base(&headers)?.unwrap_or(newest.id);
    if base != newest.id {
        return Err(ServiceError::CourseMoved.into());
    }
    let checked = match draft::read(app, &toml).await? {
        Ok(read) => read,
        Err(found) => return Ok(refusal(&server, found, &teacher)),
    };
    let review = draft::review(app, checked, Budget::PAGE, &|_, _| {}).await?;
    let publishes = !how.dry_run && newest.toml != toml;
    let (version, job, busy) = if publishes {
        let publication = Publication {
            course: &review.checked,
            note: &note,
            base,
            regrade: how.regrade.unwrap_or(true),
            consent: if how.take_points {
                Consent::Anything
            } else {
                Consent::Nothing
            },
            new_inputs: how.new_inputs,
            actor: &teacher.0.user.login,
        };
        let published = draft::publish(app, publication).await?;
        let job = published.job.map(|j| j.id);
        (published.version, job, published.busy)
    } else {
        (newest.id, None, false)
    };
    let answer = Answer {
        version,
        published: publishes,
        changes: review.changes,
        impact: review.impact,
        old_inputs: review.old_inputs,
        warnings: review.checked.warnings,
        job,
        busy,
    };
    Ok(([(header::ETAG, format!("\"{version}\""))], Json(answer)).into_response())
}

fn base(headers: &HeaderMap) -> Result<Option<VersionId>, ServiceError> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text.trim_start_matches("W/").trim_matches('"').parse();
    number.map(Some).map_err(|_| ServiceError::CourseMoved)
}

fn refusal(server: &ServerState, found: Diagnostics, teacher: &Teacher) -> Response {
    let lang = teacher.0.lang();
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let body = ConfigProblem {
        problem: Problem {
            r#type: problem::kind(&server.settings.base_url, problem::CONFIG),
            title: message!("course-refused").text(lang),
            status: status.as_u16(),
            detail: found.render("course.toml", false, lang),
            code: problem::CONFIG.to_owned(),
        },
        left_out: found.left_out(),
        diagnostics: found,
    };
    let kind = [(header::CONTENT_TYPE, problem::CONTENT_TYPE)];
    (status, kind, Json(body)).into_response()
}
