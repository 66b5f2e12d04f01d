//! What a person gives: overrides and excuses. Every change is noted in the same transaction.

use super::pool::{noting, reading};
use super::{Change, Store, StoreError};
use crate::points::Points;
use jiff::Timestamp;
use std::collections::HashMap;

/// Points in place of all others, or an excuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The points; `None` where the student is excused.
    pub points: Option<Points>,
    /// Why.
    pub reason: String,
}

/// Whom a change by hand concerns.
#[derive(Clone, Copy, Debug)]
pub struct Whose<'a> {
    /// The student's row.
    pub user: i64,
    /// The student's login, for the audit.
    pub login: &'a str,
    /// The homework.
    pub homework: &'a str,
}

impl Whose<'_> {
    pub(super) fn subject(self) -> String {
        format!("{}/{}", self.login, self.homework)
    }
}

fn shown(given: Option<&Override>) -> String {
    match given {
        None => "—".to_owned(),
        Some(Override {
            points: Some(points),
            reason,
        }) => format!("{points} ({reason})"),
        Some(Override {
            points: None,
            reason,
        }) => format!("excused ({reason})"),
    }
}

impl Store {
    /// Sets or takes away an override of one homework's points.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_override(
        &self,
        whose: Whose<'_>,
        given: Option<&Override>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        noting!(self, tx => {
            let before: Option<(Option<i64>, String)> = sqlx::query_as("select points, reason from overrides where user_id = $1 and homework = $2")
                .bind(whose.user).bind(whose.homework).fetch_optional(&mut *tx).await?;
            let before = before.map(|(points, reason)| Override { points: points.map(Points::from_thousandths), reason });
            let change = Change { actor, action: "override", subject: whose.subject(), before: shown(before.as_ref()), after: shown(given) };
            match given {
                Some(given) => sqlx::query("insert into overrides (user_id, homework, points, excused, reason) values ($1, $2, $3, $4, $5) on conflict (user_id, homework) do update set points = excluded.points, excused = excluded.excused, reason = excluded.reason")
                    .bind(whose.user).bind(whose.homework).bind(given.points.map(Points::thousandths)).bind(given.points.is_none()).bind(&given.reason)
                    .execute(&mut *tx).await?.rows_affected(),
                None => sqlx::query("delete from overrides where user_id = $1 and homework = $2").bind(whose.user).bind(whose.homework).execute(&mut *tx).await?.rows_affected(),
            };
            super::audit::insert!(&mut *tx, change, now);
        });
        Ok(())
    }

    /// All overrides, by user and homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn overrides(&self) -> Result<HashMap<(i64, String), Override>, StoreError> {
        let rows: Vec<(i64, String, Option<i64>, String)> = reading!(self, db => sqlx::query_as("select user_id, homework, points, reason from overrides").fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(user, homework, points, reason)| {
                (
                    (user, homework),
                    Override {
                        points: points.map(Points::from_thousandths),
                        reason,
                    },
                )
            })
            .collect())
    }
}
