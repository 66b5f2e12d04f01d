//! Points of the oral exam.

use super::audit::{Action, Change, List};
use super::audited::Audited;
use super::codec::Value;
use super::db::{MOST_ROWS, Many};
use super::letter::{About, LetterKind};
use super::letters::News;
use super::plans::EVERYTHING;
use super::{Store, StoreError, User};
use crate::ids::{EntryId, UserId};
use jiff::Timestamp;
use judge::points::Points;
use std::collections::HashMap;

const PUT: &str = "insert into exams (user_id, points, given_by, given_at) values";
const ANEW: &str = "
    on conflict (user_id) do update
    set points = excluded.points, given_by = excluded.given_by, given_at = excluded.given_at";
const OF: &str = "select points from exams where user_id = $1";
const AMONG: &str = "select user_id, points from exams where user_id in (";

impl Audited {
    /// The exam's points of one student.
    pub(super) async fn exam_given(&mut self, user: UserId) -> Result<Option<Points>, StoreError> {
        self.first(OF, (user,)).await
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
                let put = [PUT, "($1, $2, $3, $4)", ANEW];
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
        self.tell_exam(user, now).await
    }

    /// Gives several students, of whom nobody is among them twice, the exam's points.
    async fn give_exams(
        &mut self,
        given: &[(&User, Points)],
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let ids: Vec<UserId> = given.iter().map(|(student, _)| student.id).collect();
        self.lock_each(ids.iter().copied()).await?;
        let whole = "select count(*) from users where merged_into is null and id in (";
        let (whole, all) = Many::among(whole, &ids);
        if self.one::<usize>(whole, all).await? != ids.len() {
            return Err(StoreError::Merged);
        }
        let (points, all) = Many::among(AMONG, &ids);
        let before: Vec<(UserId, Points)> = self.rows(points, all).await?;
        let before: HashMap<UserId, Points> = before.into_iter().collect();
        let changed = given.iter();
        let changed = changed.filter(|(student, points)| before.get(&student.id) != Some(points));
        let changed: Vec<&(&User, Points)> = changed.collect();
        if changed.is_empty() {
            return Ok(());
        }
        let put = Many {
            head: PUT,
            before: 0,
            rows: changed.len(),
            width: 4,
            tail: ANEW,
        };
        let mut values: Vec<Value<'_>> = Vec::with_capacity(changed.len() * put.width);
        for (student, points) in &changed {
            let row: [Value<'_>; 4] = [
                student.id.into(),
                (*points).into(),
                actor.into(),
                now.into(),
            ];
            values.extend(row);
        }
        self.execute(put, values).await?;
        let noted = changed.iter().map(|(student, points)| {
            let change = Action::Exam(Change {
                before: before.get(&student.id).copied(),
                after: Some(*points),
            });
            (student.login.clone(), change)
        });
        let noted: Vec<(String, Action)> = noted.collect();
        self.note_all(actor, now, &noted).await?;
        for (student, _) in changed {
            self.tell_exam(student.id, now).await?;
        }
        Ok(())
    }

    async fn tell_exam(&mut self, user: UserId, now: Timestamp) -> Result<(), StoreError> {
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
        for some in given.chunks(MOST_ROWS) {
            tx.give_exams(some, actor, now).await?;
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
        self.first(OF, (user,)).await
    }

    /// The exam points of these people, by user.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exams_among(
        &self,
        users: &[UserId],
    ) -> Result<HashMap<UserId, Points>, StoreError> {
        let rows: Vec<(UserId, Points)> = self.among(AMONG, users).await?;
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
