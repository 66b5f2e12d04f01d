//! Later deadlines of one's own, and what they give back of what lateness took: in the same transaction, each with its entry.

use super::adjustments::StudentHomework;
use super::audit::{Action, Audited, Change, Extension, Grade};
use super::manual_grades::{BY_ITEM as GRADES_BY_ITEM, SELECT as SELECT_GRADES};
use super::submissions::SELECT as SELECT_SUBMISSIONS;
use super::{ManualGrade, Store, StoreError, Submission, User};
use crate::grading::by_hand::total;
use crate::grading::lateness::{OwnDeadline, Rules, recompute};
use crate::points::{Points, Share};
use jiff::Timestamp;
use std::collections::HashMap;

/// What lateness leaves of something under another deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recomputed<T> {
    /// What: a submission, or the grade of an item.
    pub of: T,
    /// What lateness leaves of it.
    pub late_factor: Share,
    /// The points that this leaves.
    pub points: Points,
}

/// Everything of one student's homework of which another deadline leaves more, or less.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecomputedLateness {
    /// Submissions.
    pub submissions: Vec<Recomputed<Submission>>,
    /// Grades of items graded by a person.
    pub grades: Vec<Recomputed<ManualGrade>>,
}

/// What a student sent for a homework, as far as lateness is concerned.
struct Sent {
    submissions: Vec<Submission>,
    /// The versions that each submission was graded under before.
    earlier: Vec<(i64, i64)>,
    grades: Vec<ManualGrade>,
    /// When each answer to an item was sent.
    answers: Vec<(i64, Timestamp)>,
}

const SUBMISSIONS: &str = "where user_id = $1 and homework = $2 order by id";
const EARLIER: &str = "
    select r.submission_id, r.course_id
    from reports r
    join submissions s on s.id = r.submission_id
    where s.user_id = $1 and s.homework = $2";
const ANSWERS: &str = "
    select id, sent_at
    from manual_answers
    where user_id = $1 and homework = $2";

impl Sent {
    async fn of(tx: &mut Audited, user: i64, homework: &str) -> Result<Self, StoreError> {
        let of = (user, homework);
        Ok(Self {
            submissions: tx.rows([SELECT_SUBMISSIONS, SUBMISSIONS], of).await?,
            earlier: tx.rows(EARLIER, of).await?,
            grades: tx.rows([SELECT_GRADES, GRADES_BY_ITEM], of).await?,
            answers: tx.rows(ANSWERS, of).await?,
        })
    }

    /// What becomes of it under another deadline.
    fn recompute(self, rules: &Rules, deadline: OwnDeadline) -> RecomputedLateness {
        let answers: HashMap<i64, Timestamp> = self.answers.into_iter().collect();
        let submissions = self.submissions.into_iter().filter_map(|s| {
            let earlier = self.earlier.iter().filter(|(of, _)| *of == s.id);
            let mut versions: Vec<i64> = earlier.map(|(_, version)| *version).collect();
            versions.push(s.course);
            let rules = rules.of_versions(&versions);
            let late_factor = recompute(&rules, deadline, s.received_at, s.late_factor);
            (late_factor != s.late_factor).then(|| Recomputed {
                late_factor,
                points: late_factor.of(s.report.points),
                of: s,
            })
        });
        let grades = self.grades.into_iter().filter_map(|g| {
            let sent_at = *answers.get(&g.answer?)?;
            let rules = rules.since(g.given_at);
            let late_factor = recompute(&rules, deadline, sent_at, g.late_factor);
            (late_factor != g.late_factor).then(|| Recomputed {
                late_factor,
                points: late_factor.of(total(&g.parts)),
                of: g,
            })
        });
        RecomputedLateness {
            submissions: submissions.collect(),
            grades: grades.collect(),
        }
    }
}

