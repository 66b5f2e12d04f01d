//! Grades of items graded by a person, and the queue of answers that wait for one.

use super::manual_answers::{Row as AnswerRow, columns as answer_columns};
use super::pool::{noting, reading};
use super::tokens::instant;
use super::{Change, ManualAnswer, Store, StoreError, User};
use crate::course::Homework;
use crate::grading::by_hand::{Part, counting_version, total};
use crate::grading::keep_share;
use crate::points::Points;
use jiff::Timestamp;
use std::collections::HashMap;

/// The grade of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualGrade {
    /// Whose.
    pub user: i64,
    /// The item within its homework.
    pub item: String,
    /// The version that was graded.
    pub answer: Option<i64>,
    /// What each part of the rubric gave.
    pub parts: Vec<Part>,
    /// The thousandths kept of that, less when late.
    pub kept: u32,
    /// The points that count.
    pub points: Points,
    /// What the grader says.
    pub comment: String,
    /// The login of the grader.
    pub given_by: String,
    /// When it was given or last changed.
    pub given_at: Timestamp,
}

/// A grade to be given.
#[derive(Clone, Copy, Debug)]
pub struct NewGrade<'a> {
    /// The version graded.
    pub answer: &'a ManualAnswer,
    /// Its homework as configured.
    pub homework: &'a Homework,
    /// The student's login, for the audit.
    pub login: &'a str,
    /// What each part gives.
    pub parts: &'a [Part],
    /// What the grader says.
    pub comment: &'a str,
    /// When the grade that the grader saw had been given; `None` where there was none.
    pub seen: Option<Timestamp>,
}

/// What became of a grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GradeSaved {
    /// It is given.
    Saved,
    /// This person is grading the answer at this time.
    Taken(String),
    /// Another version counts by now.
    Newer(i64),
    /// Somebody gave another grade meanwhile.
    Changed,
}

/// The version that counts of one student's answer, as the queue lists it.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The answer.
    pub answer: ManualAnswer,
    /// The student's grade, of this version or an earlier one.
    pub grade: Option<ManualGrade>,
    /// Who is grading it at this time.
    pub claimed_by: Option<i64>,
}

impl Queued {
    /// Whether a grader is to look at it.
    pub fn waits(&self) -> bool {
        self.grade
            .as_ref()
            .is_none_or(|g| g.answer != Some(self.answer.id))
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    user_id: i64,
    item: String,
    answer_id: Option<i64>,
    criteria: String,
    kept: i64,
    points: i64,
    comment: String,
    given_by: String,
    given_at: i64,
}

macro_rules! columns {
    () => {
        "user_id, item, answer_id, criteria, kept, points, comment, given_by, given_at"
    };
}
pub(super) use columns;

impl TryFrom<Row> for ManualGrade {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            parts: serde_json::from_str(&row.criteria).map_err(|e| {
                StoreError::Corrupt(format!("grade of {} by {}: {e}", row.item, row.given_by))
            })?,
            user: row.user_id,
            item: row.item,
            answer: row.answer_id,
            kept: u32::try_from(row.kept).unwrap_or(1000),
            points: Points::from_thousandths(row.points),
            comment: row.comment,
            given_by: row.given_by,
            given_at: instant(row.given_at),
        })
    }
}

/// A grade as the audit tells it.
pub(super) fn shown(points: Points, parts: &[Part], kept: u32, comment: &str) -> String {
    let parts: Vec<_> = parts
        .iter()
        .map(|p| {
            format!("{} {}/{}", p.criterion, p.points, p.max_points)
                .trim_start()
                .to_owned()
        })
        .collect();
    let late = if kept < 1000 {
        format!(", kept {}", Points::from_thousandths(i64::from(kept)))
    } else {
        String::new()
    };
    let comment = if comment.is_empty() {
        String::new()
    } else {
        format!(" «{comment}»")
    };
    format!("{points} ({}{late}){comment}", parts.join(", "))
}

