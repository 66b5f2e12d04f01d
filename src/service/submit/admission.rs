//! Whether a homework takes answers.

use crate::course::{Homework, Schedule, State};
use crate::service::app::{ActiveCourse, App};
use crate::service::error::ServiceError;
use crate::service::homework::not_open;
use crate::store::User;
use jiff::Timestamp;
use std::sync::Arc;

/// A homework that takes answers of a person. From here to the stored row everything is said by this one version of the course.
pub struct Admission<'c> {
    pub(super) active: &'c Arc<ActiveCourse>,
    pub(super) homework: &'c Homework,
    pub(super) user: &'c User,
    pub(super) own_deadline: Option<Timestamp>,
    /// The bytes that the student had stored when the request came.
    pub(super) stored_bytes: u64,
    pub(super) schedule: Schedule,
    pub(super) arrived: Timestamp,
}

/// Whether a homework took answers when this request arrived; asked alike before a file is looked at and before one is sent.
///
/// # Errors
/// When there is no such homework, it is not open yet, or it is closed.
pub async fn admit<'c>(
    app: &App,
    active: &'c Arc<ActiveCourse>,
    user: &'c User,
    homework: &str,
    arrived: Timestamp,
) -> Result<Admission<'c>, ServiceError> {
    let homework = active
        .course
        .homework(homework)
        .ok_or(ServiceError::NotFound)?;
    let (own_deadline, stored_bytes) = app.store.before_sending(user.id, homework.name()).await?;
    let schedule = homework.schedule(own_deadline);
    if schedule.state(arrived) == State::NotOpen {
        return Err(not_open(app, &schedule, &homework.time_zone));
    }
    if !schedule.accepts(arrived) {
        return Err(ServiceError::Closed);
    }
    Ok(Admission {
        active,
        homework,
        user,
        own_deadline,
        stored_bytes,
        schedule,
        arrived,
    })
}
