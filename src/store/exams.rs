//! Points of the oral exam.

use super::audit::{Action, Change, List};
use super::audited::Audited;
use super::letter::{About, LetterKind};
use super::letters::News;
use super::plans::EVERYTHING;
use super::{Store, StoreError, User};
use crate::ids::{EntryId, UserId};
use jiff::Timestamp;
use judge::points::Points;
use std::collections::HashMap;

impl Audited {
    /// The exam's points of one student.
    async fn exam_given(&mut self, user: UserId) -> Result<Option<Points>, StoreError> {
        self.first("select points from exams where user_id = $1", (user,))
            .await
    }

    /// Gives one student the exam's points; the same points again are no change.
    pub(super) async fn give_exam(
        &mut self,
        (user, login): (UserId, &str),
        points: Option<Points>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let before = self.exam_given(user).await?;
        if before == points {
            return Ok(());
        }
        match points {
            Some(points) => {
                let put = r"
                    insert into exams (user_id, points, given_by, given_at)
                    values ($1, $2, $3, $4)
                    on conflict (user_id) do update
                    set points = excluded.points, given_by = excluded.given_by, given_at = excluded.given_at";
                self.execute(put, (user, points, actor, now)).await?
            }
            None => {
                self.execute("delete from exams where user_id = $1", (user,))
                    .await?
            }
        };
        let change = Action::Exam(Change {
            before,
            after: points,
        });
        self.note(actor, now, login, &change).await?;
        self.tell(News {
            user,
            kind: LetterKind::Graded,
            about: &About::Exam,
            now,
        })
        .await
    }
}

impl Store {
    /// Gives a student the exam's points; `None` takes them away (not graded is not zero).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_exam(
        &self,
        user: UserId,
        login: &str,
        points: Option<Points>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.audited().await?;
        tx.lock_whole(user).await?;
        tx.give_exam((user, login), points, actor, now).await?;
        tx.commit().await
    }

    /// The same where they are still those that were seen, or already those that are wanted; whether it is so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_exam(
        &self,
        student: &User,
        (seen, wanted): (Option<Points>, Option<Points>),
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.audited().await?;
        tx.lock_whole(student.id).await?;
        let given = tx.exam_given(student.id).await?;
        if given != seen && given != wanted {
            return Ok(false);
        }
        let of = (student.id, student.login.as_str());
        tx.give_exam(of, wanted, actor, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives several students the exam's points: all or none, and one entry of the audit, which is returned; none
    /// where nothing changed.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn set_exams(
        &self,
        given: &[(&User, Points)],
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<EntryId>, StoreError> {
        let mut tx = self.audited().await?.importing(List::Exam);
        for (student, points) in given {
            tx.lock_whole(student.id).await?;
            let student = (student.id, student.login.as_str());
            tx.give_exam(student, Some(*points), actor, now).await?;
        }
        let entry = tx.import_entry();
        tx.commit().await?;
        Ok(entry)
    }

    /// A student's exam points, if graded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exam(&self, user: UserId) -> Result<Option<Points>, StoreError> {
        self.first("select points from exams where user_id = $1", (user,))
            .await
    }

    /// The exam points of these people, by user.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exams_among(
        &self,
        users: &[UserId],
    ) -> Result<HashMap<UserId, Points>, StoreError> {
        let head = "select user_id, points from exams where user_id in (";
        let rows: Vec<(UserId, Points)> = self.among(head, users).await?;
        Ok(rows.into_iter().collect())
    }

    /// Everybody's exam points, by user.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exams(&self) -> Result<HashMap<UserId, Points>, StoreError> {
        let rows: Vec<(UserId, Points)> = self
            .rows(["select user_id, points from exams", EVERYTHING], ())
            .await?;
        Ok(rows.into_iter().collect())
    }
}
