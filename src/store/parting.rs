//! One person who is made two again: what came with the merge goes back, where it is as it came.

use super::audit::{Action, Given, Merge, Moved, Person};
use super::audited::Audited;
use super::holdings::Holdings;
use super::lateness::Reckoned;
use super::moves::{MOVES, Move, SINGLE};
use super::users::SELECT;
use super::{Store, StoreError, User};
use crate::ids::UserId;
use jiff::Timestamp;

/// What parting does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parted {
    /// As the audit notes it: what moved then is what goes back.
    pub merge: Merge,
    /// What stays with the one who stayed, because somebody has changed it since.
    pub changed: Vec<ChangedSince>,
    /// Of what lateness leaves another share, by the deadline of whoever has it then.
    pub late: Vec<Reckoned>,
    /// What both have, before and after.
    pub holdings: Holdings,
}

/// A row that came with a merge and is not as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedSince {
    /// The table; messages are `stored-NAME`.
    pub table: String,
    /// The homework, or `HOMEWORK/ITEM`; nothing where a person has one row at most.
    pub of: Option<String>,
    /// What it said, if that was noted.
    pub was: Option<Given>,
    /// What it says; `None` where it was taken away.
    pub is: Option<Given>,
}

impl Store {
    /// Those who were merged into a person, by login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn merged_into(&self, user: UserId) -> Result<Vec<User>, StoreError> {
        let of = "where merged_into = $1 order by login";
        self.rows([SELECT, of], (user,)).await
    }

    /// What making of one person two again would do, by what was noted of the merge; nothing is changed. `None` where nobody of this login
    /// is a part of somebody.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preview_part(
        &self,
        login: &str,
        now: Timestamp,
    ) -> Result<Option<Parted>, StoreError> {
        // It is done and not committed.
        let done = self.parted(login, "", now).await?;
        Ok(done.map(|(_, parted)| parted))
    }

    /// Makes of one person two again, if that does exactly what was `seen`: whether it did. Where inputs go back, so does what was sent for
    /// them since; details that were taken over go, unless somebody has changed them since.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn part(
        &self,
        login: &str,
        seen: &Parted,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some((tx, parted)) = self.parted(login, actor, now).await? else {
            return Ok(false);
        };
        if parted != *seen {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn parted(
        &self,
        login: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<(Audited, Parted)>, StoreError> {
        let mut tx = self.audited().await?;
        let own = "where login = $1 and merged_into is not null";
        let Some(from) = tx.first::<User>([SELECT, own], (login,)).await? else {
            return Ok(None);
        };
        let Some(mut merge) = tx.noted_merge(login).await? else {
            return Ok(None);
        };
        let into = "where id = (select merged_into from users where id = $1)";
        let into: User = tx.one([SELECT, into], (from.id,)).await?;
        let both = [from.id, into.id];
        tx.lock_each(both).await?;
        let course = tx.course().await?;
        let before = tx.holdings(both, course.as_ref()).await?;
        let mut extended = tx.extended(from.id, into.id).await?;
        let noted = merge.moved.iter().filter(|rows| rows.table == "extensions");
        extended.extend(noted.flat_map(|rows| rows.keys.iter().cloned()));
        if merge.takes_inputs {
            tx.add_sent_since(&mut merge, &from, &into).await?;
        }
        tx.add_graded_since(&mut merge, &into).await?;
        let mut changed = Vec::new();
        for rows in &mut merge.moved {
            changed.extend(tx.keep_changed(rows, &from, &into).await?);
        }
        merge.moved.retain(|rows| !rows.keys.is_empty());
        tx.give(&merge.moved, into.id, from.id).await?;
        if merge.takes_inputs {
            tx.swap_inputs(&from, &into).await?;
        }
        let mut late = Vec::new();
        for user in [from.id, into.id] {
            late.extend(tx.settle_lateness(user, &extended, actor, now).await?);
            tx.restand_student(user).await?;
            tx.retally_student(user).await?;
        }
        let person = Person {
            details: into.details.without(&merge.taken),
            ..into.noted()
        };
        tx.make(&into.login, Some(&into), &person, actor, now)
            .await?;
        let back = "update users set merged_into = null, active = $2 where id = $1";
        tx.execute(back, (from.id, merge.was_active)).await?;
        merge.is_undone = true;
        let undone = Action::Merge(merge.clone());
        tx.note(actor, now, login, &undone).await?;
        let after = tx.holdings(both, course.as_ref()).await?;
        let parted = Parted {
            merge,
            changed,
            late,
            holdings: Holdings { before, after },
        };
        Ok(Some((tx, parted)))
    }
}

impl Audited {
    /// What was noted when somebody became a part of another.
    async fn noted_merge(&mut self, login: &str) -> Result<Option<Merge>, StoreError> {
        let noted = r"
            select change from audit
            where action = 'merge' and subject = $1
            order by id desc
            limit 1";
        let noted: Option<String> = self.first(noted, (login,)).await?;
        Ok(
            match noted.and_then(|text| serde_json::from_str(&text).ok()) {
                Some(Action::Merge(merge)) => Some(merge),
                _ => None,
            },
        )
    }

    /// Adds what was sent since for inputs that came with the merge.
    async fn add_sent_since(
        &mut self,
        merge: &mut Merge,
        from: &User,
        into: &User,
    ) -> Result<(), StoreError> {
        for step in MOVES.iter().filter(|step| step.is_of_inputs) {
            let keys: Vec<(String, bool)> = self.rows(step.keys, (into.id, from.id)).await?;
            merge.moved.retain(|rows| rows.table != step.table);
            merge.moved.push(Moved {
                table: step.table.to_owned(),
                keys: keys.into_iter().map(|(key, _)| key).collect(),
                were: Vec::new(),
            });
        }
        Ok(())
    }

    /// Adds grades that were given since to answers that came with the merge: a grade goes with its answer.
    async fn add_graded_since(&mut self, merge: &mut Merge, into: &User) -> Result<(), StoreError> {
        let Some(step) = Move::of("manual_grades") else {
            return Ok(());
        };
        let of = |table: &'static str| move |rows: &&Moved| rows.table == table;
        let answers = merge.moved.iter().find(of("manual_answers"));
        let known = merge.moved.iter().find(of("manual_grades"));
        let goes_back = |key: &str, grade: &Given| {
            let Given::Grade(Some(answer)) = grade else {
                return false;
            };
            let answer = answer.to_string();
            answers.is_some_and(|rows| rows.keys.contains(&answer))
                && !known.is_some_and(|rows| rows.keys.iter().any(|known| known == key))
        };
        let mut given: Vec<_> = self.given(step, into.id).await?.into_iter().collect();
        given.retain(|(key, grade)| goes_back(key, grade));
        if !given.is_empty() {
            given.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            let (keys, were) = given.into_iter().unzip();
            let table = step.table.to_owned();
            merge.moved.push(Moved { table, keys, were });
        }
        Ok(())
    }

    /// Takes out of the rows that moved those that are not as they came: what was given to the one who stayed is not the other's.
    async fn keep_changed(
        &mut self,
        rows: &mut Moved,
        from: &User,
        into: &User,
    ) -> Result<Vec<ChangedSince>, StoreError> {
        let Some(step) = Move::of(&rows.table).filter(|step| step.given.is_some()) else {
            return Ok(Vec::new());
        };
        let (mut given, own) = (
            self.given(step, into.id).await?,
            self.given(step, from.id).await?,
        );
        let mut changed = Vec::new();
        let mut were = std::mem::take(&mut rows.were).into_iter();
        for key in std::mem::take(&mut rows.keys) {
            let (was, is) = (were.next(), given.remove(&key));
            // Merges of earlier releases did not note how a row came.
            let is_as_it_came = is.is_some() && (was.is_none() || was == is);
            if is_as_it_came && !own.contains_key(&key) {
                rows.keys.push(key);
                rows.were.extend(is);
            } else {
                changed.push(ChangedSince {
                    table: rows.table.clone(),
                    of: Some(key).filter(|key| key != SINGLE),
                    was,
                    is,
                });
            }
        }
        Ok(changed)
    }
}
