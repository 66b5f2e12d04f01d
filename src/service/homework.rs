//! A homework as a person may look at it.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use crate::course::{Homework, Schedule, State};
use crate::store::{Role, User};

/// The homework of this name with the dates that hold for this person. Who teaches sees it before it opens.
///
/// # Errors
/// When there is no such homework, it is not open yet, or the database fails.
pub async fn open_to<'c>(
    app: &App,
    active: &'c ActiveCourse,
    user: &User,
    name: &str,
) -> Result<(&'c Homework, Schedule), ServiceError> {
    let homework = active.course.homework(name);
    let homework = homework.ok_or(ServiceError::NotFound)?;
    let schedule = homework.schedule(app.store.extension(user.id, name).await?);
    if schedule.state(app.now()) == State::NotOpen && user.role < Role::Teacher {
        return Err(ServiceError::NotOpen);
    }
    Ok((homework, schedule))
}
