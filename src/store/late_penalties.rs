//! Graded items of which lateness has taken something: a course that leaves more of them gives it back when it is published.

use super::audit::{Action, Audited, Change, Grade};
use super::codec::{FromRow, Row};
use super::{Store, StoreError};
use crate::course::Course;
use crate::grading::by_hand::{Part, total};
use crate::grading::lateness::never_less;
use crate::points::{Points, Share};
use jiff::Timestamp;

/// The grade of an item of which lateness has taken something.
#[derive(Debug)]
pub(super) struct LateGrade {
    user: i64,
    login: String,
    homework: String,
    item: String,
    points: Points,
    parts: Vec<Part>,
    late_factor: Share,
    sent_at: Timestamp,
    extension: Option<Timestamp>,
}

const LATE_GRADES: &str = "
    select g.user_id, u.login, g.homework, g.item, g.points, g.criteria, g.late_factor, a.sent_at, e.deadline
    from manual_grades g
    join users u on u.id = g.user_id
    join manual_answers a on a.id = g.answer_id
    left join extensions e on e.user_id = g.user_id and e.homework = g.homework
    where g.late_factor < 1000
    order by g.homework, g.item, g.user_id";

impl FromRow for LateGrade {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            login: row.get("login")?,
            homework: row.get("homework")?,
            item: row.get("item")?,
            points: row.get("points")?,
            parts: row.json("criteria")?,
            late_factor: row.get("late_factor")?,
            sent_at: row.get("sent_at")?,
            extension: row.get("deadline")?,
        })
    }
}

/// A late penalty of which a course takes less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaivedPenalty {
    /// Whose.
    pub user: i64,
    /// The student's login, for the audit.
    pub login: String,
    /// The homework.
    pub homework: String,
    /// The item within it.
    pub item: String,
    /// The grade now.
    pub before: Grade,
    /// The grade then.
    pub after: Grade,
}

/// Of these grades the ones of which the course leaves more.
pub(super) fn waived(grades: Vec<LateGrade>, course: &Course) -> Vec<WaivedPenalty> {
    let waived = grades.into_iter().filter_map(|late| {
        let homework = course.homework(&late.homework)?;
        let left = never_less(homework, late.extension, late.sent_at, late.late_factor);
        let grade = |points, late_factor, parts: &[Part]| Grade {
            points,
            late_factor,
            parts: parts.to_vec(),
            comment: String::new(),
        };
        (left > late.late_factor).then(|| WaivedPenalty {
            before: grade(late.points, late.late_factor, &late.parts),
            after: grade(left.of(total(&late.parts)), left, &late.parts),
            user: late.user,
            login: late.login,
            homework: late.homework,
            item: late.item,
        })
    });
    waived.collect()
}

impl Audited {
    /// All grades of which lateness has taken something.
    pub(super) async fn late_grades(&mut self) -> Result<Vec<LateGrade>, StoreError> {
        self.rows(LATE_GRADES, ()).await
    }

    /// Gives back what lateness took.
    pub(super) async fn waive(
        &mut self,
        penalty: &WaivedPenalty,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let WaivedPenalty {
            user,
            login,
            homework,
            item,
            before,
            after,
        } = penalty;
        let update = r"
            update manual_grades
            set points = $4, late_factor = $5
            where user_id = $1 and homework = $2 and item = $3";
        let (points, late_factor) = (after.points, after.late_factor);
        self.execute(update, (*user, homework, item, points, late_factor))
            .await?;
        let late = Action::Late(Change {
            before: Some(before.clone()),
            after: Some(after.clone()),
        });
        self.note(actor, now, format!("{login}/{homework}/{item}"), &late)
            .await
    }
}

impl Store {
    /// The late penalties of graded items of which this course would take less.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn penalties_waived_by(
        &self,
        course: &Course,
    ) -> Result<Vec<WaivedPenalty>, StoreError> {
        Ok(waived(self.rows(LATE_GRADES, ()).await?, course))
    }
}
