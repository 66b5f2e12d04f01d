//! The job: some submissions at a time in a transaction each, so that it can be interrupted anywhere and taken up again.

use super::grading::Grading;
use super::params::Params;
use super::scope::Regrade;
use super::wish::{Enqueued, enqueue, todo};
use crate::course::Course;
use crate::ids::JobId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::held::held;
use crate::store::{Job, JobState, RegradeResult, RegradeStep};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// How long a regrade waits before it asks again a database or a storage that is away, and how often: for an hour.
const PAUSE: Duration = Duration::from_secs(5);
const PATIENCE: usize = 720;
/// How many of the newest jobs are looked at for one under the version in force.
const LATELY: i64 = 20;
/// How long one waits until one asks again whether another process has finished a job.
const LOOK: Duration = Duration::from_millis(500);

/// Notes a job that grades anew what the version in force concerns, and does it in the background.
///
/// # Errors
/// When the database fails, or no course is published.
pub async fn start(
    app: &Arc<App>,
    homework: Option<&str>,
    actor: &str,
) -> Result<Enqueued, ServiceError> {
    let enqueued = enqueue(app, homework, actor).await?;
    if let Enqueued::Job(job) = &enqueued {
        let (app, job) = (Arc::clone(app), job.clone());
        tokio::spawn(async move { resume(&app, &job).await });
    }
    Ok(enqueued)
}

/// Takes up in the background what no process is at: it was interrupted, or whoever was at it has died.
pub async fn take_up(app: &Arc<App>) {
    for job in app.store.free_jobs(app.now()).await.unwrap_or_default() {
        tracing::info!(job = job.id.number(), "taking up an unfinished job");
        let app = Arc::clone(app);
        tokio::spawn(async move { resume(&app, &job).await });
    }
}

