//! What comes round again and is done by one server, however many serve the same database.

use super::app::App;
use super::error::ServiceError;
use super::held::held;
use jiff::SignedDuration;
use std::time::Duration;

/// Does the work where no server is at it and none has done it within `period`; whether this one did.
///
/// Everybody asks, more often than the period is long, and whoever is first does it. Where it fails, or whoever does it dies, it is
/// done by the next who asks. The name stands in the database: it stays the same from release to release.
///
/// # Errors
/// When the database fails, or the work does.
pub async fn once(
    app: &App,
    name: &str,
    period: Duration,
    work: impl Future<Output = Result<(), ServiceError>>,
) -> Result<bool, ServiceError> {
    let period = SignedDuration::try_from(period).unwrap_or(SignedDuration::MAX);
    let Some(turn) = app.store.take_turn(name, period, app.now()).await? else {
        return Ok(false);
    };
    let Some(result) = held(work, || app.store.keep_turn(name, turn, app.now())).await else {
        tracing::warn!(name, "another server has taken over");
        return Ok(false);
    };
    app.store.end_turn(name, turn, result.is_ok()).await?;
    result.map(|()| true)
}
