//! Grades of items graded by a person, and the queue of answers that wait for one.

use super::audit::Grade;
use super::codec::{FromRow, Row, of_json};
use super::enrolled::IN_CLASS;
use super::manual_answers::SELECT as SELECT_ANSWERS;
use super::{ManualAnswer, Store, StoreError};
use crate::course::Homework;
use crate::grading::by_hand::{Part, counting_version};
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
    /// What each part of the rubric gives.
    pub parts: Vec<Part>,
    /// What the grader gave, where that was by another rubric and was carried over from it.
    pub given: Option<Vec<Part>>,
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
    select user_id, item, answer_id, criteria, given_criteria, late_factor, points, comment, given_by, given_at
    from manual_grades";
/// Those of one student's homework, in their order.
pub(super) const BY_ITEM: &str = "where user_id = $1 and homework = $2 order by item";
/// That of one item.
pub(super) const OF_ITEM: &str = "where user_id = $1 and homework = $2 and item = $3";

impl FromRow for ManualGrade {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            item: row.get("item")?,
            answer: row.get("answer_id")?,
            parts: row.json("criteria")?,
            given: given(row)?,
            late_factor: row.get("late_factor")?,
            points: row.get("points")?,
            comment: row.get("comment")?,
            given_by: row.get("given_by")?,
            given_at: row.get("given_at")?,
        })
    }
}

/// What the grader gave, where the criteria are carried over from it.
pub(super) fn given(row: &Row) -> Result<Option<Vec<Part>>, StoreError> {
    let given: Option<String> = row.get("given_criteria")?;
    given.as_deref().map(of_json).transpose()
}

impl ManualGrade {
    /// What the grader gave, by the rubric of that time.
    pub fn as_given(&self) -> &[Part] {
        self.given.as_deref().unwrap_or(&self.parts)
    }

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
