//! Later deadlines of one's own, and what they give of what lateness took: in the same transaction, each with its entry.

use super::adjustments::StudentHomework;
use super::audit::{Action, Change, Extension};
use super::lateness::{Because, DEADLINE, Reckoned};
use super::{Store, StoreError, User};
use crate::course::Homework;
use crate::ids::UserId;
use jiff::Timestamp;
use std::collections::HashMap;

impl Store {
    /// What [`Store::set_extension`] would do to the points of what was sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preview_extension(
        &self,
        user: UserId,
        homework: &Homework,
        deadline: Option<Timestamp>,
    ) -> Result<Vec<Reckoned>, StoreError> {
        self.reckoned(Because::OwnDeadline {
            user,
            homework,
            deadline,
        })
        .await
    }

    /// Reckons anew what lateness leaves of what one student sent for a homework, under these dates and the student's own deadline.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn settle_lateness(
        &self,
        user: UserId,
        homework: &Homework,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.audited().await?;
        tx.lock_student(user).await?;
        let deadline = tx.first(DEADLINE, (user, homework.name())).await?;
        let because = Because::OwnDeadline {
            user,
            homework,
            deadline,
        };
        let reckoned = tx.reckoned(because).await?;
        tx.write_lateness(&reckoned, actor, now).await?;
        tx.commit().await
    }

    /// Sets or takes away one student's later deadline, and with it what lateness leaves of the submissions and the graded items it
    /// concerns.
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
        let of = StudentHomework {
            user: student.id,
            login: &student.login,
            homework: homework.name(),
        };
        let mut tx = self.audited().await?;
        tx.lock_whole(of.user).await?;
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
        if before == after {
            return Ok(());
        }
        let because = Because::OwnDeadline {
            user: of.user,
            homework,
            deadline,
        };
        let reckoned = tx.reckoned(because).await?;
        tx.write_lateness(&reckoned, actor, now).await?;
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
        tx.restand(of.user, of.homework).await?;
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
        user: UserId,
        homework: &str,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.first(DEADLINE, (user, homework)).await
    }

    /// One student's later deadlines, by homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extensions_of(
        &self,
        user: UserId,
    ) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let select =
            "select homework, deadline from extensions where user_id = $1 order by homework";
        self.rows(select, (user,)).await
    }

    /// All extensions, by user and homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extensions(&self) -> Result<HashMap<(UserId, String), Timestamp>, StoreError> {
        let rows: Vec<(UserId, String, Timestamp)> = self
            .rows("select user_id, homework, deadline from extensions", ())
            .await?;
        let by = |(user, homework, at)| ((user, homework), at);
        Ok(rows.into_iter().map(by).collect())
    }
}
