//! The practice pack of a homework of the course in force.

use super::app::App;
use super::error::ServiceError;
use super::homework::open_to;
use crate::grading::pack;
use crate::store::User;
use std::sync::Arc;

/// The practice pack of a homework that this person may look at.
///
/// # Errors
/// When there is no such homework, it is not open yet, or the database fails.
pub async fn practice(app: &App, user: &User, name: &str) -> Result<Arc<Vec<u8>>, ServiceError> {
    let active = app.course().await?;
    let (homework, _) = open_to(app, &active, user, name).await?;
    let made = app.packs.of(active.version, name);
    let (active, homework) = (Arc::clone(&active), homework.clone());
    let make = || app.compute(move || Arc::new(pack(&active.course, &homework)));
    let pack = made.get_or_try_init(make).await?;
    Ok(Arc::clone(pack))
}
