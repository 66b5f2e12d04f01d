//! What a whole class sent for a homework.

use super::codec::{FromRow, Row};
use super::enrolled::IN_CLASS;
use super::{Store, StoreError};
use crate::ids::SubmissionId;
use jiff::Timestamp;
use judge::points::Points;

/// A submission as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its number.
    pub id: SubmissionId,
    /// The student's login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// Points after the late penalty.
    pub points: Points,
}

impl FromRow for Arrival {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            login: row.get("login")?,
            name: row.get("name")?,
            received_at: row.get("received_at")?,
            points: row.get("points")?,
        })
    }
}

/// What the class sent for the homework `$1`. People whom the count of the class leaves out are left out here too.
const ARRIVED: [&str; 2] = [
    "from submissions
    join users on users.id = submissions.user_id
    where submissions.homework = $1 and",
    IN_CLASS,
];

impl Store {
    /// What arrived last for one homework, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn arrivals(&self, homework: &str, most: i64) -> Result<Vec<Arrival>, StoreError> {
        let select = "select submissions.id, users.login, users.name, submissions.received_at, submissions.points";
        let [arrived, class] = ARRIVED;
        let newest = "order by submissions.id desc limit $2";
        self.rows([select, arrived, class, newest], (homework, most))
            .await
    }

    /// How much arrived for one homework from this instant on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn arrived_since(&self, homework: &str, at: Timestamp) -> Result<i64, StoreError> {
        let [arrived, class] = ARRIVED;
        let since = "and submissions.received_at >= $2";
        self.one(["select count(*)", arrived, class, since], (homework, at))
            .await
    }

    /// The number of what arrived last for one homework, that of no submission where nothing has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_arrival(&self, homework: &str) -> Result<SubmissionId, StoreError> {
        let [arrived, class] = ARRIVED;
        let newest = "order by submissions.id desc limit 1";
        let newest = ["select submissions.id", arrived, class, newest];
        Ok(self.first(newest, (homework,)).await?.unwrap_or_default())
    }
}
