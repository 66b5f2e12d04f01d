//! What a person gives: overrides and excuses. Every change is noted in the same transaction.

use super::audit::{Action, Change};
use super::letter::{About, LetterKind};
use super::letters::News;
use super::{Override, Store, StoreError};
use crate::ids::UserId;
use jiff::Timestamp;
use judge::points::Points;
use std::collections::HashMap;

/// One student's homework.
#[derive(Clone, Copy, Debug)]
pub struct StudentHomework<'a> {
    /// The student's row.
    pub user: UserId,
    /// The student's login, for the audit.
    pub login: &'a str,
    /// The homework.
    pub homework: &'a str,
}

impl StudentHomework<'_> {
    pub(super) fn subject(self) -> String {
        format!("{}/{}", self.login, self.homework)
    }
}

impl Store {
    /// Sets or takes away an override of one homework's points.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_override(
        &self,
        of: StudentHomework<'_>,
        given: Option<&Override>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.audited().await?;
        tx.lock_whole(of.user).await?;
        let select = r"
            select points, reason
            from overrides
            where user_id = $1 and homework = $2";
        let before: Option<(Option<Points>, String)> =
            tx.first(select, (of.user, of.homework)).await?;
        let before = before.map(|(points, reason)| Override { points, reason });
        if before.as_ref() == given {
            return Ok(());
        }
        if let Some(given) = given {
            let put = r"
                insert into overrides (user_id, homework, points, excused, reason)
                values ($1, $2, $3, $4, $5)
                on conflict (user_id, homework) do update
                set points = excluded.points, excused = excluded.excused, reason = excluded.reason";
            let excused = given.points.is_none();
            let row = (of.user, of.homework, given.points, excused, &given.reason);
            tx.execute(put, row).await?
        } else {
            let delete = "delete from overrides where user_id = $1 and homework = $2";
            tx.execute(delete, (of.user, of.homework)).await?
        };
        tx.restand(of.user, of.homework).await?;
        let change = Action::Override(Change {
            before,
            after: given.cloned(),
        });
        tx.note(actor, now, of.subject(), &change).await?;
        tx.tell(News {
            user: of.user,
            kind: LetterKind::Graded,
            about: &About::Homework(of.homework.to_owned()),
            now,
        })
        .await?;
        tx.commit().await
    }

    /// What holds for one student in place of what was earned, by homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn overrides_of(&self, user: UserId) -> Result<Vec<(String, Override)>, StoreError> {
        let select =
            "select homework, points, reason from overrides where user_id = $1 order by homework";
        let rows: Vec<(String, Option<Points>, String)> = self.rows(select, (user,)).await?;
        let given = |(homework, points, reason)| (homework, Override { points, reason });
        Ok(rows.into_iter().map(given).collect())
    }

    /// All overrides, by user and homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn overrides(&self) -> Result<HashMap<(UserId, String), Override>, StoreError> {
        let rows: Vec<(UserId, String, Option<Points>, String)> = self
            .rows(
                "select user_id, homework, points, reason from overrides",
                (),
            )
            .await?;
        let by = |(user, homework, points, reason)| ((user, homework), Override { points, reason });
        Ok(rows.into_iter().map(by).collect())
    }
}
