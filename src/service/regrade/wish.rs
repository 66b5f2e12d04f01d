//! A wish to grade anew becomes a job, where there is something to do.

use super::params::Params;
use super::scope::Scope;
use crate::course::Course;
use crate::ids::JobId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Graded, Job, NewJob};
use std::sync::Arc;

/// What became of a wish to grade anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enqueued {
    /// It is under way.
    Job(Job),
    /// No submission is concerned.
    Nothing,
    /// Another regrade is not finished yet.
    Busy,
}

/// Notes a job without doing it.
///
/// # Errors
/// When the database fails, or no course is published.
pub async fn enqueue(
    app: &Arc<App>,
    homework: Option<&str>,
    actor: &str,
) -> Result<Enqueued, ServiceError> {
    let active = app.course().await?;
    if homework.is_some_and(|name| active.course.homework(name).is_none()) {
        return Err(ServiceError::NotFound);
    }
    let params = Params {
        course: active.version,
        homework: homework.map(str::to_owned),
    };
    let course = Arc::new(active.course.clone());
    let (_, todo) = todo(app, course, &params, None).await?;
    let under_way = app.store.unfinished_jobs().await?;
    let earlier = under_way
        .iter()
        .find(|job| Params::of(job).is_ok_and(|earlier| params.replaces(&earlier)));
    // One that is under way may grade by an earlier version what this one then has to grade again.
    if todo.is_empty() && earlier.is_none() {
        return Ok(if under_way.is_empty() {
            Enqueued::Nothing
        } else {
            Enqueued::Busy
        });
    }
    let text = serde_json::to_string(&params).map_err(|_| ServiceError::Internal)?;
    let new = NewJob {
        params: &text,
        version: params.course,
        homework: params.homework,
        total: todo.len(),
        replaces: earlier.map(|job| job.id),
    };
    let job = app.store.new_job(new, actor, app.now()).await?;
    Ok(job.map_or(Enqueued::Busy, Enqueued::Job))
}

/// What a job has to grade, without what it has graded already.
pub(super) async fn todo(
    app: &Arc<App>,
    course: Arc<Course>,
    params: &Params,
    job: Option<JobId>,
) -> Result<(Scope, Vec<Graded>), ServiceError> {
    let mut rows = app.store.graded(params.homework.as_deref()).await?;
    if let Some(job) = job {
        let done = app.store.regraded_ids(job).await?;
        rows.retain(|row| !done.contains(&row.id));
    }
    let scope = Scope::new(app, course, params.course, &rows).await?;
    rows.retain(|row| scope.concerns(row));
    Ok((scope, rows))
}
