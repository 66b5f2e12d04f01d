//! `POST /api/v1/regrade` and `GET /api/v1/jobs/{id}`.

use crate::ids::{JobId, SubmissionId};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::impact::{Budget, Impact, estimate_regrade};
use crate::service::regrade::{self, Enqueued};
use crate::store::Job;
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use judge::points::Points;
use l10n::message;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What to grade anew.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// One homework; all where it is left out.
    homework: Option<String>,
    /// Only say whose points would change.
    #[serde(default)]
    dry_run: bool,
}

/// A regrade, as far as it is.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RegradeProgress)]
pub struct Progress {
    /// The job; null where nothing is to do.
    #[schema(value_type = Option<i64>)]
    job: Option<JobId>,
    /// `waiting`, `running`, `done`, `failed`, or `replaced` by a regrade under a newer version.
    state: &'static str,
    /// Submissions graded.
    done: u64,
    /// Submissions to grade.
    total: u64,
    /// Submissions whose points changed, or that could not be graded; empty until the job is finished.
    submissions: Vec<One>,
}

/// One submission of a regrade.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RegradedSubmission)]
pub struct One {
    /// The submission.
    #[schema(value_type = i64)]
    submission: SubmissionId,
    /// The student's login.
    login: String,
    /// The homework.
    homework: String,
    /// `changed`, `fault` or `unreadable`.
    outcome: &'static str,
    /// Points before.
    before: Points,
    /// Points after.
    after: Points,
}

/// What is answered where no job was begun.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(untagged)]
enum NothingBegun {
    /// Nothing is to do.
    Done(Progress),
    /// A dry run.
    WouldChange(Impact),
}

/// Grades anew what the version in force concerns: 202 with a job; 200 where nothing is to do, or for a dry run.
#[utoipa::path(post, path = "/regrade", operation_id = "start_regrade", tag = "teacher", params(Wish),
    responses((status = 202, description = "The job has begun.", body = Progress, headers(("Location" = String, description = "Where its progress is."))),
        (status = 200, description = "Nothing is to do; or, of a dry run, whose points would change.", body = NothingBegun)))]
pub async fn start(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    wish: Result<Query<Wish>, QueryRejection>,
) -> Result<Response, AppError> {
    let Query(wish) = wish.map_err(|_| ServiceError::Form(message!("course-bad-query")))?;
    let homework = wish.homework.as_deref();
    let active = app.course().await?;
    if homework.is_some_and(|name| active.course.homework(name).is_none()) {
        return Err(ServiceError::NotFound.into());
    }
    if wish.dry_run {
        let impact = estimate_regrade(&app, &active, homework, Budget::PAGE, &|_, _| {}).await?;
        return Ok(Json(NothingBegun::WouldChange(impact)).into_response());
    }
    match regrade::start(&app, homework, &teacher.0.user.login).await? {
        Enqueued::Job(job) => {
            let place = [(header::LOCATION, format!("/api/v1/jobs/{}", job.id))];
            Ok((
                StatusCode::ACCEPTED,
                place,
                Json(progress(&app, job).await?),
            )
                .into_response())
        }
        Enqueued::Nothing => Ok(Json(NothingBegun::Done(Progress {
            job: None,
            state: "done",
            done: 0,
            total: 0,
            submissions: Vec::new(),
        }))
        .into_response()),
        Enqueued::Busy => Err(ServiceError::RegradeBusy.into()),
    }
}

/// How far a regrade is and, once it is finished, what it changed.
#[utoipa::path(get, path = "/jobs/{id}", operation_id = "read_job", tag = "teacher",
    params(("id" = i64, Path, description = "The job's number.")),
    responses((status = 200, description = "How far it is.", body = Progress)))]
pub async fn show(
    State(app): State<Arc<App>>,
    _: Teacher,
    Path(id): Path<JobId>,
) -> Result<Json<Progress>, AppError> {
    let job = app.store.job(id).await?.ok_or(ServiceError::NotFound)?;
    Ok(Json(progress(&app, job).await?))
}

async fn progress(app: &Arc<App>, job: Job) -> Result<Progress, AppError> {
    let one = |r: crate::store::Regraded| One {
        submission: r.submission,
        login: r.login,
        homework: r.homework,
        outcome: r.outcome.name(),
        before: r.before,
        after: r.after,
    };
    // Whoever waits for the end asks again and again, and a class has thousands of them.
    let submissions = if job.state.is_finished() {
        app.store.regraded(job.id).await?
    } else {
        Vec::new()
    };
    Ok(Progress {
        job: Some(job.id),
        state: job.state.name(),
        done: job.done,
        total: job.total,
        submissions: submissions.into_iter().map(one).collect(),
    })
}
