//! What is told on a day of its own: deadlines that are near, and the digest of those who teach.
//!
//! Each is told once a person and deadline or day, which the database knows: neither a restart nor a second server repeats it.

use crate::course::{Homework, State};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::once::once;
use crate::store::{About, LetterKind, Role};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::time::Duration;

/// The hour of the day before the deadline from which on it is told of.
const REMINDED_AT: Time = Time::constant(10, 0, 0, 0);
/// This short before the deadline a letter only frightens.
const TOO_LATE: SignedDuration = SignedDuration::from_hours(2);
/// The hour from which on the digest of a day is written.
const DIGEST_AT: i8 = 8;
/// How far back the first digest looks, and any at most.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
const A_WEEK: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How often it is looked at by some server.
const PERIOD: Duration = Duration::from_mins(4);

/// From when on a deadline is told of: the morning before the day that it ends.
fn told_from(deadline: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    // What is due at midnight is due the evening before.
    let last = deadline.saturating_sub(SignedDuration::from_secs(1)).ok()?;
    let day = last
        .to_zoned_datetime(zone.clone())
        .date()
        .yesterday()
        .ok()?;
    let morning = day
        .to_datetime(REMINDED_AT)
        .to_zoned_datetime(zone.clone())
        .ok()?;
    Some(morning.timestamp())
}

/// Whether this deadline is told of now.
fn is_near(deadline: Timestamp, zone: &TimeZone, now: Timestamp) -> bool {
    let until = deadline.saturating_sub(TOO_LATE).unwrap_or(deadline);
    now < until && told_from(deadline, zone).is_some_and(|from| now >= from)
}

/// The deadline of a homework for a student with this later one of their own, where it still takes answers.
pub fn deadline_of(
    homework: &Homework,
    extension: Option<Timestamp>,
    now: Timestamp,
) -> Option<Timestamp> {
    let schedule = homework.schedule(extension);
    let open = matches!(schedule.state(now), State::Open | State::DueSoon);
    schedule.due().filter(|_| open)
}

/// Writes the letters whose time has come, if no other server does.
///
/// # Errors
/// When the database fails; what was written stays, the rest is written the next time.
pub async fn keep(app: &App) -> Result<(), ServiceError> {
    if app.mail.is_none() {
        return Ok(());
    }
    let work = async {
        remind(app).await?;
        digest(app).await?;
        Ok(app.store.sweep_letters(app.now()).await?)
    };
    once(app, "letters", PERIOD, Box::pin(work)).await?;
    Ok(())
}

/// By what is known that a deadline was told of.
fn named(homework: &Homework, deadline: Timestamp) -> String {
    format!("deadline {} {}", homework.name(), deadline.as_second())
}

/// Writes to everybody who has sent nothing for a homework that is due.
async fn remind(app: &App) -> Result<(), ServiceError> {
    let active = match app.course().await {
        Err(ServiceError::NoCourse) => return Ok(()),
        course => course?,
    };
    let (course, now) = (&active.course, app.now());
    let extensions = app.store.extensions().await?;
    let near = |homework: &Homework, own: Option<Timestamp>| {
        let deadline = deadline_of(homework, own, now);
        deadline.filter(|at| is_near(*at, &course.time_zone, now))
    };
    let mut all = BTreeSet::new();
    for homework in &course.homeworks {
        let own = extensions.iter().filter(|((_, h), _)| h == homework.name());
        let own = own.map(|(_, at)| Some(*at)).chain([None]);
        let deadlines = own.filter_map(|own| near(homework, own));
        all.extend(deadlines.map(|at| named(homework, at)));
    }
    if all.is_empty() {
        return Ok(());
    }
    let (sent, by_hand) = (app.store.senders().await?, app.store.overrides().await?);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let told = app.store.told(&all).await?;
    let students = app.store.users().await?.into_iter();
    for student in students.filter(|u| u.active && u.role == Role::Student) {
        for homework in &course.homeworks {
            let of = (student.id, homework.name().to_owned());
            let Some(at) = near(homework, extensions.get(&of).copied()) else {
                continue;
            };
            let what = named(homework, at);
            let is_told = told.contains(&(student.id, what.clone()));
            if is_told || sent.contains(&of) || by_hand.contains_key(&of) {
                continue;
            }
            let about = About::Deadline { homework: of.1, at };
            let once = (what.as_str(), LetterKind::Deadline);
            app.store.tell_once(student.id, once, &about, now).await?;
        }
    }
    Ok(())
}

/// Writes the digest of the day.
async fn digest(app: &App) -> Result<(), ServiceError> {
    let now = app.now();
    let zone = match app.course().await {
        Err(ServiceError::NoCourse) => return Ok(()),
        course => course?.course.time_zone.clone(),
    };
    let local = now.to_zoned_datetime(zone);
    if local.hour() < DIGEST_AT {
        return Ok(());
    }
    let what = format!("digest {}", local.date());
    let told = app.store.told(&[what.as_str()]).await?;
    let staff = app.store.users().await?.into_iter();
    for teacher in staff.filter(|u| u.active && u.role >= Role::Teacher) {
        if told.contains(&(teacher.id, what.clone())) {
            continue;
        }
        let last = app.store.last_told(teacher.id, "digest ").await?;
        let ago = |long| now.saturating_sub(long).unwrap_or(now);
        let since = last.unwrap_or(ago(A_DAY)).max(ago(A_WEEK));
        let once = (what.as_str(), LetterKind::Digest);
        let about = About::Since(since);
        app.store.tell_once(teacher.id, once, &about, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_told_of_from_the_morning_before_its_day() {
        let zone = TimeZone::get("Europe/Moscow").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        // Midnight in Moscow: the evening of 9 March.
        let deadline = at("2026-03-09T21:00:00Z");
        for (now, near) in [
            ("2026-03-08T06:59:59Z", false),
            ("2026-03-08T07:00:00Z", true),
            ("2026-03-09T18:59:59Z", true),
            ("2026-03-09T19:00:00Z", false),
            ("2026-03-09T22:00:00Z", false),
        ] {
            assert_eq!(is_near(deadline, &zone, at(now)), near, "{now}");
        }
        // At noon of a day it is that day.
        let noon = at("2026-03-10T09:00:00Z");
        assert!(!is_near(noon, &zone, at("2026-03-09T06:59:59Z")));
        assert!(is_near(noon, &zone, at("2026-03-09T07:00:00Z")));
    }
}
