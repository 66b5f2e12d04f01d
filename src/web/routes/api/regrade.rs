//! `POST /api/v1/regrade` and `GET /api/v1/jobs/{id}`.

use crate::points::Points;
use crate::regrade::{Begun, Budget, Impact, begin, estimate};
use crate::store::Job;
use crate::web::fault::Fault;
use crate::web::state::AppState;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What to grade anew.
#[derive(Deserialize, utoipa::IntoParams)]
pub struct Wish {
    /// One homework; all where it is left out.
    homework: Option<String>,
    /// Only say whose points would change.
    #[serde(default)]
    dry_run: bool,
}

/// A regrade, as far as it is.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Progress {
    /// The job; null where nothing is to do.
    job: Option<i64>,
    /// `waiting`, `running`, `done` or `failed`.
    state: &'static str,
    /// Submissions graded.
    done: u64,
    /// Submissions to grade.
    total: u64,
    /// Submissions whose points changed, or that could not be graded.
    submissions: Vec<One>,
}

/// One submission of a regrade.
#[derive(Serialize, utoipa::ToSchema)]
pub struct One {
    submission: i64,
    login: String,
    homework: String,
    /// `changed`, `fault` or `unreadable`.
    outcome: String,
    #[schema(value_type = String)]
    before: Points,
    #[schema(value_type = String)]
    after: Points,
}

/// Grades anew what the version in force concerns: 202 with a job; 200 where nothing is to do, or for a dry run.
#[utoipa::path(post, path = "/api/v1/regrade", params(Wish), responses((status = 202, body = Progress), (status = 200, body = Impact), (status = 401), (status = 403), (status = 404), (status = 409)), security(("token" = [])))]
pub async fn start(
    State(app): State<AppState>,
    teacher: Teacher,
    wish: Result<Query<Wish>, QueryRejection>,
) -> Result<Response, Fault> {
    let Query(wish) = wish.map_err(|_| Fault::Form("course-bad-query"))?;
    let homework = wish.homework.as_deref();
    let active = app.course().await?;
    if homework.is_some_and(|name| active.course.homework(name).is_none()) {
        return Err(Fault::NotFound);
    }
    if wish.dry_run {
        let course = Arc::new(active.course.clone());
        let version = active.version;
        let budget = Budget::PAGE;
        let impact = estimate(&app, &active.course, course, version, homework, budget).await?;
        return Ok(Json(impact).into_response());
    }
    match begin(&app, homework, &teacher.0.user.login).await? {
        Begun::Job(job) => {
            let place = [(header::LOCATION, format!("/api/v1/jobs/{}", job.id))];
            Ok((
                StatusCode::ACCEPTED,
                place,
                Json(progress(&app, job).await?),
            )
                .into_response())
        }
        Begun::Nothing => Ok(Json(Progress {
            job: None,
            state: "done",
            done: 0,
            total: 0,
            submissions: Vec::new(),
        })
        .into_response()),
        Begun::Busy => Err(Fault::RegradeBusy),
    }
}

/// How far a regrade is, and what it changed so far.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", params(("id" = i64, Path)), responses((status = 200, body = Progress), (status = 401), (status = 403), (status = 404)), security(("token" = [])))]
pub async fn show(
    State(app): State<AppState>,
    _: Teacher,
    Path(id): Path<i64>,
) -> Result<Json<Progress>, Fault> {
    let job = app.store.job(id).await?.ok_or(Fault::NotFound)?;
    Ok(Json(progress(&app, job).await?))
}

async fn progress(app: &AppState, job: Job) -> Result<Progress, Fault> {
    let one = |r: crate::store::Regraded| One {
        submission: r.submission,
        login: r.login,
        homework: r.homework,
        outcome: r.outcome,
        before: r.before,
        after: r.after,
    };
    let submissions = app.store.regraded(job.id).await?;
    Ok(Progress {
        job: Some(job.id),
        state: job.state.name(),
        done: job.done,
        total: job.total,
        submissions: submissions.into_iter().map(one).collect(),
    })
}
