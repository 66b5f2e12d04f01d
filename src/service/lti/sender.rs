//! Sends points to platforms: one process at a time, one score after another, for as long as anything differs.
//!
//! What is to be sent is not kept anywhere: it is what differs between where people stand and what the platform acknowledged. So a restart
//! forgets nothing, and points that changed twice meanwhile go once.

use super::access::Refused;
use super::columns::{address, put_score};
use super::pass_back::{Picture, picture_of};
use super::people::Linking;
use crate::ids::PlatformCourseId;
use crate::service::app::{ActiveCourse, App};
use crate::service::error::ServiceError;
use crate::service::gradebooks::gradebook;
use crate::store::{ColumnState, PlatformColumn, PlatformState};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether anything differs.
const EVERY: Duration = Duration::from_secs(30);
/// The first pause after something did not go, which doubles each time, and the longest.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);

/// What a pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Scores that the platforms acknowledged.
    pub arrived: usize,
    /// Scores and columns that did not go.
    pub refused: usize,
}

/// Sends for as long as the server runs.
pub async fn run(app: Arc<App>) {
    let holder = crate::store::secret();
    let mut stopping = app.stopping.subscribe();
    if let Err(error) = app.store.free_sending_turn().await {
        tracing::warn!(%error, "points wait until the turn of an earlier process runs out");
    }
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = app.lti.wake.notified() => {}
            _ = stopping.wait_for(|stopping| *stopping) => break,
        }
        // The store is not closed while this writes to it.
        let _writing = app.background_work.read().await;
        if *app.stopping.borrow() {
            break;
        }
        match pass(&app, &holder).await {
            Ok(Passed {
                arrived: 0,
                refused: 0,
            })
            | Err(ServiceError::NoCourse) => {}
            Ok(Passed { arrived, refused }) => {
                tracing::info!(arrived, refused, "points were sent to learning platforms");
            }
            Err(error) => {
                tracing::warn!(fault = error.code(), "points were not sent");
            }
        }
    }
    // Another process need not wait for it to run out; where the store is closed already, it will.
    drop(app.store.end_sending_turn(&holder).await);
}

/// Has what is to be sent looked at now.
pub fn wake(app: &App) {
    app.lti.wake.notify_one();
}

/// Sends everything that is due, if it is this process's turn.
///
/// # Errors
/// When the database fails; what was acknowledged is noted.
pub async fn pass(app: &App, holder: &str) -> Result<Passed, ServiceError> {
    let mut passed = Passed::default();
    let columns = app.store.platform_columns().await?;
    let mut courses: Vec<PlatformCourseId> = columns
        .iter()
        .filter(|column| column.state != ColumnState::Off)
        .map(|column| column.course)
        .collect();
    courses.dedup();
    if courses.is_empty() || !app.store.take_sending_turn(holder, app.now()).await? {
        return Ok(passed);
    }
    let active = app.course().await?;
    let book = gradebook(app, &active).await?;
    for course in courses {
        let picture = picture_of(app, course, &book, Linking::Lasts).await?;
        if picture.platform.settings.state == PlatformState::On {
            let work = Work {
                app,
                holder,
                active: &active,
                picture: &picture,
            };
            work.all(&mut passed).await?;
        }
    }
    Ok(passed)
}

/// One course of a platform.
struct Work<'a> {
    app: &'a App,
    holder: &'a str,
    active: &'a ActiveCourse,
    picture: &'a Picture,
}

