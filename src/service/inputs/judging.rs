//! The inputs by which answers are judged.

use super::kept::{Give, Owner, in_force, kept, sent_under};
use crate::course::{Course, Homework};
use crate::grading::{Given, Judging, OwnMarks, Solved, own_marks};
use crate::ids::{SubmissionId, VersionId};
use crate::service::app::{ActiveCourse, App, FIRST};
use crate::service::error::ServiceError;
use crate::store::InputsRelease;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the answers of a student may be for; earlier inputs only as long as they are accepted.
///
/// # Errors
/// When the database fails, or what is stored cannot be read.
pub async fn judging(
    app: &App,
    active: &ActiveCourse,
    owner: Owner<'_>,
    homework: &Homework,
    earlier: bool,
) -> Result<Judging, ServiceError> {
    let mut given = vec![in_force(app, active, owner, homework, Give::Keep).await?];
    let current = given[0].release;
    if earlier && current > FIRST {
        for release in app
            .store
            .releases_given(owner.user, homework.name())
            .await?
        {
            if release < current {
                let drawn = (active.version, homework);
                let solved = kept(app, owner, homework, release, drawn, Give::Keep).await?;
                given.push(Given { release, solved });
            }
        }
    }
    Ok(Judging {
        given,
        current,
        marks: marks(app, owner.login, &active.course, &active.releases),
    })
}

/// The marks of all inputs that somebody has been given or could have been.
pub fn marks(
    app: &App,
    login: &str,
    course: &Course,
    releases: &BTreeMap<String, InputsRelease>,
) -> OwnMarks {
    let newest = |name: &str| releases.get(name).map_or(FIRST, |r| r.release);
    let homeworks = course.homeworks.iter();
    let all: Vec<(&str, i64)> = homeworks.map(|h| (h.name(), newest(h.name()))).collect();
    own_marks(&app.secret, login, &all)
}

/// The inputs that a submission is judged by: those that its student had when it was sent. `graded` is the course version that it
/// was graded under last, and its homework there.
///
/// # Errors
/// When the database fails, or what is stored cannot be read.
pub async fn of_submission(
    app: &App,
    owner: Owner<'_>,
    graded: (VersionId, &Homework),
    submission: SubmissionId,
    release: Option<i64>,
) -> Result<Arc<Solved<'static>>, ServiceError> {
    if let Some(release) = release {
        return kept(app, owner, graded.1, release, graded, Give::Keep).await;
    }
    let (version, then) = sent_under(app, submission, graded).await?;
    let drawn = (version, &then);
    kept(app, owner, graded.1, -version.number(), drawn, Give::Keep).await
}

/// All inputs that a student was given; those in force where nothing was given yet. Comparing with them gives nothing out.
///
/// # Errors
/// When the database fails, or what is stored cannot be read.
pub async fn all_given(
    app: &App,
    active: &ActiveCourse,
    owner: Owner<'_>,
    homework: &Homework,
) -> Result<Vec<Arc<Solved<'static>>>, ServiceError> {
    let releases = app
        .store
        .releases_given(owner.user, homework.name())
        .await?;
    if releases.is_empty() {
        let given = in_force(app, active, owner, homework, Give::Nothing).await?;
        return Ok(vec![given.solved]);
    }
    let mut all = Vec::with_capacity(releases.len());
    for release in releases {
        let drawn = (active.version, homework);
        all.push(kept(app, owner, homework, release, drawn, Give::Nothing).await?);
    }
    Ok(all)
}