impl Audited {
    /// Writes what another deadline leaves, with the entries.
    async fn write_lateness(
        &mut self,
        of: StudentHomework<'_>,
        recomputed: &RecomputedLateness,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for one in &recomputed.submissions {
            let update = r"
                update submissions
                set late_factor = $2, points = $3
                where id = $1";
            let submission = &one.of;
            self.execute(update, (submission.id, one.late_factor, one.points))
                .await?;
            let grade = |points, late_factor| {
                Some(Grade {
                    points,
                    late_factor,
                    parts: Vec::new(),
                    comment: String::new(),
                })
            };
            let late = Action::Late(Change {
                before: grade(submission.points, submission.late_factor),
                after: grade(one.points, one.late_factor),
            });
            let subject = format!("{}#{}", of.subject(), submission.id);
            self.note(actor, now, subject, &late).await?;
        }
        for one in &recomputed.grades {
            let update = r"
                update manual_grades
                set late_factor = $4, points = $5
                where user_id = $1 and homework = $2 and item = $3";
            let item = &one.of.item;
            let changed = (of.user, of.homework, item, one.late_factor, one.points);
            self.execute(update, changed).await?;
            let before = one.of.without_comment();
            let late = Action::Late(Change {
                after: Some(Grade {
                    points: one.points,
                    late_factor: one.late_factor,
                    ..before.clone()
                }),
                before: Some(before),
            });
            let subject = format!("{}/{item}", of.subject());
            self.note(actor, now, subject, &late).await?;
        }
        Ok(())
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
        rules: &Rules,
        deadline: Option<Timestamp>,
    ) -> Result<RecomputedLateness, StoreError> {
        let homework = rules.homework.name();
        let of = (user, homework);
        let sent = Sent {
            submissions: self.submissions(user, homework).await?,
            earlier: self.rows(EARLIER, of).await?,
            grades: self.manual_grades_of(user, homework).await?,
            answers: self.rows(ANSWERS, of).await?,
        };
        let deadline = OwnDeadline {
            before: self.extension(user, homework).await?,
            after: deadline,
        };
        Ok(sent.recompute(rules, deadline))
    }

    /// Sets or takes away one student's later deadline, and with it what lateness leaves of the submissions and the graded items it
    /// concerns.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn set_extension(
        &self,
        student: &User,
        rules: &Rules,
        deadline: Option<Timestamp>,
        reason: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let of = StudentHomework {
            user: student.id,
            login: &student.login,
            homework: rules.homework.name(),
        };
        let mut tx = self.audited().await?;
        tx.lock_student(of.user).await?;
        let select = r"
            select deadline, reason
            from extensions
            where user_id = $1 and homework = $2";
        let before: Option<(Timestamp, String)> = tx.first(select, (of.user, of.homework)).await?;
        let before = before.map(|(deadline, reason)| Extension { deadline, reason });
        let after = deadline.map(|deadline| Extension {
            deadline,
            reason: reason.to_owned(),
        });
        let sent = Sent::of(&mut tx, of.user, of.homework).await?;
        let own = OwnDeadline {
            before: before.as_ref().map(|extension| extension.deadline),
            after: deadline,
        };
        let recomputed = sent.recompute(rules, own);
        tx.write_lateness(of, &recomputed, actor, now).await?;
        if let Some(deadline) = deadline {
            let put = r"
                insert into extensions (user_id, homework, deadline, reason)
                values ($1, $2, $3, $4)
                on conflict (user_id, homework) do update
                set deadline = excluded.deadline, reason = excluded.reason";
            tx.execute(put, (of.user, of.homework, deadline, reason))
                .await?
        } else {
            let delete = "delete from extensions where user_id = $1 and homework = $2";
            tx.execute(delete, (of.user, of.homework)).await?
        };
        let extension = Action::Extension(Change { before, after });
        tx.note(actor, now, of.subject(), &extension).await?;
        tx.commit().await
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
        let select = "select deadline from extensions where user_id = $1 and homework = $2";
        self.first(select, (user, homework)).await
    }

    /// All extensions, by user and homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extensions(&self) -> Result<HashMap<(i64, String), Timestamp>, StoreError> {
        let rows: Vec<(i64, String, Timestamp)> = self
            .rows("select user_id, homework, deadline from extensions", ())
            .await?;
        let by = |(user, homework, at)| ((user, homework), at);
        Ok(rows.into_iter().map(by).collect())
    }
}
