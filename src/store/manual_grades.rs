//! Grades of items graded by a person, and the queue of answers that wait for one.

use super::audit::{Action, Change, Grade};
use super::codec::{FromRow, Row, json};
use super::enrolled::IN_CLASS;
use super::extensions::DEADLINE;
use super::letter::{About, LetterKind};
use super::letters::News;
use super::manual_answers::SELECT as SELECT_ANSWERS;
use super::{ManualAnswer, Store, StoreError, User};
use crate::course::Homework;
use crate::grading::by_hand::{Part, counting_version, total};
use crate::ids::{AnswerId, UserId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use std::collections::HashMap;

/// The grade of one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualGrade {
    /// Whose.
    pub user: UserId,
    /// The item within its homework.
    pub item: String,
    /// The version that was graded.
    pub answer: Option<AnswerId>,
    /// What each part of the rubric gave.
    pub parts: Vec<Part>,
    /// What lateness leaves of that.
    pub late_factor: Share,
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
    Newer(AnswerId),
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
    pub claimed_by: Option<UserId>,
}

impl Queued {
    /// Whether a grader is to look at it.
    pub fn waits(&self) -> bool {
        self.grade
            .as_ref()
            .is_none_or(|g| g.answer != Some(self.answer.id))
    }
}

/// Everything of grades.
pub(super) const SELECT: &str = "
    select user_id, item, answer_id, criteria, late_factor, points, comment, given_by, given_at
    from manual_grades";
/// Those of one student's homework, in their order.
pub(super) const BY_ITEM: &str = "where user_id = $1 and homework = $2 order by item";

impl FromRow for ManualGrade {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            item: row.get("item")?,
            answer: row.get("answer_id")?,
            parts: row.json("criteria")?,
            late_factor: row.get("late_factor")?,
            points: row.get("points")?,
            comment: row.get("comment")?,
            given_by: row.get("given_by")?,
            given_at: row.get("given_at")?,
        })
    }
}

impl ManualGrade {
    /// The grade as the audit notes it where the comment stays.
    pub(super) fn without_comment(&self) -> Grade {
        Grade {
            points: self.points,
            late_factor: self.late_factor,
            parts: self.parts.clone(),
            comment: String::new(),
        }
    }
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
        let of_item = (answer.user, homework.name(), &answer.item);
        let mut tx = self.audited().await?;
        // As `send_answer` does: no version comes in between.
        tx.lock_student(answer.user).await?;
        let taken = r"
            select u.name
            from claims c
            join users u on u.id = c.grader_id
            where c.answer_id = $1 and c.grader_id <> $2 and c.expires_at > $3";
        if let Some(name) = tx.first(taken, (answer.id, grader.id, now)).await? {
            return Ok(GradeSaved::Taken(name));
        }
        let versions = r"
            select id, sent_at
            from manual_answers
            where user_id = $1 and homework = $2 and item = $3
            order by id";
        let versions: Vec<(AnswerId, Timestamp)> = tx.rows(versions, of_item).await?;
        let extension = tx.first(DEADLINE, (answer.user, homework.name())).await?;
        let schedule = homework.schedule(extension);
        let counts = counting_version(&versions, &schedule).unwrap_or(answer.id);
        if counts != answer.id {
            return Ok(GradeSaved::Newer(counts));
        }
        let earlier = "where user_id = $1 and homework = $2 and item = $3";
        let earlier: Option<ManualGrade> = tx.first([SELECT, earlier], of_item).await?;
        let given_at = earlier.as_ref().map(|g| g.given_at.as_microsecond());
        if given_at != new.seen.map(Timestamp::as_microsecond) {
            return Ok(GradeSaved::Changed);
        }
        let late_factor = schedule.late_factor(answer.sent_at);
        let after = Grade {
            points: late_factor.of(total(new.parts)),
            late_factor,
            parts: new.parts.to_vec(),
            comment: new.comment.to_owned(),
        };
        let put = r"
            insert into manual_grades (
                user_id, homework, item, points, criteria, comment, given_by, given_at, answer_id, late_factor
            )
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict (user_id, homework, item) do update
            set points = excluded.points, criteria = excluded.criteria, comment = excluded.comment,
                given_by = excluded.given_by, given_at = excluded.given_at,
                answer_id = excluded.answer_id, late_factor = excluded.late_factor";
        let row = (
            answer.user,
            homework.name(),
            &answer.item,
            after.points,
            json(&after.parts)?,
            new.comment,
            &grader.login,
            now,
            answer.id,
            late_factor,
        );
        tx.execute(put, row).await?;
        tx.execute("delete from claims where answer_id = $1", (answer.id,))
            .await?;
        let before = earlier.map(|grade| Grade {
            comment: grade.comment.clone(),
            ..grade.without_comment()
        });
        let graded = Action::ManualGrade(Change {
            before,
            after: Some(after),
        });
        let subject = format!("{}/{}/{}", new.login, homework.name(), answer.item);
        tx.note(&grader.login, now, subject, &graded).await?;
        tx.tell(News {
            user: answer.user,
            kind: LetterKind::Graded,
            about: &About::Item {
                homework: homework.name().to_owned(),
                item: answer.item.clone(),
            },
            now,
        })
        .await?;
        tx.commit().await?;
        Ok(GradeSaved::Saved)
    }

    /// A student's grades of the items of one homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manual_grades_of(
        &self,
        user: UserId,
        homework: &str,
    ) -> Result<Vec<ManualGrade>, StoreError> {
        self.rows([SELECT, BY_ITEM], (user, homework)).await
    }

    /// All grades of the items of one homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manual_grades(&self, homework: &str) -> Result<Vec<ManualGrade>, StoreError> {
        let of = "where homework = $1 order by user_id, item";
        self.rows([SELECT, of], (homework,)).await
    }

    /// The answers of the class to a homework that count, a student and item each, with their grades; the longest waiting first. What
    /// somebody who teaches tries out is nobody's work.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue(
        &self,
        homework: &Homework,
        now: Timestamp,
    ) -> Result<Vec<Queued>, StoreError> {
        let name = homework.name();
        let of = "where homework = $1 and user_id in (select id from users where";
        let answers = [SELECT_ANSWERS, of, IN_CLASS, ") order by id"];
        let answers: Vec<ManualAnswer> = self.rows(answers, (name,)).await?;
        let extensions = "select user_id, deadline from extensions where homework = $1";
        let extensions: Vec<(UserId, Timestamp)> = self.rows(extensions, (name,)).await?;
        let extensions: HashMap<_, _> = extensions.into_iter().collect();
        let claims = r"
            select c.answer_id, c.grader_id
            from claims c
            join manual_answers a on a.id = c.answer_id
            where a.homework = $1 and c.expires_at > $2";
        let claims: Vec<(AnswerId, UserId)> = self.rows(claims, (name, now)).await?;
        let claims: HashMap<_, _> = claims.into_iter().collect();
        let mut grades: HashMap<(UserId, String), ManualGrade> = self
            .manual_grades(name)
            .await?
            .into_iter()
            .map(|g| ((g.user, g.item.clone()), g))
            .collect();
        let mut versions: HashMap<(UserId, String), Vec<ManualAnswer>> = HashMap::new();
        for answer in answers {
            let key = (answer.user, answer.item.clone());
            versions.entry(key).or_default().push(answer);
        }
        let mut queued = Vec::new();
        for (key, answers) in versions {
            let extension = extensions.get(&key.0).copied();
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