impl Work<'_> {
    async fn all(&self, passed: &mut Passed) -> Result<(), ServiceError> {
        for column in &self.picture.columns {
            let waits = column.wait.as_ref();
            if waits.is_some_and(|wait| wait.is_on(self.app.now())) {
                continue;
            }
            if !self.column(column, passed).await? {
                // Whatever else is asked of this platform would fare the same.
                break;
            }
        }
        Ok(())
    }

    /// Sends what is due in a column. Whether it is worth going on with the platform.
    async fn column(
        &self,
        column: &PlatformColumn,
        passed: &mut Passed,
    ) -> Result<bool, ServiceError> {
        let Self { app, picture, .. } = *self;
        let course = &self.active.course;
        let Some(homework) = course.homework(&column.homework) else {
            return Ok(true);
        };
        let mut due = picture.due(course, &column.homework, column.state);
        if due.is_empty() && column.wait.is_some() {
            // What could not be sent is not to be sent any more.
            app.store.column_answers(column.id).await?;
        }
        due.retain(|due| due.is_now(app.now()));
        if due.is_empty() {
            return Ok(true);
        }
        let platform = &picture.platform;
        let maximum = homework.max_points;
        let found = address(app, platform, &picture.course, column, maximum).await;
        let url = match found {
            Ok(url) => url,
            Err(refused) => {
                passed.refused += 1;
                self.column_waits(column, &refused).await?;
                return Ok(!refused.is_of_platform());
            }
        };
        if column.url != url {
            app.store
                .know_platform_column(column.course, &column.homework, &url)
                .await?;
        }
        for due in due {
            if *app.stopping.borrow()
                || !app.store.take_sending_turn(self.holder, app.now()).await?
            {
                return Ok(false);
            }
            let subject = due.subject.as_str();
            let stamped = app.store.stamp_score(column.id, subject, app.now()).await?;
            let put = put_score(app, platform, &url, (subject, stamped), due.after, maximum);
            let key = (column.id, subject);
            match put.await {
                Ok(()) => {
                    passed.arrived += 1;
                    app.store.score_arrived(key, due.after, maximum).await?;
                }
                Err(refused) if refused.is_of_platform() => {
                    passed.refused += 1;
                    self.column_waits(column, &refused).await?;
                    return Ok(false);
                }
                Err(refused) => {
                    passed.refused += 1;
                    let tries = due.wait.as_ref().map_or(0, |wait| wait.tries);
                    let at = retry_at(&refused, tries, app.now());
                    app.store.score_waits(key, &refused.fault, at).await?;
                }
            }
        }
        if column.wait.is_some() {
            app.store.column_answers(column.id).await?;
        }
        Ok(true)
    }

    async fn column_waits(
        &self,
        column: &PlatformColumn,
        refused: &Refused,
    ) -> Result<(), ServiceError> {
        let tries = column.wait.as_ref().map_or(0, |wait| wait.tries);
        let at = retry_at(refused, tries, self.app.now());
        let store = &self.app.store;
        store.column_waits(column.id, &refused.fault, at).await?;
        Ok(())
    }
}

/// When it is tried again: when the platform says, else after a pause that doubles each time.
fn retry_at(refused: &Refused, tries: u32, now: Timestamp) -> Timestamp {
    let doubled = 1_i32.checked_shl(tries.min(16)).unwrap_or(i32::MAX);
    let pause = FIRST_PAUSE.checked_mul(doubled).unwrap_or(LONGEST_PAUSE);
    let own = now.saturating_add(pause.min(LONGEST_PAUSE));
    refused.retry_at.or(own.ok()).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::PassFault;

    #[test]
    fn a_pause_doubles_to_its_longest_and_the_platform_knows_better() {
        let now: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
        let mut refused = Refused {
            fault: PassFault::Away,
            retry_at: None,
        };
        let minutes = |refused: &Refused, tries| {
            let wait = retry_at(refused, tries, now).duration_since(now);
            wait.as_mins()
        };
        let pauses: Vec<_> = [0, 1, 2, 8, 9, 40, u32::MAX]
            .map(|n| minutes(&refused, n))
            .into();
        assert_eq!(pauses, [1, 2, 4, 256, 360, 360, 360]);
        refused.retry_at = Some(now + SignedDuration::from_mins(7));
        assert_eq!(minutes(&refused, 9), 7);
    }
}
