//! The roster: many people at once, and one person's role and activity. Every change is noted in the same transaction.

use super::audit::{List, Person};
use super::audited::Audited;
use super::users::{OF_LOGIN, SELECT};
use super::{Listed, Role, Store, StoreError, User};
use crate::ids::{EntryId, UserId};
use jiff::Timestamp;

/// What ends for good with the right to sign in: links and tokens of the person `$1`, at `$2`; sessions are deleted.
const ENDS_ACCESS: [&str; 2] = [
    "update links set ended_at = $2 where ended_at is null and user_id = $1",
    "update tokens set revoked_at = $2 where revoked_at is null and user_id = $1",
];

/// What a list of people did.
#[derive(Clone, Debug)]
pub struct RosterPut {
    /// Those who are new.
    pub added: Vec<User>,
    /// The entry of the audit; none where nothing changed.
    pub entry: Option<EntryId>,
}

impl Audited {
    /// Ends links, tokens and sessions for good: whoever is activated again signs in by a new link.
    pub(super) async fn end_access(
        &mut self,
        user: UserId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for end in ENDS_ACCESS {
            self.execute(end, (user, now)).await?;
        }
        self.execute("delete from sessions where user_id = $1", (user,))
            .await?;
        Ok(())
    }

    /// Changes the role (`None` keeps it) and the activity of one person.
    async fn set_person(
        &mut self,
        login: &str,
        role: Option<Role>,
        active: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<User, StoreError> {
        let before: User = self.one([SELECT, OF_LOGIN], (login,)).await?;
        let person = Person {
            role: role.unwrap_or(before.role),
            active,
            ..before.noted()
        };
        self.make(login, Some(&before), &person, actor, now).await
    }
}

impl Store {
    /// Adds people, changes those whose login is known, and deactivates those who are `gone`; all or nothing, and one entry of the
    /// audit.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn put_roster(
        &self,
        people: &[Listed<'_>],
        gone: &[User],
        actor: &str,
        now: Timestamp,
    ) -> Result<RosterPut, StoreError> {
        let mut tx = self.audited().await?.importing(List::Roster);
        let mut added = Vec::new();
        for new in people {
            let put = tx.put_user(&new.user, &new.details, actor, now);
            let (user, is_new) = put.await?;
            if is_new {
                added.push(user);
            }
        }
        for user in gone {
            tx.set_person(&user.login, None, false, actor, now).await?;
        }
        let entry = tx.import_entry();
        tx.commit().await?;
        Ok(RosterPut { added, entry })
    }

    /// Gives a person a role, or takes away or gives back the right to sign in. Nothing is deleted.
    ///
    /// # Errors
    /// When the database fails, or there is nobody with this login.
    pub async fn set_person(
        &self,
        login: &str,
        role: Role,
        active: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<User, StoreError> {
        let mut tx = self.audited().await?;
        let user = tx.set_person(login, Some(role), active, actor, now).await?;
        tx.commit().await?;
        Ok(user)
    }
}
