//! Giving the grade of an answer, changing it, and taking it away: each with its audit entry.

use super::audit::{Action, Change, Grade};
use super::audited::Audited;
use super::codec::json;
use super::lateness::DEADLINE;
use super::letter::{About, LetterKind};
use super::letters::News;
use super::manual_grades::{OF_ITEM, SELECT};
use super::{ManualAnswer, ManualGrade, Store, StoreError, User};
use crate::course::{Homework, Schedule};
use crate::grading::by_hand::{Part, counting_version, total};
use crate::ids::AnswerId;
use jiff::Timestamp;

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

/// A grade to be taken away, so that its answer waits again.
#[derive(Clone, Copy, Debug)]
pub struct UnwantedGrade<'a> {
    /// The version that counts.
    pub answer: &'a ManualAnswer,
    /// Its homework as configured.
    pub homework: &'a Homework,
    /// The student's login, for the audit.
    pub login: &'a str,
    /// When the grade that the grader saw had been given.
    pub seen: Option<Timestamp>,
}

/// What became of a grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GradeSaved {
    /// It is as it was meant.
    Saved,
    /// This person is grading the answer at this time.
    Taken(String),
    /// Another version counts by now.
    Newer(AnswerId),
    /// Somebody gave another grade meanwhile, or took it away.
    Changed,
}

/// Why nothing may be changed, or what there is to be changed: the grade, and the dates that hold for its student.
type Found = Result<(Option<ManualGrade>, Schedule), GradeSaved>;

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
        let mut tx = self.audited().await?;
        let found = tx.gradable((answer, homework), new.seen, grader, now);
        let (earlier, schedule) = match found.await? {
            Ok(found) => found,
            Err(refused) => return Ok(refused),
        };
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
                answer_id = excluded.answer_id, late_factor = excluded.late_factor,
                given_criteria = null";
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
        let change = Change {
            before: earlier.map(with_comment),
            after: Some(after),
        };
        tx.note_grade(answer, new.login, change, grader, now)
            .await?;
        tx.commit().await?;
        Ok(GradeSaved::Saved)
    }

    /// Takes the grade of one answer away, in one transaction with its audit entry: the answer waits again, and the points do not count.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn take_grade_away(
        &self,
        unwanted: UnwantedGrade<'_>,
        grader: &User,
        now: Timestamp,
    ) -> Result<GradeSaved, StoreError> {
        let (answer, homework) = (unwanted.answer, unwanted.homework);
        let mut tx = self.audited().await?;
        let found = tx.gradable((answer, homework), unwanted.seen, grader, now);
        let earlier = match found.await? {
            Ok((Some(earlier), _)) => earlier,
            Ok((None, _)) => return Ok(GradeSaved::Changed),
            Err(refused) => return Ok(refused),
        };
        let delete = "delete from manual_grades where user_id = $1 and homework = $2 and item = $3";
        let of_item = (answer.user, homework.name(), &answer.item);
        tx.execute(delete, of_item).await?;
        let change = Change {
            before: Some(with_comment(earlier)),
            after: None,
        };
        tx.note_grade(answer, unwanted.login, change, grader, now)
            .await?;
        tx.commit().await?;
        Ok(GradeSaved::Saved)
    }
}

impl Audited {
    /// The grade of an answer, where this grader may change it and it is the one that was seen.
    async fn gradable(
        &mut self,
        (answer, homework): (&ManualAnswer, &Homework),
        seen: Option<Timestamp>,
        grader: &User,
        now: Timestamp,
    ) -> Result<Found, StoreError> {
        let of_item = (answer.user, homework.name(), &answer.item);
        // As `send_answer` does: no version comes in between.
        self.lock_student(answer.user).await?;
        let taken = r"
            select u.name
            from claims c
            join users u on u.id = c.grader_id
            where c.answer_id = $1 and c.grader_id <> $2 and c.expires_at > $3";
        if let Some(name) = self.first(taken, (answer.id, grader.id, now)).await? {
            return Ok(Err(GradeSaved::Taken(name)));
        }
        let versions = r"
            select id, sent_at
            from manual_answers
            where user_id = $1 and homework = $2 and item = $3
            order by id";
        let versions: Vec<(AnswerId, Timestamp)> = self.rows(versions, of_item).await?;
        let extension = self.first(DEADLINE, (answer.user, homework.name())).await?;
        let schedule = homework.schedule(extension);
        let counts = counting_version(&versions, &schedule).unwrap_or(answer.id);
        if counts != answer.id {
            return Ok(Err(GradeSaved::Newer(counts)));
        }
        let grade: Option<ManualGrade> = self.first([SELECT, OF_ITEM], of_item).await?;
        let given_at = grade.as_ref().map(|g| g.given_at.as_microsecond());
        if given_at != seen.map(Timestamp::as_microsecond) {
            return Ok(Err(GradeSaved::Changed));
        }
        Ok(Ok((grade, schedule)))
    }

    /// Notes what became of the grade of an answer, and tells its student.
    async fn note_grade(
        &mut self,
        answer: &ManualAnswer,
        login: &str,
        change: Change<Grade>,
        grader: &User,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let subject = format!("{login}/{}/{}", answer.homework, answer.item);
        let graded = Action::ManualGrade(change);
        self.note(&grader.login, now, subject, &graded).await?;
        self.tell(News {
            user: answer.user,
            kind: LetterKind::Graded,
            about: &About::Item {
                homework: answer.homework.clone(),
                item: answer.item.clone(),
            },
            now,
        })
        .await
    }
}

/// A grade as the audit notes it where the comment changes too.
fn with_comment(grade: ManualGrade) -> Grade {
    Grade {
        comment: grade.comment.clone(),
        ..grade.without_comment()
    }
}
