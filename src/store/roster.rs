//! The roster: many people at once, and one person's role and activity. Every change is noted in the same transaction.

use super::audit::{Action, Audited, Change};
use super::users::{COLUMNS, SELECT};
use super::{NewUser, Role, Store, StoreError, User};
use jiff::Timestamp;

/// What ends with the right to sign in: links and tokens of the person `$1`, at `$2`; sessions are deleted.
const ENDS_ACCESS: [&str; 2] = [
    "update links set ended_at = $2 where ended_at is null and user_id = $1",
    "update tokens set revoked_at = $2 where revoked_at is null and user_id = $1",
];

impl Audited {
    /// Changes the role (`None` keeps it) and the activity of one person.
    async fn set_person(
        &mut self,
        login: &str,
        role: Option<Role>,
        active: bool,
        actor: &str,
        now: Timestamp,
    ) -> Result<User, StoreError> {
        let before: User = self.one([SELECT, "where login = $1"], (login,)).await?;
        let update = r"
            update users
            set role = coalesce($2, role), active = $3
            where login = $1
            returning";
        let role = role.map(Role::name);
        let after: User = self.one([update, COLUMNS], (login, role, active)).await?;
        if !active {
            // For good: whoever is activated again signs in by a new link.
            for end in ENDS_ACCESS {
                self.execute(end, (after.id, now)).await?;
            }
            self.execute("delete from sessions where user_id = $1", (after.id,))
                .await?;
        }
        let change = Action::User(Change {
            before: Some(before.noted()),
            after: Some(after.noted()),
        });
        self.note(actor, now, login, &change).await?;
        Ok(after)
    }
}

impl Store {
    /// Adds people, changes those whose login is known, and deactivates those who are `gone`; all or nothing.
    /// Returns those who are new.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn put_roster(
        &self,
        people: &[NewUser<'_>],
        gone: &[User],
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<User>, StoreError> {
        let mut tx = self.audited().await?;
        let mut added = Vec::new();
        for new in people {
            let (user, is_new) = tx.put_user(new, actor, now).await?;
            if is_new {
                added.push(user);
            }
        }
        for user in gone {
            tx.set_person(&user.login, None, false, actor, now).await?;
        }
        tx.commit().await?;
        Ok(added)
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
