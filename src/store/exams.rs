//! Points of the oral exam.

use super::pool::{noting, reading};
use super::{Change, Store, StoreError};
use crate::points::Points;
use jiff::Timestamp;
use std::collections::HashMap;

fn shown(points: Option<Points>) -> String {
    points.map_or_else(|| "—".to_owned(), |p| p.to_string())
}

/// Gives one student the exam's points, with the entry; the same points again are no change.
macro_rules! give {
    ($tx:ident, $user:expr, $login:expr, $points:expr, $actor:ident, $now:ident) => {{
        let points: Option<Points> = $points;
        let before: Option<(i64,)> = sqlx::query_as("select points from exams where user_id = $1").bind($user).fetch_optional(&mut *$tx).await?;
        let before = before.map(|(points,)| Points::from_thousandths(points));
        if before != points {
            match points {
                Some(points) => sqlx::query("insert into exams (user_id, points, given_by, given_at) values ($1, $2, $3, $4) on conflict (user_id) do update set points = excluded.points, given_by = excluded.given_by, given_at = excluded.given_at")
                    .bind($user).bind(points.thousandths()).bind($actor).bind($now.as_microsecond()).execute(&mut *$tx).await?.rows_affected(),
                None => sqlx::query("delete from exams where user_id = $1").bind($user).execute(&mut *$tx).await?.rows_affected(),
            };
            let change = Change {
                actor: $actor,
                action: "exam",
                subject: $login.to_string(),
                before: shown(before),
                after: shown(points),
            };
            super::audit::insert!(&mut *$tx, change, $now);
        }
    }};
}

impl Store {
    /// Gives a student the exam's points; `None` takes them away (not graded is not zero).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_exam(
        &self,
        user: i64,
        login: &str,
        points: Option<Points>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        noting!(self, tx => {
            give!(tx, user, login, points, actor, now);
        });
        Ok(())
    }

    /// Gives several students the exam's points: all or none.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn set_exams(
        &self,
        given: &[(&crate::store::User, Points)],
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        noting!(self, tx => {
            for (student, points) in given {
                give!(tx, student.id, student.login, Some(*points), actor, now);
            }
        });
        Ok(())
    }

    /// A student's exam points, if graded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exam(&self, user: i64) -> Result<Option<Points>, StoreError> {
        let row: Option<(i64,)> = reading!(self, db => sqlx::query_as("select points from exams where user_id = $1").bind(user).fetch_optional(db).await)?;
        Ok(row.map(|(points,)| Points::from_thousandths(points)))
    }

    /// Everybody's exam points, by user.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exams(&self) -> Result<HashMap<i64, Points>, StoreError> {
        let rows: Vec<(i64, i64)> = reading!(self, db => sqlx::query_as("select user_id, points from exams").fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(user, points)| (user, Points::from_thousandths(points)))
            .collect())
    }
}