/// Sees to it that a job is finished, by this process or by the one that is at it.
///
/// # Errors
/// As [`resume`].
pub async fn see_through(app: &Arc<App>, id: JobId) -> Result<Option<Job>, ServiceError> {
    loop {
        match app.store.job(id).await? {
            Some(job) if !job.state.is_finished() => resume(app, &job).await?,
            job => return Ok(job),
        }
        let done = app.store.job(id).await?;
        if done.is_none_or(|job| job.state.is_finished()) || *app.stopping.borrow() {
            return Ok(app.store.job(id).await?);
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Does a job from wherever it is; nothing where another process is at it. Stops between two submissions when the server stops, and
/// is then taken up by another one or at the next start.
///
/// # Errors
/// When the job cannot go on; it is then marked as failed, if the database still takes that.
pub async fn resume(app: &Arc<App>, job: &Job) -> Result<(), ServiceError> {
    // The store stays open until this is let go.
    let _open = app.background_work.read().await;
    let Some(turn) = app.store.take_job(job.id, app.now()).await? else {
        return Ok(());
    };
    let keep = || app.store.keep_job(job.id, turn, app.now());
    let Some(result) = held(Box::pin(patiently(app, job)), keep).await else {
        tracing::info!(
            job = job.id.number(),
            "another process has taken the job up"
        );
        return Ok(());
    };
    match &result {
        Ok(Worked::Everything) => {
            app.store
                .finish_job(job.id, JobState::Done, "", app.now())
                .await?;
            tracing::info!(job = job.id.number(), "regrade finished");
            followed(app, job).await?;
        }
        Ok(Worked::UntilReplaced) => {
            tracing::info!(job = job.id.number(), "a newer regrade has taken over");
        }
        Ok(Worked::UntilStopped) | Err(ServiceError::Away | ServiceError::StorageAway) => {
            tracing::info!(
                job = job.id.number(),
                "regrade interrupted; another server or the next start takes it up"
            );
            // Where this fails too, the others wait a little longer.
            drop(app.store.release_job(job.id, turn).await);
        }
        Err(fault) => {
            tracing::error!(
                job = job.id.number(),
                fault = fault.code(),
                "regrade failed"
            );
            app.store
                .finish_job(job.id, JobState::Failed, fault.code(), app.now())
                .await?;
        }
    }
    result.map(drop)
}

/// The work, taken up again for as long as the database or the storage of its files is away.
async fn patiently(app: &Arc<App>, job: &Job) -> Result<Worked, ServiceError> {
    let mut result = work(app, job).await;
    for _ in 0..PATIENCE {
        let away = match &result {
            Err(ServiceError::Away) => "the database",
            Err(ServiceError::StorageAway) => "the object storage",
            _ => break,
        };
        if *app.stopping.borrow() {
            break;
        }
        tracing::warn!(
            job = job.id.number(),
            away,
            "the regrade goes on when what is away is back"
        );
        tokio::time::sleep(PAUSE).await;
        result = work(app, job).await;
    }
    result
}

/// How far a job came.
enum Worked {
    Everything,
    /// The server stops.
    UntilStopped,
    /// Another job does the rest.
    UntilReplaced,
}

async fn work(app: &Arc<App>, job: &Job) -> Result<Worked, ServiceError> {
    let params = Params::of(job)?;
    let version = app.store.course_version(params.course).await?;
    let toml = version.ok_or(ServiceError::NoCourse)?.toml;
    let course = app
        .compute(move || Course::parse_stored(&toml).map_err(|_| ServiceError::NoCourse))
        .await??;
    let (scope, rows) = todo(app, Arc::new(course), &params, Some(job.id)).await?;
    let mut done = app.store.regraded_ids(job.id).await?.len();
    let total = done + rows.len();
    app.store.progress_job(job.id, done, total).await?;
    let mut grading = Grading::new(app, &scope, &rows);
    let mut next = grading.next().await?;
    while let Some((batch, graded)) = next.take() {
        if *app.stopping.borrow() {
            return Ok(Worked::UntilStopped);
        }
        let results: Vec<_> = batch.iter().zip(graded.iter().map(result)).collect();
        done += batch.len();
        let step = RegradeStep {
            job: job.id,
            course: params.course,
            actor: &job.created_by,
            done,
            total,
        };
        let write = async { Ok(app.store.regrade(step, &results, app.now()).await?) };
        // What comes next is graded while this is written.
        let goes_on;
        (goes_on, next) = tokio::try_join!(write, grading.next())?;
        if !goes_on {
            return Ok(Worked::UntilReplaced);
        }
    }
    Ok(Worked::Everything)
}

/// Grades what came in under an earlier version while the job was at work, and what changed hands then, by a job of its own.
fn followed<'a>(
    app: &'a Arc<App>,
    job: &'a Job,
) -> Pin<Box<dyn Future<Output = Result<(), ServiceError>> + Send + 'a>> {
    Box::pin(async move {
        let params = Params::of(job)?;
        let active = app.course().await?;
        // What a newer version says is for whoever publishes it to decide.
        if active.version != params.course {
            return Ok(());
        }
        let course = Arc::new(active.course.clone());
        let (_, left) = todo(app, course, &params, Some(job.id)).await?;
        if !left.is_empty() {
            start(app, params.homework.as_deref(), &job.created_by).await?;
        }
        Ok(())
    })
}

/// Grades anew what was sent for a homework under an earlier version, where everything else of that kind was graded anew under the one in
/// force. A job that is not finished looks itself once it is.
///
/// # Errors
/// When the database fails.
pub async fn follow(app: &Arc<App>, homework: &str) -> Result<(), ServiceError> {
    let Some(newest) = app.store.course_id().await? else {
        return Ok(());
    };
    for job in app.store.jobs(LATELY).await? {
        let params = Params::of(&job)?;
        let is_of_it = params.course == newest && params.covers(Some(homework));
        if is_of_it && job.state == JobState::Done {
            start(app, Some(homework), &job.created_by).await?;
            break;
        }
    }
    Ok(())
}

fn result(regraded: &Regrade) -> RegradeResult<'_> {
    match regraded {
        Regrade::Graded { report, stays } => RegradeResult::Graded {
            report,
            stays: *stays,
        },
        Regrade::Fault => RegradeResult::Fault,
        Regrade::Lost => RegradeResult::Unreadable,
        Regrade::Unreadable(error) => {
            tracing::warn!(%error, "a stored file cannot be read");
            RegradeResult::Unreadable
        }
    }
}
