//! A grading config on its way from a text to a version in force; the page and the API both send it here.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use super::new_inputs::{OldInputs, old_inputs};
use super::regrade::{self, Budget, Enqueued, Impact, estimate};
use crate::course::{self, Checked, Diagnostics};
use crate::grading::read_course;
use crate::message;
use crate::store::Job;
use std::sync::Arc;

/// The most that a note holds, in characters.
const LONGEST_NOTE: usize = 200;

/// A text that is a valid course, and what it would do.
pub struct Review {
    /// The version in force that it was compared with.
    pub active: Arc<ActiveCourse>,
    /// The text, its course and the warnings.
    pub checked: Checked,
    /// What the two differ in.
    pub changes: Vec<course::Change>,
    /// Whose points would change.
    pub impact: Impact,
    /// Whose inputs are not those that it would draw; they keep them.
    pub old_inputs: Vec<OldInputs>,
}

/// Reads a course with everything that can be said against it.
///
/// # Errors
/// A fault of ours; the problems of the text are in the inner result.
pub async fn read(app: &App, text: &str) -> Result<Result<Checked, Diagnostics>, ServiceError> {
    let text = text.to_owned();
    app.compute(move || read_course(&text)).await
}

/// What a course would change, without writing anything.
///
/// # Errors
/// When the database fails.
pub async fn review(app: &Arc<App>, checked: Checked) -> Result<Review, ServiceError> {
    let active = app.course().await?;
    let impact = estimate(
        app,
        &active.course,
        Arc::clone(&checked.course),
        // Beyond all versions: whatever is in force by then, it is older.
        i64::MAX,
        None,
        Budget::PAGE,
    )
    .await?;
    Ok(Review {
        changes: course::changes(&active.course, &checked.course),
        old_inputs: old_inputs(app, &checked.course).await?,
        active,
        checked,
        impact,
    })
}

/// Why a version is made: something in a line, which has to be said.
///
/// # Errors
/// When it is empty or too long.
pub fn read_note(text: &str) -> Result<String, ServiceError> {
    let note = text.trim();
    if note.is_empty() || note.chars().count() > LONGEST_NOTE {
        return Err(ServiceError::Form(message!("course-note-needed")));
    }
    Ok(note.to_owned())
}

/// What a publication is told.
pub struct Publication<'a> {
    /// The text, and the course that it is.
    pub course: &'a Checked,
    /// Why.
    pub note: &'a str,
    /// The version that was edited.
    pub base: i64,
    /// Whether to grade anew what it concerns.
    pub regrade: bool,
    /// Whether to give new inputs to those who have others than it would draw.
    pub new_inputs: bool,
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
    let anew = if new.new_inputs {
        let old = old_inputs(app, &new.course.course).await?;
        old.into_iter().map(|old| old.homework).collect()
    } else {
        Vec::new()
    };
    let (base, course, note, actor) = (new.base, new.course, new.note, new.actor);
    let made = app
        .store
        .publish_course_over(base, course, note, &anew, actor, app.now())
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
