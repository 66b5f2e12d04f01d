//! Of which students a transaction lets nothing else be stored.

use crate::ids::UserId;
use std::collections::HashSet;

/// The students whom a transaction holds.
#[derive(Debug, Default)]
pub(in crate::store) struct Held {
    everybody: bool,
    users: HashSet<UserId>,
}

impl Held {
    /// Adds one.
    pub fn add(&mut self, user: UserId) {
        self.users.insert(user);
    }

    /// Adds all.
    pub fn add_everybody(&mut self) {
        self.everybody = true;
    }

    /// Whether they all are.
    pub fn covers(&self, users: impl IntoIterator<Item = UserId>) -> bool {
        self.everybody || users.into_iter().all(|user| self.users.contains(&user))
    }
}
