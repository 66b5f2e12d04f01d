//! Later deadlines of one's own, and what they give back of what lateness took: in the same transaction, each with its entry.

use super::hand::Whose;
use super::manual_grades::{Row as GradeRow, columns as grade_columns, shown as grade_shown};
use super::pool::{noting, reading};
use super::submissions::{Row as SubmissionRow, columns as submission_columns};
use super::tokens::instant;
use super::{Change, ManualGrade, Store, StoreError, Submission, User};
use crate::course::Homework;
use crate::grading::by_hand::total;
use crate::grading::keep_share;
use crate::points::Points;
use jiff::Timestamp;
use std::collections::HashMap;

/// What lateness leaves of something under another deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rekept<T> {
    /// What: a submission, or the grade of an item.
    pub of: T,
    /// The thousandths of its points that are kept.
    pub kept: u32,
    /// The points that this leaves.
    pub points: Points,
}

/// Everything of one student's homework of which another deadline leaves more, or less.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reckoned {
    /// Submissions.
    pub submissions: Vec<Rekept<Submission>>,
    /// Grades of items graded by a person.
    pub grades: Vec<Rekept<ManualGrade>>,
}

/// What a student sent for a homework, as far as lateness is concerned.
struct Sent {
    submissions: Vec<Submission>,
    grades: Vec<ManualGrade>,
    /// When each answer to an item was sent.
    answers: HashMap<i64, Timestamp>,
}

/// What lateness leaves when the deadline of one's own becomes `after`. A later deadline only ever forgives, also where the course
/// has become stricter since; one taken back has reckoned anew what it forgave.
fn reckon(
    homework: &Homework,
    before: Option<Timestamp>,
    after: Option<Timestamp>,
    sent: Sent,
) -> Reckoned {
    let (was, is) = (homework.schedule(before), homework.schedule(after));
    let kept = |at: Timestamp, kept: u32| {
        let now = is.kept(at);
        if is.deadline >= was.deadline {
            now.max(kept)
        } else if kept > was.kept(at) {
            kept
        } else {
            now
        }
    };
    let submissions = sent.submissions.into_iter().filter_map(|s| {
        let now = kept(s.received_at, s.kept);
        (now != s.kept).then(|| Rekept {
            kept: now,
            points: keep_share(s.report.points, now),
            of: s,
        })
    });
    let grades = sent.grades.into_iter().filter_map(|g| {
        let now = kept(*sent.answers.get(&g.answer?)?, g.kept);
        (now != g.kept).then(|| Rekept {
            kept: now,
            points: keep_share(total(&g.parts), now),
            of: g,
        })
    });
    Reckoned {
        submissions: submissions.collect(),
        grades: grades.collect(),
    }
}

fn shown(deadline: Option<Timestamp>, reason: &str) -> String {
    let deadline = deadline.map_or_else(|| "—".to_owned(), |at| at.to_string());
    if reason.is_empty() {
        deadline
    } else {
        format!("{deadline} ({reason})")
    }
}

impl Store {
    /// What [`Store::set_extension`] would do to the points of what was sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preview_extension(
        &self,
        user: i64,
        homework: &Homework,
        deadline: Option<Timestamp>,
    ) -> Result<Reckoned, StoreError> {
        let answers = self.answers_of(user, homework.name()).await?;
        let sent = Sent {
            submissions: self.submissions(user, homework.name()).await?,
            grades: self.manual_grades_of(user, homework.name()).await?,
            answers: answers.into_iter().map(|a| (a.id, a.sent_at)).collect(),
        };
        let before = self.extension(user, homework.name()).await?;
        Ok(reckon(homework, before, deadline, sent))
    }

    /// Sets or takes away one student's later deadline, and with it what lateness leaves of the submissions and the graded items it concerns.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn set_extension(
        &self,
        student: &User,
        homework: &Homework,
        deadline: Option<Timestamp>,
        reason: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let user = student.id;
        let whose = Whose {
            user,
            login: &student.login,
            homework: homework.name(),
        };
        noting!(self, tx => {
            // Locks the student's row: nothing is sent in between.
            sqlx::query("update users set active = active where id = $1").bind(user).execute(&mut *tx).await?;
            let before: Option<(i64, String)> = sqlx::query_as("select deadline, reason from extensions where user_id = $1 and homework = $2")
                .bind(user).bind(homework.name()).fetch_optional(&mut *tx).await?;
            let submissions: Vec<SubmissionRow> = sqlx::query_as(concat!("select ", submission_columns!(), " from submissions where user_id = $1 and homework = $2 order by id"))
                .bind(user).bind(homework.name()).fetch_all(&mut *tx).await?;
            let grades: Vec<GradeRow> = sqlx::query_as(concat!("select ", grade_columns!(), " from manual_grades where user_id = $1 and homework = $2 order by item"))
                .bind(user).bind(homework.name()).fetch_all(&mut *tx).await?;
            let answers: Vec<(i64, i64)> = sqlx::query_as("select id, sent_at from manual_answers where user_id = $1 and homework = $2")
                .bind(user).bind(homework.name()).fetch_all(&mut *tx).await?;
            let sent = Sent {
                submissions: submissions.into_iter().map(Submission::try_from).collect::<Result<_, _>>()?,
                grades: grades.into_iter().map(ManualGrade::try_from).collect::<Result<_, _>>()?,
                answers: answers.into_iter().map(|(id, at)| (id, instant(at))).collect(),
            };
            let before = before.map(|(at, reason)| (instant(at), reason));
            let reckoned = reckon(homework, before.as_ref().map(|(at, _)| *at), deadline, sent);
            for Rekept { of, kept, points } in &reckoned.submissions {
                sqlx::query("update submissions set kept = $2, points = $3 where id = $1")
                    .bind(of.id).bind(i64::from(*kept)).bind(points.thousandths()).execute(&mut *tx).await?;
                let change = Change {
                    actor,
                    action: "late",
                    subject: format!("{}#{}", whose.subject(), of.id),
                    before: of.points.to_string(),
                    after: points.to_string(),
                };
                super::audit::insert!(&mut *tx, change, now);
            }
            for Rekept { of, kept, points } in &reckoned.grades {
                sqlx::query("update manual_grades set kept = $4, points = $5 where user_id = $1 and homework = $2 and item = $3")
                    .bind(user).bind(homework.name()).bind(&of.item).bind(i64::from(*kept)).bind(points.thousandths()).execute(&mut *tx).await?;
                let change = Change {
                    actor,
                    action: "late",
                    subject: format!("{}/{}", whose.subject(), of.item),
                    before: grade_shown(of.points, &of.parts, of.kept, ""),
                    after: grade_shown(*points, &of.parts, *kept, ""),
                };
                super::audit::insert!(&mut *tx, change, now);
            }
            match deadline {
                Some(deadline) => sqlx::query("insert into extensions (user_id, homework, deadline, reason) values ($1, $2, $3, $4) on conflict (user_id, homework) do update set deadline = excluded.deadline, reason = excluded.reason")
                    .bind(user).bind(homework.name()).bind(deadline.as_microsecond()).bind(reason).execute(&mut *tx).await?.rows_affected(),
                None => sqlx::query("delete from extensions where user_id = $1 and homework = $2").bind(user).bind(homework.name()).execute(&mut *tx).await?.rows_affected(),
            };
            let change = Change {
                actor,
                action: "extension",
                subject: whose.subject(),
                before: before.map_or_else(|| shown(None, ""), |(at, reason)| shown(Some(at), &reason)),
                after: shown(deadline, reason),
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
