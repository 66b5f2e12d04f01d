//! The grading queue: items by homework, answers by item, one answer at a time, and rubrics that changed.

pub mod answer;
mod form;
pub mod item;
pub mod list;
pub mod rubric;

use crate::course::{Homework, Manual};
use crate::service::app::ActiveCourse;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use serde::Deserialize;
use tower_sessions::Session;

/// The session's key of whether names are hidden.
const NAMES_KEY: &str = "names_hidden";

/// The part of the address that hides or shows names.
#[derive(Deserialize)]
pub struct Names {
    names: Option<String>,
}

/// Whether names are hidden; kept for the session where the address says so.
async fn names_hidden(session: &Session, names: &Names) -> Result<bool, AppError> {
    let chosen = match names.names.as_deref() {
        Some("hidden") => Some(true),
        Some("shown") => Some(false),
        _ => None,
    };
    if let Some(hidden) = chosen {
        let kept = session.insert(NAMES_KEY, hidden).await;
        kept?;
        return Ok(hidden);
    }
    let kept = session.get::<bool>(NAMES_KEY).await;
    Ok(kept?.unwrap_or(false))
}

/// The homework and item of these names.
fn find<'a>(
    active: &'a ActiveCourse,
    homework: &str,
    item: &str,
) -> Result<(&'a Homework, &'a Manual), AppError> {
    let homework = active
        .course
        .homework(homework)
        .ok_or(ServiceError::NotFound)?;
    let item = homework.manual.iter().find(|m| m.name == item);
    Ok((homework, item.ok_or(ServiceError::NotFound)?))
}
