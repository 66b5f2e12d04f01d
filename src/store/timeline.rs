//! What a person sent and what came of it, in the order of time and without the bytes.

use super::pool::reading;
use super::tokens::instant;
use super::{Store, StoreError};
use crate::points::Points;
use jiff::Timestamp;

/// One submission of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The submission.
    pub id: i64,
    /// For which homework.
    pub homework: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Points after the late penalty.
    pub points: Points,
}

impl Store {
    /// A person's submissions for all homeworks, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn timeline(&self, user: i64) -> Result<Vec<Arrived>, StoreError> {
        let rows: Vec<(i64, String, i64, i64)> = reading!(self, db => sqlx::query_as(
            "select id, homework, received_at, points from submissions where user_id = $1 order by received_at, id"
        ).bind(user).fetch_all(db).await)?;
        let sent = |(id, homework, at, points)| Arrived {
            id,
            homework,
            received_at: instant(at),
            points: Points::from_thousandths(points),
        };
        Ok(rows.into_iter().map(sent).collect())
    }
}
