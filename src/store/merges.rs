//! Two rows that turn out to be one person: what hangs on the one moves to the other.

use super::audit::{Action, Merge, Moved, Person};
use super::audited::Audited;
use super::holdings::Holdings;
use super::lateness::Reckoned;
use super::moves::MOVES;
use super::users::SELECT;
use super::{Store, StoreError, User};
use crate::ids::UserId;
use jiff::Timestamp;

/// What a merge does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// As the audit notes it.
    pub merge: Merge,
    /// What stays with the row that is merged, because the other has something in its place.
    pub left: Vec<Moved>,
    /// Of what lateness leaves another share, since the one who stays has another deadline than the one who sent it.
    pub late: Vec<Reckoned>,
    /// What both have, before and after.
    pub holdings: Holdings,
    /// The logins of those who are parts of the one that is to be merged. They are to be parted first: each undoing is of one step.
    pub parts: Vec<String>,
}

impl Store {
    /// What merging `from` into `into` would do; nothing is changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preview_merge(
        &self,
        from: &User,
        into: &User,
        now: Timestamp,
    ) -> Result<Merged, StoreError> {
        // It is done and not committed.
        let (_, merged) = self.merged(from, into, "", now).await?;
        Ok(merged)
    }

    /// Makes `from` a part of `into`, if that does exactly what was `seen`: whether it did.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn merge(
        &self,
        from: &User,
        into: &User,
        seen: &Merged,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (tx, merged) = self.merged(from, into, actor, now).await?;
        if merged != *seen || !merged.parts.is_empty() {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn merged(
        &self,
        from: &User,
        into: &User,
        actor: &str,
        now: Timestamp,
    ) -> Result<(Audited, Merged), StoreError> {
        let mut tx = self.audited().await?;
        tx.lock_each([from.id, into.id]).await?;
        // As they are now: what goes to whoever was merged meanwhile would count for nobody.
        let (from, into) = (&tx.whole(from.id).await?, &tx.whole(into.id).await?);
        let parts = "select login from users where merged_into = $1 order by login";
        let parts: Vec<String> = tx.rows(parts, (from.id,)).await?;
        let course = tx.course().await?;
        let both = [from.id, into.id];
        let before = tx.holdings(both, course.as_ref()).await?;
        let sent = "select count(*) from submissions where user_id = $1";
        let (own, theirs): (i64, i64) = (
            tx.one(sent, (into.id,)).await?,
            tx.one(sent, (from.id,)).await?,
        );
        // Inputs are the person's for good: who has sent answers to theirs keeps them.
        let takes_inputs = own == 0 && theirs > 0;
        let (mut moved, mut left) = (Vec::new(), Vec::new());
        for step in &MOVES {
            let rows: Vec<(String, bool)> = tx.rows(step.keys, (from.id, into.id)).await?;
            let stays = |taken: bool| taken || step.is_of_inputs && !takes_inputs;
            let (staying, moving): (Vec<_>, Vec<_>) =
                rows.into_iter().partition(|(_, taken)| stays(*taken));
            let mut given = tx.given(step, from.id).await?;
            for (rows, list) in [(moving, &mut moved), (staying, &mut left)] {
                if !rows.is_empty() {
                    let keys: Vec<String> = rows.into_iter().map(|(key, _)| key).collect();
                    list.push(Moved {
                        table: step.table.to_owned(),
                        were: keys.iter().filter_map(|key| given.remove(key)).collect(),
                        keys,
                    });
                }
            }
        }
        let extended = tx.extended(from.id, into.id).await?;
        tx.give(&moved, from.id, into.id).await?;
        if takes_inputs {
            tx.swap_inputs(from, into).await?;
        }
        // What stays behind counts for nobody; it is reckoned anew when the two part.
        let late = tx.settle_lateness(into.id, &extended, actor, now).await?;
        tx.restand_student(from.id).await?;
        tx.retally_student(from.id).await?;
        tx.restand_student(into.id).await?;
        tx.retally_student(into.id).await?;
        let person = Person {
            details: into.details.or(&from.details),
            ..into.noted()
        };
        tx.make(&into.login, Some(into), &person, actor, now)
            .await?;
        // Links, tokens and sessions are refused while the row is inactive, and hold again should the two part.
        let away = "update users set merged_into = $2, active = false where id = $1";
        tx.execute(away, (from.id, into.id)).await?;
        let merge = Merge {
            from: from.login.clone(),
            into: into.login.clone(),
            moved,
            taken: from.details.lacking_in(&into.details),
            takes_inputs,
            was_active: from.active,
            is_undone: false,
        };
        let action = Action::Merge(merge.clone());
        tx.note(actor, now, from.login.as_str(), &action).await?;
        let after = tx.holdings(both, course.as_ref()).await?;
        let merged = Merged {
            merge,
            left,
            late,
            holdings: Holdings { before, after },
            parts,
        };
        Ok((tx, merged))
    }
}

impl Audited {
    /// A person who is no part of another one.
    async fn whole(&mut self, user: UserId) -> Result<User, StoreError> {
        let own = "where id = $1 and merged_into is null";
        self.first([SELECT, own], (user,))
            .await?
            .ok_or(StoreError::Merged)
    }
}
