//! Sends points to platforms: one process at a time, one score after another, for as long as anything differs.
//!
//! What is to be sent is not kept anywhere: it is what differs between where people stand and what the platform acknowledged. So a restart
//! forgets nothing, and points that changed twice meanwhile go once.

use super::columns::{address, is_gone, put_score};
use super::pass_back::{Picture, picture_of};
use super::pauses::{retry_at, wait};
use super::people::Linking;
use crate::ids::PlatformCourseId;
use crate::service::app::{ActiveCourse, App};
use crate::service::error::ServiceError;
use crate::service::gradebooks::gradebook;
use crate::store::{ColumnState, PlatformColumn, PlatformState};
use l10n::Lang;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether anything differs.
const EVERY: Duration = Duration::from_secs(30);

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
        if !app.store.holds_column(column, &column.url).await? {
            return Ok(true);
        }
        let platform = &picture.platform;
        let maximum = homework.max_points;
        let label = if column.label.is_empty() {
            // It came with a link that is there no more: nobody said what it is called.
            homework.title.get(Lang::default())
        } else {
            column.label.as_str()
        };
        let found = address(app, platform, &picture.course, column, (label, maximum)).await;
        let url = match found {
            Ok(Some(url)) => url,
            Ok(None) => {
                app.store.nothing_stands(column.id).await?;
                return Ok(true);
            }
            Err(refused) => {
                passed.refused += 1;
                wait(app, platform.id, column, &refused).await?;
                return Ok(!refused.is_of_platform());
            }
        };
        if column.url.is_empty() {
            app.store
                .found_platform_column(column.id, label, &url)
                .await?;
        }
        // Whether it was looked whether the column is there.
        let mut is_there = false;
        for due in due {
            if *app.stopping.borrow()
                || !app.store.take_sending_turn(self.holder, app.now()).await?
            {
                return Ok(false);
            }
            // A large course takes minutes: somebody may have switched it off meanwhile.
            if !app.store.holds_column(column, &url).await? {
                return Ok(true);
            }
            let subject = due.subject.as_str();
            let stamped = app.store.stamp_score(column.id, subject, app.now()).await?;
            let put = put_score(app, platform, &url, (subject, stamped), due.after, maximum);
            let key = (column.id, subject, stamped);
            let Err(refused) = put.await else {
                passed.arrived += 1;
                app.store.score_arrived(key, due.after, maximum).await?;
                continue;
            };
            passed.refused += 1;
            if refused.is_of_platform() {
                wait(app, platform.id, column, &refused).await?;
                return Ok(false);
            }
            if refused.is_missing() && !is_there {
                if is_gone(app, platform, &picture.course, &url).await {
                    app.store.lose_platform_column(column.id, &url).await?;
                    wait(app, platform.id, column, &refused).await?;
                    return Ok(true);
                }
                is_there = true;
            }
            let tries = due.wait.as_ref().map_or(0, |wait| wait.tries);
            let at = retry_at(&refused, tries, app.now());
            app.store.score_waits(key, &refused.fault, at).await?;
        }
        if column.wait.is_some() {
            app.store.column_answers(column.id).await?;
        }
        Ok(true)
    }
}
