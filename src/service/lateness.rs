//! What was sent while dates changed is reckoned anew once more, so that the dates in force decide whichever came first.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use crate::ids::{UserId, VersionId};
use crate::store::ManualAnswer;
use jiff::Timestamp;

/// By what lateness was reckoned when something was stored.
#[derive(Clone, Copy, Debug)]
pub struct ReckonedBy<'a> {
    /// Whose.
    pub user: UserId,
    /// The homework.
    pub homework: &'a str,
    /// The course version.
    pub version: VersionId,
    /// The student's own deadline.
    pub own_deadline: Option<Timestamp>,
}

/// Reckons anew what one student sent for a homework, if other dates than these are in force by now. A change of dates waits for what is
/// stored while it is made, or is seen here. Whether there were others.
///
/// # Errors
/// When the database fails.
pub async fn settle(app: &App, by: ReckonedBy<'_>) -> Result<bool, ServiceError> {
    let store = &app.store;
    let own_deadline = store.extension(by.user, by.homework).await?;
    let newest = store.course_id().await?;
    if (newest, own_deadline) == (Some(by.version), by.own_deadline) {
        return Ok(false);
    }
    reckon_anew(app, by.user, by.homework).await?;
    Ok(true)
}

/// Reckons anew what one student sent for a homework, by the dates in force.
///
/// # Errors
/// When the database fails.
pub async fn reckon_anew(app: &App, user: UserId, homework: &str) -> Result<(), ServiceError> {
    let store = &app.store;
    let Some(version) = store.course().await? else {
        return Ok(());
    };
    // As the store has it: what this process knows to be in force may be a moment behind what another one published.
    let course = app.parsed(version.toml).await?;
    if let Some(homework) = course.and_then(|c| c.homework(homework).cloned()) {
        let actor = version.published_by;
        store
            .settle_lateness(user, &homework, &actor, app.now())
            .await?;
    }
    Ok(())
}

/// As [`settle`], for the grade of an answer that was given under this version; the student's own deadline was read with it.
///
/// # Errors
/// When the database fails.
pub async fn settle_grade(
    app: &App,
    active: &ActiveCourse,
    answer: &ManualAnswer,
) -> Result<(), ServiceError> {
    let by = ReckonedBy {
        user: answer.user,
        homework: &answer.homework,
        version: active.version,
        own_deadline: app.store.extension(answer.user, &answer.homework).await?,
    };
    settle(app, by).await.map(drop)
}
