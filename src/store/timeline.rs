//! What a person sent and what came of it, in the order of time and without the bytes.

use super::{Store, StoreError};
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;
use judge::points::Points;

/// One submission of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The submission.
    pub id: SubmissionId,
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
    pub async fn timeline(&self, user: UserId) -> Result<Vec<Arrived>, StoreError> {
        let select = r"
            select id, homework, received_at, points
            from submissions
            where user_id = $1
            order by received_at, id";
        let rows = self.rows(select, (user,)).await?;
        let arrived = |(id, homework, received_at, points)| Arrived {
            id,
            homework,
            received_at,
            points,
        };
        Ok(rows.into_iter().map(arrived).collect())
    }
}