impl Store {
    /// Gives or changes the grade of one answer, in one transaction with its audit entry; the claim on the answer ends.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn grade_answer(
        &self,
        new: NewGrade<'_>,
        grader: &User,
        now: Timestamp,
    ) -> Result<GradeSaved, StoreError> {
        let (answer, homework) = (new.answer, new.homework);
        let criteria =
            serde_json::to_string(new.parts).map_err(|e| StoreError::Corrupt(e.to_string()))?;
        Ok(noting!(self, tx => {
            // As `send_answer` does: no version comes in between.
            sqlx::query("update users set active = active where id = $1").bind(answer.user).execute(&mut *tx).await?;
            let taken: Option<(String,)> = sqlx::query_as("select u.name from claims c join users u on u.id = c.grader_id where c.answer_id = $1 and c.grader_id <> $2 and c.expires_at > $3")
                .bind(answer.id).bind(grader.id).bind(now.as_microsecond()).fetch_optional(&mut *tx).await?;
            let versions: Vec<(i64, i64)> = sqlx::query_as("select id, sent_at from manual_answers where user_id = $1 and homework = $2 and item = $3 order by id")
                .bind(answer.user).bind(homework.name()).bind(&answer.item).fetch_all(&mut *tx).await?;
            let extension: Option<(i64,)> = sqlx::query_as("select deadline from extensions where user_id = $1 and homework = $2")
                .bind(answer.user).bind(homework.name()).fetch_optional(&mut *tx).await?;
            let earlier: Option<Row> = sqlx::query_as(concat!("select ", columns!(), " from manual_grades where user_id = $1 and homework = $2 and item = $3"))
                .bind(answer.user).bind(homework.name()).bind(&answer.item).fetch_optional(&mut *tx).await?;
            let earlier = earlier.map(ManualGrade::try_from).transpose()?;
            let versions: Vec<_> = versions.into_iter().map(|(id, at)| (id, instant(at))).collect();
            let schedule = homework.schedule(extension.map(|(at,)| instant(at)));
            let counts = counting_version(&versions, &schedule).unwrap_or(answer.id);
            if let Some((name,)) = taken {
                GradeSaved::Taken(name)
            } else if counts != answer.id {
                GradeSaved::Newer(counts)
            } else if earlier.as_ref().map(|g| g.given_at.as_microsecond()) != new.seen.map(Timestamp::as_microsecond) {
                GradeSaved::Changed
            } else {
                let kept = schedule.kept(answer.sent_at);
                let points = keep_share(total(new.parts), kept);
                sqlx::query("insert into manual_grades (user_id, homework, item, points, criteria, comment, given_by, given_at, answer_id, kept) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (user_id, homework, item) do update set points = excluded.points, criteria = excluded.criteria, comment = excluded.comment, given_by = excluded.given_by, given_at = excluded.given_at, answer_id = excluded.answer_id, kept = excluded.kept")
                    .bind(answer.user).bind(homework.name()).bind(&answer.item).bind(points.thousandths()).bind(&criteria).bind(new.comment)
                    .bind(&grader.login).bind(now.as_microsecond()).bind(answer.id).bind(i64::from(kept)).execute(&mut *tx).await?;
                sqlx::query("delete from claims where answer_id = $1").bind(answer.id).execute(&mut *tx).await?;
                let change = Change {
                    actor: &grader.login,
                    action: "manual grade",
                    subject: format!("{}/{}/{}", new.login, homework.name(), answer.item),
                    before: earlier.map_or_else(|| "—".to_owned(), |g| shown(g.points, &g.parts, g.kept, &g.comment)),
                    after: shown(points, new.parts, kept, new.comment),
                };
                super::audit::insert!(&mut *tx, change, now);
                GradeSaved::Saved
            }
        }))
    }

    /// A student's grades of the items of one homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manual_grades_of(
        &self,
        user: i64,
        homework: &str,
    ) -> Result<Vec<ManualGrade>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from manual_grades where user_id = $1 and homework = $2 order by item"))
            .bind(user).bind(homework).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// All grades of the items of one homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manual_grades(&self, homework: &str) -> Result<Vec<ManualGrade>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from manual_grades where homework = $1 order by user_id, item"))
            .bind(homework).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// The answers of a homework that count, a student and item each, with their grades; the longest waiting first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue(
        &self,
        homework: &Homework,
        now: Timestamp,
    ) -> Result<Vec<Queued>, StoreError> {
        let rows: Vec<AnswerRow> = reading!(self, db => sqlx::query_as(concat!("select ", answer_columns!(), " from manual_answers where homework = $1 order by id"))
            .bind(homework.name()).fetch_all(db).await)?;
        let extensions: Vec<(i64, i64)> = reading!(self, db => sqlx::query_as("select user_id, deadline from extensions where homework = $1").bind(homework.name()).fetch_all(db).await)?;
        let extensions: HashMap<i64, i64> = extensions.into_iter().collect();
        let claims: Vec<(i64, i64)> = reading!(self, db => sqlx::query_as("select c.answer_id, c.grader_id from claims c join manual_answers a on a.id = c.answer_id where a.homework = $1 and c.expires_at > $2")
            .bind(homework.name()).bind(now.as_microsecond()).fetch_all(db).await)?;
        let claims: HashMap<i64, i64> = claims.into_iter().collect();
        let mut grades: HashMap<(i64, String), ManualGrade> = self
            .manual_grades(homework.name())
            .await?
            .into_iter()
            .map(|g| ((g.user, g.item.clone()), g))
            .collect();
        let mut versions: HashMap<(i64, String), Vec<ManualAnswer>> = HashMap::new();
        for row in rows {
            let answer = ManualAnswer::try_from(row)?;
            let key = (answer.user, answer.item.clone());
            versions.entry(key).or_default().push(answer);
        }
        let mut queued = Vec::new();
        for (key, answers) in versions {
            let extension = extensions.get(&key.0).copied().map(instant);
            let sent: Vec<_> = answers.iter().map(|a| (a.id, a.sent_at)).collect();
            let counts = counting_version(&sent, &homework.schedule(extension));
            let counting = answers.into_iter().find(|a| Some(a.id) == counts);
            queued.extend(counting.map(|answer| Queued {
                grade: grades.remove(&key),
                claimed_by: claims.get(&answer.id).copied(),
                answer,
            }));
        }
        queued.sort_by_key(|q| q.answer.id);
        Ok(queued)
    }
}
