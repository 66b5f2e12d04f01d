//! A grading config on its way from a text to a version in force; the page and the API both send it here.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use super::impact::{Budget, Compared, Impact, Taken, estimate, moved_at_once};
use super::new_inputs::{OldInputs, old_inputs};
use super::regrade::{self, Enqueued};
use crate::config::Diagnostics;
use crate::course::{self, Checked, Course};
use crate::grading::lateness::Dates;
use crate::grading::read_course;
use crate::ids::VersionId;
use crate::store::{Job, NewVersion, Publishing, Reckoned};
use l10n::message;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// The most that a note holds, in characters.
const LONGEST_NOTE: usize = 200;
/// How often a publication is tried again because something was sent meanwhile.
const TRIES: usize = 5;

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

/// What a course would change, without writing anything. `progress` is told how many of how many submissions are graded.
///
/// # Errors
/// When the database fails.
pub async fn review(
    app: &Arc<App>,
    checked: Checked,
    budget: Budget,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Review, ServiceError> {
    let active = app.course().await?;
    let checked = checked
        .warned_of_past(&active.course, app.now())
        .warned_of_telling(&active.course, app.now());
    let reckoned = lateness(app, &active.course, &checked.course).await?;
    let compared = Compared {
        before: &active.course,
        after: &checked.course,
        // Beyond all versions: whatever is in force by then, it is older.
        version: VersionId::BEYOND,
        reckoned: &reckoned,
        homework: None,
        progress,
    };
    let impact = estimate(app, compared, budget).await?;
    Ok(Review {
        changes: course::changes(&active.course, &checked.course),
        old_inputs: old_inputs(app, &checked.course).await?,
        active,
        checked,
        impact,
    })
}

/// What lateness leaves of what was sent under the other course.
async fn lateness(
    app: &App,
    before: &Course,
    after: &Course,
) -> Result<Vec<Reckoned>, ServiceError> {
    let before = Some(before);
    Ok(app.store.lateness_under(Dates { before, after }).await?)
}

/// The word of a teacher that a version may take points from students as soon as it is in force.
#[derive(Clone, Copy, Debug)]
pub enum Consent<'a> {
    /// None was given.
    Nothing,
    /// It may take what was shown under this fingerprint, see [`fingerprint`].
    Seen(&'a str),
    /// It may take whatever it takes.
    Anything,
}

impl Consent<'_> {
    fn covers(self, taken: &[Taken<'_>]) -> bool {
        taken.is_empty()
            || match self {
                Self::Nothing => false,
                Self::Seen(seen) => seen == fingerprint(taken),
                Self::Anything => true,
            }
    }
}

/// From whom which points are taken: a consent to something else is asked for again.
pub fn fingerprint(taken: &[Taken<'_>]) -> String {
    let mut all = Sha256::new();
    for row in taken {
        // No homework is called nothing: that is the total.
        let homework = row.homework.unwrap_or_default();
        let after = row.published.map_or_else(String::new, |p| p.to_string());
        all.update(format!("{} {homework} {} {after}\n", row.login, row.before));
    }
    hex::encode(all.finalize())
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
    pub base: VersionId,
    /// Whether to grade anew what it concerns.
    pub regrade: bool,
    /// Whether it may take points.
    pub consent: Consent<'a>,
    /// Whether to give new inputs to those who have others than it would draw.
    pub new_inputs: bool,
    /// The login of who publishes.
    pub actor: &'a str,
}

/// What became of a publication.
pub struct Published {
    /// The new version.
    pub version: VersionId,
    /// The job that grades anew, if there is anything to grade.
    pub job: Option<Job>,
    /// Whether another regrade was under way, so that none could begin.
    pub busy: bool,
}

/// Publishes a text that [`read`] found valid.
///
/// # Errors
/// When another version came in between, it takes points without a consent, or the database fails.
pub async fn publish(app: &Arc<App>, new: Publication<'_>) -> Result<Published, ServiceError> {
    let version = put_in_force(app, &new).await?;
    tracing::info!(version = version.number(), "course published");
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

/// Adds the version, with what lateness leaves under it. What somebody sends meanwhile is looked at again, so that no points are taken
/// that the consent is not about.
async fn put_in_force(app: &Arc<App>, new: &Publication<'_>) -> Result<VersionId, ServiceError> {
    let active = app.course().await?;
    if active.version != new.base {
        return Err(ServiceError::CourseMoved);
    }
    let (before, after) = (&active.course, &new.course.course);
    let new_inputs: Vec<String> = if new.new_inputs {
        let old = old_inputs(app, after).await?;
        old.into_iter().map(|old| old.homework).collect()
    } else {
        Vec::new()
    };
    for _ in 0..TRIES {
        let reckoned = lateness(app, before, after).await?;
        let moved = moved_at_once(app, before, after, &reckoned).await?;
        let taken = moved.taken();
        if !new.consent.covers(&taken) {
            let n = Taken::students(&taken);
            return Err(ServiceError::TakesPoints { n });
        }
        let version = NewVersion {
            base: new.base,
            before,
            course: new.course,
            note: new.note,
            reckoned: &reckoned,
            new_inputs: &new_inputs,
        };
        let published = app.store.publish_course_over(version, new.actor, app.now());
        match published.await? {
            Publishing::Done(version) => return Ok(version.id),
            Publishing::Moved => return Err(ServiceError::CourseMoved),
            Publishing::Outdated => {}
        }
    }
    Err(ServiceError::CourseMoved)
}
