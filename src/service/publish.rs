//! A grading config on its way from a text to a version in force; the page and the API both send it here.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use super::regrade::{self, Budget, Enqueued, Impact, estimate};
use crate::course::{self, Course, Diagnostics};
use crate::grading::read_course;
use crate::store::Job;
use std::sync::Arc;

/// A text that is a valid course, and what it would do.
pub struct Review {
    /// The warnings.
    pub warnings: Diagnostics,
    /// The version in force that it was compared with.
    pub active: Arc<ActiveCourse>,
    /// The course of the text.
    pub course: Arc<Course>,
    /// What the two differ in.
    pub changes: Vec<course::Change>,
    /// Whose points would change.
    pub impact: Impact,
}

/// Reads a course with everything that can be said against it.
///
/// # Errors
/// A fault of ours; the problems of the text are in the inner result.
pub async fn read(
    app: &App,
    text: &str,
) -> Result<Result<(Arc<Course>, Diagnostics), Diagnostics>, ServiceError> {
    let text = text.to_owned();
    app.compute(move || read_course(&text).map(|(course, warnings)| (Arc::new(course), warnings)))
        .await
}

/// What a course would change, without writing anything.
///
/// # Errors
/// When the database fails.
pub async fn review(
    app: &Arc<App>,
    course: Arc<Course>,
    warnings: Diagnostics,
) -> Result<Review, ServiceError> {
    let active = app.course().await?;
    let impact = estimate(
        app,
        &active.course,
        Arc::clone(&course),
        // Beyond all versions: whatever is in force by then, it is older.
        i64::MAX,
        None,
        Budget::PAGE,
    )
    .await?;
    Ok(Review {
        changes: course::changes(&active.course, &course),
        warnings,
        active,
        course,
        impact,
    })
}

/// What a publication is told.
pub struct Publication<'a> {
    /// The text.
    pub toml: &'a str,
    /// Why.
    pub note: &'a str,
    /// The version that was edited.
    pub base: i64,
    /// Whether to grade anew what it concerns.
    pub regrade: bool,
    /// The login of who publishes.
    pub actor: &'a str,
}

/// What became of a publication.
pub struct Published {
    /// The new version.
    pub version: i64,
    /// The job that grades anew, if there is anything to grade.
    pub job: Option<Job>,
    /// Whether another regrade was under way, so that none could begin.
    pub busy: bool,
}

/// Publishes a text that [`read`] found valid.
///
/// # Errors
/// When another version came in between, or the database fails.
pub async fn publish(app: &Arc<App>, new: Publication<'_>) -> Result<Published, ServiceError> {
    let made = app
        .store
        .publish_course_over(new.base, new.toml, new.note, new.actor, app.now())
        .await?;
    let version = made.ok_or(ServiceError::CourseMoved)?.id;
    tracing::info!(version, "course published");
    let (job, busy) = if new.regrade {
        match regrade::start(app, None, new.actor).await? {
            Enqueued::Job(job) => (Some(job), false),
            Enqueued::Nothing => (None, false),
            Enqueued::Busy => (None, true),
        }
    } else {
        (None, false)
    };
    Ok(Published { version, job, busy })
}
