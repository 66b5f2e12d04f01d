//! Two rows that turn out to be one person: what hangs on the one moves to the other, and back.

use super::audit::{Action, Merge, Moved, Person};
use super::audited::Audited;
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
        let parts = "select login from users where merged_into = $1 order by login";
        let parts: Vec<String> = tx.rows(parts, (from.id,)).await?;
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
            let named = |rows: Vec<(String, bool)>| Moved {
                table: step.table.to_owned(),
                keys: rows.into_iter().map(|(key, _)| key).collect(),
            };
            for (rows, list) in [(moving, &mut moved), (staying, &mut left)] {
                if !rows.is_empty() {
                    list.push(named(rows));
                }
            }
        }
        tx.give(&moved, from.id, into.id).await?;
        if takes_inputs {
            tx.swap_inputs(from, into).await?;
        }
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
        let away = "update users set merged_into = $2, active = false where id = $1";
        tx.execute(away, (from.id, into.id)).await?;
        tx.end_access(from.id, now).await?;
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
        Ok((tx, Merged { merge, left, parts }))
    }

    /// Those who were merged into a person, by login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn merged_into(&self, user: UserId) -> Result<Vec<User>, StoreError> {
        let of = "where merged_into = $1 order by login";
        self.rows([SELECT, of], (user,)).await
    }

    /// Makes of one person two again, by what was noted of the merge: whether there was one of this login. Where inputs go back, so does
    /// what was sent for them since; details that were taken over go, unless somebody has changed them since.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn part(&self, login: &str, actor: &str, now: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.audited().await?;
        let own = "where login = $1 and merged_into is not null";
        let Some(from) = tx.first::<User>([SELECT, own], (login,)).await? else {
            return Ok(false);
        };
        let noted = r"
            select change from audit
            where action = 'merge' and subject = $1
            order by id desc
            limit 1";
        let noted: Option<String> = tx.first(noted, (login,)).await?;
        let noted = noted.and_then(|text| serde_json::from_str(&text).ok());
        let Some(Action::Merge(mut merge)) = noted else {
            return Ok(false);
        };
        let into = "where id = (select merged_into from users where id = $1)";
        let into: User = tx.one([SELECT, into], (from.id,)).await?;
        tx.lock_each([from.id, into.id]).await?;
        if merge.takes_inputs {
            let sent = MOVES.iter().filter(|step| step.is_of_inputs);
            for step in sent {
                let keys: Vec<(String, bool)> = tx.rows(step.keys, (into.id, from.id)).await?;
                merge.moved.retain(|rows| rows.table != step.table);
                merge.moved.push(Moved {
                    table: step.table.to_owned(),
                    keys: keys.into_iter().map(|(key, _)| key).collect(),
                });
            }
        }
        tx.give(&merge.moved, into.id, from.id).await?;
        if merge.takes_inputs {
            tx.swap_inputs(&from, &into).await?;
        }
        tx.restand_student(from.id).await?;
        tx.retally_student(from.id).await?;
        tx.restand_student(into.id).await?;
        tx.retally_student(into.id).await?;
        let person = Person {
            details: into.details.without(&merge.taken),
            ..into.noted()
        };
        tx.make(&into.login, Some(&into), &person, actor, now)
            .await?;
        let back = "update users set merged_into = null, active = $2 where id = $1";
        tx.execute(back, (from.id, merge.was_active)).await?;
        let undone = Action::Merge(Merge {
            is_undone: true,
            ..merge
        });
        tx.note(actor, now, login, &undone).await?;
        tx.commit().await?;
        Ok(true)
    }
}

impl Audited {
    /// Gives rows of one person to another.
    async fn give(&mut self, moved: &[Moved], from: UserId, to: UserId) -> Result<(), StoreError> {
        for rows in moved {
            let Some(step) = MOVES.iter().find(|step| step.table == rows.table) else {
                continue;
            };
            for key in &rows.keys {
                self.execute(step.put, (from, to, key)).await?;
            }
        }
        Ok(())
    }

    /// Each draws inputs as the other did.
    async fn swap_inputs(&mut self, one: &User, other: &User) -> Result<(), StoreError> {
        let put = "update users set drawn_as = $2 where id = $1";
        // No login has this sign: two people never draw the same in between.
        let aside = format!("#{}", one.id);
        self.execute(put, (one.id, &aside)).await?;
        self.execute(put, (other.id, &one.drawn_as)).await?;
        self.execute(put, (one.id, &other.drawn_as)).await?;
        // What each was given goes along. Far from all releases nothing stands in the way of what comes.
        for step in [
            "update given_inputs set release = release + 1000000000 where user_id = $1 and $2 > 0",
            "update given_inputs set user_id = $1 where user_id = $2",
            "update given_inputs set user_id = $2, release = release - 1000000000 where user_id = $1 and release > 500000000",
            // A draft was graded by the inputs that its owner had.
            "delete from drafts where user_id in ($1, $2)",
        ] {
            self.execute(step, (one.id, other.id)).await?;
        }
        Ok(())
    }
}
