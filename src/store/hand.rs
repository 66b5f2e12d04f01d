//! What a person gives: extensions, overrides and excuses. Every change is noted in the same transaction.

use super::pool::{reading, transaction};
use super::tokens::instant;
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

/// What lateness leaves of a submission under another deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rekept {
    /// The submission.
    pub submission: i64,
    /// The thousandths of its points that are kept.
    pub kept: u32,
    /// The points that this leaves.
    pub points: Points,
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
    fn subject(self) -> String {
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
        transaction!(self, tx => {
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

    /// Sets or takes away one student's later deadline, and with it what lateness leaves of the submissions it concerns.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_extension(
        &self,
        whose: Whose<'_>,
        deadline: Option<Timestamp>,
        reason: &str,
        rekept: &[Rekept],
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let shown = |at: Option<Timestamp>| at.map_or_else(|| "—".to_owned(), |at| at.to_string());
        transaction!(self, tx => {
            let before: Option<(i64,)> = sqlx::query_as("select deadline from extensions where user_id = $1 and homework = $2")
                .bind(whose.user).bind(whose.homework).fetch_optional(&mut *tx).await?;
            let before = before.map(|(at,)| instant(at));
            let change = Change { actor, action: "extension", subject: whose.subject(), before: shown(before), after: format!("{} ({reason})", shown(deadline)) };
            for one in rekept {
                let (was,): (i64,) = sqlx::query_as("select points from submissions where id = $1 and user_id = $2").bind(one.submission).bind(whose.user).fetch_one(&mut *tx).await?;
                sqlx::query("update submissions set kept = $2, points = $3 where id = $1")
                    .bind(one.submission).bind(i64::from(one.kept)).bind(one.points.thousandths()).execute(&mut *tx).await?;
                let regraded = Change { actor, action: "late", subject: format!("{}#{}", whose.subject(), one.submission), before: Points::from_thousandths(was).to_string(), after: one.points.to_string() };
                super::audit::insert!(&mut *tx, regraded, now);
            }
            match deadline {
                Some(deadline) => sqlx::query("insert into extensions (user_id, homework, deadline, reason) values ($1, $2, $3, $4) on conflict (user_id, homework) do update set deadline = excluded.deadline, reason = excluded.reason")
                    .bind(whose.user).bind(whose.homework).bind(deadline.as_microsecond()).bind(reason).execute(&mut *tx).await?.rows_affected(),
                None => sqlx::query("delete from extensions where user_id = $1 and homework = $2").bind(whose.user).bind(whose.homework).execute(&mut *tx).await?.rows_affected(),
            };
            super::audit::insert!(&mut *tx, change, now);
        });
        Ok(())
    }

    /// One student's later deadline for one homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extension(
        &self,
        user: i64,
        homework: &str,
    ) -> Result<Option<Timestamp>, StoreError> {
        let row: Option<(i64,)> = reading!(self, db => sqlx::query_as("select deadline from extensions where user_id = $1 and homework = $2").bind(user).bind(homework).fetch_optional(db).await)?;
        Ok(row.map(|(at,)| instant(at)))
    }

    /// All extensions, by user and homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extensions(&self) -> Result<HashMap<(i64, String), Timestamp>, StoreError> {
        let rows: Vec<(i64, String, i64)> = reading!(self, db => sqlx::query_as("select user_id, homework, deadline from extensions").fetch_all(db).await)?;
        Ok(rows
            .into_iter()
            .map(|(user, homework, at)| ((user, homework), instant(at)))
            .collect())
    }
}
