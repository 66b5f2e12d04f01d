//! Whose rows of standings and tallies a transaction may reckon anew: who sends something is waited for, and waits.
//!
//! SQLite has one writer anyway. On PostgreSQL two transactions reckon from what each of them sees, and the later one would write what it saw
//! before the other committed: so whoever reckons a student's rows first holds the student's own row, and reads only then.

use super::StoreError;
use super::db::{Many, Tx};
use crate::ids::UserId;
use std::collections::HashSet;

impl Tx {
    /// Lets nothing else of a student be stored before this transaction ends.
    pub(super) async fn lock_student(&mut self, user: UserId) -> Result<(), StoreError> {
        if self.is_postgres() {
            let lock = "select id from users where id = $1 for no key update";
            self.first::<UserId>(lock, (user,)).await?;
        }
        self.held.add(user);
        Ok(())
    }

    /// The same of somebody who sends something or is given it: as whom they draw inputs. It would be lost to sight with a row that was merged
    /// while it was on its way.
    pub(super) async fn lock_whole(&mut self, user: UserId) -> Result<String, StoreError> {
        let select = "select drawn_as from users where id = $1 and merged_into is null";
        let lock = if self.is_postgres() {
            "for no key update"
        } else {
            ""
        };
        let drawn_as: Option<String> = self.first([select, lock], (user,)).await?;
        self.held.add(user);
        drawn_as.ok_or(StoreError::Merged)
    }

    /// The same of some students. Whoever holds several takes them in this order, after the audit.
    pub(super) async fn lock_each(
        &mut self,
        users: impl IntoIterator<Item = UserId>,
    ) -> Result<(), StoreError> {
        let users: HashSet<UserId> = users.into_iter().collect();
        if self.is_postgres() && !users.is_empty() {
            let all: Vec<UserId> = users.iter().copied().collect();
            let (lock, all) = Many::among("select id from users where id in (", &all);
            let lock = Many {
                tail: ") order by id for no key update",
                ..lock
            };
            self.rows::<UserId>(lock, all).await?;
        }
        for user in users {
            self.held.add(user);
        }
        Ok(())
    }

    /// The same of everybody.
    pub(super) async fn lock_students(&mut self) -> Result<(), StoreError> {
        if self.is_postgres() {
            let lock = "select id from users order by id for no key update";
            self.rows::<UserId>(lock, ()).await?;
        }
        self.held.add_everybody();
        Ok(())
    }

    /// Whether nothing of these students is stored before this transaction ends.
    pub(super) fn holds(&self, users: impl IntoIterator<Item = UserId>) -> bool {
        self.held.covers(users)
    }
}
