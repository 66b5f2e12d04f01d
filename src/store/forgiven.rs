//! Graded items that were late by an earlier version of the course: where a new one leaves more of them, it does so when it is published.
//! Being late is only ever forgiven: a stricter version takes nothing of what was given.

use super::manual_grades::shown;
use super::pool::reading;
use super::tokens::instant;
use super::{Change, Store, StoreError};
use crate::course::Course;
use crate::grading::by_hand::{Part, total};
use crate::grading::keep_share;
use crate::points::Points;

/// The grade of an item of which lateness has taken something.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    user_id: i64,
    login: String,
    homework: String,
    item: String,
    points: i64,
    criteria: String,
    kept: i64,
    sent_at: i64,
    deadline: Option<i64>,
}

/// All of them.
macro_rules! late_grades {
    () => {
        "select g.user_id, u.login, g.homework, g.item, g.points, g.criteria, g.kept, a.sent_at, e.deadline from manual_grades g join users u on u.id = g.user_id join manual_answers a on a.id = g.answer_id left join extensions e on e.user_id = g.user_id and e.homework = g.homework where g.kept < 1000 order by g.homework, g.item, g.user_id"
    };
}
pub(super) use late_grades;

/// A grade of which a course leaves more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgiven {
    /// Whose.
    pub user: i64,
    /// The student's login, for the audit.
    pub login: String,
    /// The homework.
    pub homework: String,
    /// The item within it.
    pub item: String,
    /// What the rubric gave.
    pub parts: Vec<Part>,
    /// Points and thousandths kept now.
    pub before: (Points, u32),
    /// Points and thousandths kept then.
    pub after: (Points, u32),
}

impl Forgiven {
    /// The entry of the audit.
    pub(super) fn change<'a>(&self, actor: &'a str) -> Change<'a> {
        let shown = |(points, kept): (Points, u32)| shown(points, &self.parts, kept, "");
        Change {
            actor,
            action: "late",
            subject: format!("{}/{}/{}", self.login, self.homework, self.item),
            before: shown(self.before),
            after: shown(self.after),
        }
    }
}

/// Of these grades the ones of which the course leaves more.
pub(super) fn forgiven(rows: Vec<Row>, course: &Course) -> Result<Vec<Forgiven>, StoreError> {
    let mut all = Vec::new();
    for row in rows {
        let was = u32::try_from(row.kept).unwrap_or(1000);
        let Some(homework) = course.homework(&row.homework) else {
            continue;
        };
        let kept = homework.late_share(instant(row.sent_at), row.deadline.map(instant));
        if kept > was {
            let parts: Vec<Part> = serde_json::from_str(&row.criteria)
                .map_err(|e| StoreError::Corrupt(format!("grade of {}: {e}", row.item)))?;
            all.push(Forgiven {
                user: row.user_id,
                login: row.login,
                homework: row.homework,
                item: row.item,
                before: (Points::from_thousandths(row.points), was),
                after: (keep_share(total(&parts), kept), kept),
                parts,
            });
        }
    }
    Ok(all)
}

impl Store {
    /// Grades of items of which this course would leave more than is left now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forgiven_by(&self, course: &Course) -> Result<Vec<Forgiven>, StoreError> {
        let rows: Vec<Row> =
            reading!(self, db => sqlx::query_as(late_grades!()).fetch_all(db).await)?;
        forgiven(rows, course)
    }
}
