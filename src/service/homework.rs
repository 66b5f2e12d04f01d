//! A homework as a person may look at it.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use crate::course::{Homework, Schedule, State};
use crate::store::{Role, User};
use jiff::tz::TimeZone;
use l10n::{Localized, date};

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
        return Err(not_open(app, &schedule, &homework.time_zone));
    }
    Ok((homework, schedule))
}

/// That a homework is not open yet, and when it opens, by the clock of the course.
pub fn not_open(app: &App, schedule: &Schedule, zone: &TimeZone) -> ServiceError {
    let now = app.now();
    let opens = |lang| date::instant(schedule.opens.unwrap_or(now), zone, now, lang);
    ServiceError::NotOpen {
        opens: Localized::of(opens),
    }
}
