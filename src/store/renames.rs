//! Another login for a person, and what else is known of them. The earlier login goes on to lead to the person, who keeps their inputs.

use super::audit::{Action, Change, Person};
use super::audited::Audited;
use super::users::SELECT;
use super::{Store, StoreError, User};
use crate::ids::UserId;
use jiff::Timestamp;

/// The last login that the person `$1` had before, if it is `$2`, and whether the one that they have now, `$3`, never meant anything: nothing was
/// noted of it but that it was given, and nobody signed in by it. Then it was a slip.
const BACK: &str = "
    select not exists (
               select 1 from audit a
               where (a.actor = $3 or a.about = $3) and a.action <> 'login' and a.action <> 'user')
           and (u.signed_in_at is null or u.signed_in_at <= f.until)
    from former_logins f
    join users u on u.id = f.user_id
    where f.user_id = $1 and f.login = $2
      and not exists (select 1 from former_logins later where later.user_id = $1 and later.until > f.until)";

/// What became of a change of login.
#[expect(
    clippy::large_enum_variant,
    reason = "one is made at a time, and it is nearly always the large one"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// The person as they are now.
    Done(User),
    /// The login is, or was, somebody else's.
    Taken,
    /// The person is not as they were seen any more.
    Changed,
}

impl Store {
    /// Gives a person this login, and makes the rest of them what `person` says, if they are still as `user` has them: what somebody else
    /// changes meanwhile is not undone unseen.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn rename(
        &self,
        user: &User,
        login: &str,
        person: &Person,
        actor: &str,
        now: Timestamp,
    ) -> Result<Renamed, StoreError> {
        let mut tx = self.audited().await?;
        let before: User = tx.one([SELECT, "where id = $1"], (user.id,)).await?;
        if (&before.login, before.noted()) != (&user.login, user.noted()) {
            return Ok(Renamed::Changed);
        }
        if before.login != login && !tx.change_login(&before, login, actor, now).await? {
            return Ok(Renamed::Taken);
        }
        let before: User = tx.one([SELECT, "where id = $1"], (user.id,)).await?;
        let after = tx.make(login, Some(&before), person, actor, now).await?;
        tx.commit().await?;
        Ok(Renamed::Done(after))
    }

    /// The logins that a person, or whoever was merged into them, had before, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn former_logins_of(&self, user: UserId) -> Result<Vec<String>, StoreError> {
        let select = r"
            select login from former_logins where user_id = $1
            union
            select f.login
            from users u
            join former_logins f on f.user_id = u.id
            where u.merged_into = $1
            order by 1";
        self.rows(select, (user,)).await
    }
}

impl Audited {
    /// Whether the login was free, and is the person's now.
    async fn change_login(
        &mut self,
        user: &User,
        login: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        // A login is the same in any case.
        let taken = r"
            select exists (select 1 from users where lower(login) = lower($2) and id <> $1)
                or exists (select 1 from former_logins where lower(login) = lower($2) and user_id <> $1)";
        if self.one::<bool>(taken, (user.id, login)).await? {
            return Ok(false);
        }
        let was_slip: Option<bool> = self.first(BACK, (user.id, login, &user.login)).await?;
        let own = "delete from former_logins where user_id = $1 and login = $2";
        self.execute(own, (user.id, login)).await?;
        let put = "update users set login = $2 where id = $1";
        self.execute(put, (user.id, login)).await?;
        // A slip that is put right leaves the login to whoever is called so.
        if was_slip != Some(true) {
            let keep = "insert into former_logins (login, user_id, until) values ($1, $2, $3)";
            self.execute(keep, (&user.login, user.id, now)).await?;
        }
        let change = Action::Login(Change {
            before: Some(user.login.clone()),
            after: Some(login.to_owned()),
        });
        self.note(actor, now, login, &change).await?;
        Ok(true)
    }
}
