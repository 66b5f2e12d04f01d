//! The class and where it stands: read where something changed, else as it was read last.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use super::last_read::{Made, People};
use crate::course::Homework;
use crate::report::gradebook::Gradebook;
use crate::report::roll::Roll;
use crate::report::statistics::{HomeworkStatistics, homework as statistics_of};
use std::sync::Arc;

/// The list of the class.
///
/// # Errors
/// When the database fails.
pub async fn roll(app: &App) -> Result<Arc<Roll>, ServiceError> {
    let now = People::now(app.store.changes());
    if let Some(roll) = app.last_read.roll.get(&(), &now) {
        return Ok(roll);
    }
    let roll = Arc::new(Roll::load(&app.store).await?);
    app.last_read.roll.keep((), now, &roll);
    Ok(roll)
}

/// The whole gradebook.
///
/// # Errors
/// When the database fails.
pub async fn gradebook(app: &App, active: &ActiveCourse) -> Result<Gradebook, ServiceError> {
    table(app, active, None).await
}

/// The column of one homework.
///
/// # Errors
/// When the database fails.
pub async fn column(
    app: &App,
    active: &ActiveCourse,
    homework: &Homework,
) -> Result<Gradebook, ServiceError> {
    table(app, active, Some(homework)).await
}

async fn table(
    app: &App,
    active: &ActiveCourse,
    homework: Option<&Homework>,
) -> Result<Gradebook, ServiceError> {
    let now = Made::now(app.store.changes(), active.version);
    let column = homework.map(Homework::name);
    if let Some(book) = app.last_read.tables.get(&column, &now) {
        return Ok(book);
    }
    let roll = roll(app).await?;
    let (store, course) = (&app.store, &active.course);
    let book = match homework {
        None => Gradebook::load_of(&roll, store, course).await?,
        Some(homework) => Gradebook::load_column(&roll, store, course, homework).await?,
    };
    app.last_read.tables.keep(column, now, &book);
    Ok(book)
}

/// What the class did with one homework.
///
/// # Errors
/// When the database fails.
pub async fn statistics(
    app: &App,
    active: &ActiveCourse,
    homework: &Homework,
) -> Result<Arc<HomeworkStatistics>, ServiceError> {
    let now = Made::now(app.store.changes(), active.version);
    let name = homework.name();
    if let Some(found) = app.last_read.statistics.get(&name, &now) {
        return Ok(found);
    }
    let students = app.store.tallies(name).await?;
    let arrived = app.store.arrival_counts(name, homework.due()).await?;
    let found = Arc::new(statistics_of(homework, &students, &arrived));
    app.last_read.statistics.keep(name, now, &found);
    Ok(found)
}
