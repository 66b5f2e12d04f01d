//! What publishing itself does, before anything is graded anew.

use super::class::{Class, Otherwise, Steps};
use super::grades::grades;
use super::moved::moved;
use super::outcome::Impact;
use crate::course::Course;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::Reckoned;

/// Whose points and totals publishing a course moves, before anything is graded anew.
///
/// # Errors
/// When the database fails.
pub async fn moved_at_once(
    app: &App,
    before: &Course,
    after: &Course,
    reckoned: &[Reckoned],
) -> Result<Impact, ServiceError> {
    let class = Class::load(app, before).await?;
    let published = class.standings(after, &Otherwise::lateness(reckoned));
    let steps = Steps {
        before: class.standings(before, &Otherwise::default()),
        after: published.clone(),
        published,
    };
    let (grades, distribution) = grades(&class, &steps, before, after);
    Ok(Impact {
        students: moved(&class, &steps, before, after),
        grades,
        distribution,
        ..Impact::default()
    })
}
