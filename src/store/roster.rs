//! The roster: many people at once, and one person's role and activity. Every change is noted in the same transaction.

use super::pool::noting;
use super::users::{Row, columns, put};
use super::{Change, NewUser, Role, Store, StoreError, User};
use jiff::Timestamp;

/// What ends with the right to sign in: links and tokens of the login `$1`, at `$2`; sessions are deleted.
const ENDS_ACCESS: [&str; 2] = [
    "update links set ended_at = $2 where ended_at is null and user_id = (select id from users where login = $1)",
    "update tokens set revoked_at = $2 where revoked_at is null and user_id = (select id from users where login = $1)",
];

/// Changes the role (`None` keeps it) and the activity of one person inside a transaction, with the entry.
macro_rules! change {
    ($tx:ident, $login:expr, $role:expr, $active:expr, $actor:ident, $now:ident) => {{
        let role: Option<&str> = $role;
        let before: Row = sqlx::query_as(concat!("select ", columns!(), " from users u where u.login = $1")).bind($login).fetch_one(&mut *$tx).await?;
        let after: Row = sqlx::query_as("update users set role = coalesce($2, role), active = $3 where login = $1 returning id, login, name, role, lang, time_zone, active")
            .bind($login).bind(role).bind($active).fetch_one(&mut *$tx).await?;
        if !$active {
            // For good: whoever is activated again signs in by a new link.
            for end in ENDS_ACCESS {
                sqlx::query(end).bind($login).bind($now.as_microsecond()).execute(&mut *$tx).await?;
            }
            sqlx::query("delete from sessions where user_id = (select id from users where login = $1)").bind($login).execute(&mut *$tx).await?;
        }
        let change = Change {
            actor: $actor,
            action: "user",
            subject: $login.to_owned(),
            before: before.shown(),
            after: after.shown(),
        };
        super::audit::insert!(&mut *$tx, change, $now);
        after
    }};
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
        let rows: Vec<Row> = noting!(self, tx => {
            let mut added = Vec::new();
            for new in people {
                let (row, first): (Row, bool) = put!(tx, *new, actor, now);
                if first {
                    added.push(row);
                }
            }
            for user in gone {
                let _: Row = change!(tx, user.login.as_str(), None, false, actor, now);
            }
            added
        });
        rows.into_iter().map(TryInto::try_into).collect()
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
        let row: Row = noting!(self, tx => {
            change!(tx, login, Some(role.name()), active, actor, now)
        });
        row.try_into()
    }
}
