//! A rubric that changed after grades were given by it: what it would make of them, and doing so.

use super::manual_grades::{Row, columns, shown};
use super::pool::{noting, reading};
use super::{Change, ManualGrade, Store, StoreError};
use crate::course::{Homework, Manual};
use crate::grading::by_hand::{Part, carried_over, is_current, total};
use crate::grading::keep_share;
use crate::points::Points;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;

/// What a changed rubric makes of one grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricChange {
    /// The grade as it is.
    pub grade: ManualGrade,
    /// Its parts by the new rubric.
    pub parts: Vec<Part>,
    /// Its points by the new rubric.
    pub points: Points,
}

/// What became of carrying grades over to a new rubric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// So many grades were changed.
    Done(usize),
    /// The grades are not those of the preview any more: nothing was changed.
    Outdated,
}

/// The grades given by another rubric than the item's present one, with what becomes of them.
fn changes(grades: Vec<ManualGrade>, item: &Manual) -> Vec<RubricChange> {
    let outdated = grades
        .into_iter()
        .filter(|g| g.item == item.name && !is_current(&g.parts, item));
    outdated
        .map(|grade| {
            let parts = carried_over(&grade.parts, item);
            let points = keep_share(total(&parts), grade.kept);
            RubricChange {
                grade,
                parts,
                points,
            }
        })
        .collect()
}

/// A digest of a preview: what is applied is what was shown.
pub fn digest(changes: &[RubricChange]) -> String {
    let mut text = String::new();
    for change in changes {
        let grade = &change.grade;
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "{} {} {:?} {:?};",
            grade.user, grade.given_at, grade.parts, change.parts
        );
    }
    hex::encode(Sha256::digest(text))
}

impl Store {
    /// What the item's present rubric would make of the grades given by another, and the digest that [`Store::apply_rubric`] asks for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preview_rubric(
        &self,
        homework: &Homework,
        item: &Manual,
    ) -> Result<(Vec<RubricChange>, String), StoreError> {
        let changes = changes(self.manual_grades(homework.name()).await?, item);
        let digest = digest(&changes);
        Ok((changes, digest))
    }

    /// Carries the grades of an item over to its present rubric: all or none, each with its audit entry.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn apply_rubric(
        &self,
        homework: &Homework,
        item: &Manual,
        previewed: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<Carried, StoreError> {
        let logins: Vec<(i64, String)> = reading!(self, db => sqlx::query_as("select id, login from users").fetch_all(db).await)?;
        let logins: HashMap<_, _> = logins.into_iter().collect();
        Ok(noting!(self, tx => {
            let rows: Vec<Row> = sqlx::query_as(concat!("select ", columns!(), " from manual_grades where homework = $1 order by user_id, item")).bind(homework.name()).fetch_all(&mut *tx).await?;
            let grades = rows.into_iter().map(ManualGrade::try_from).collect::<Result<Vec<_>, _>>()?;
            let changes = changes(grades, item);
            if digest(&changes) == previewed {
                for RubricChange { grade, parts, points } in &changes {
                    let criteria = serde_json::to_string(parts).map_err(|e| StoreError::Corrupt(e.to_string()))?;
                    // Another instant: a grading form opened before is refused, and shows the new rubric.
                    sqlx::query("update manual_grades set points = $4, criteria = $5, given_at = $6 where user_id = $1 and homework = $2 and item = $3")
                        .bind(grade.user).bind(homework.name()).bind(&item.name).bind(points.thousandths()).bind(&criteria).bind(now.as_microsecond()).execute(&mut *tx).await?;
                    let login = logins.get(&grade.user).map_or("?", String::as_str);
                    let change = Change {
                        actor,
                        action: "rubric",
                        subject: format!("{login}/{}/{}", homework.name(), item.name),
                        before: shown(grade.points, &grade.parts, grade.kept, ""),
                        after: shown(*points, parts, grade.kept, ""),
                    };
                    super::audit::insert!(&mut *tx, change, now);
                }
                Carried::Done(changes.len())
            } else {
                Carried::Outdated
            }
        }))
    }
}
