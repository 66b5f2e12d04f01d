//! The roster: many people at once, and one person's role and activity. Every change is noted in the same transaction.

use super::links::{hash, secret};
use super::pool::{noting, transaction};
use super::users::{Row, columns, put};
use super::{Change, NewUser, Role, Store, StoreError, User};
use jiff::{SignedDuration, Timestamp};

/// Changes the role (`None` keeps it) and the activity of one person inside a transaction, with the entry.
macro_rules! change {
    ($tx:ident, $login:expr, $role:expr, $active:expr, $actor:ident, $now:ident) => {{
        let role: Option<&str> = $role;
        let before: Row = sqlx::query_as(concat!("select ", columns!(), " from users u where u.login = $1")).bind($login).fetch_one(&mut *$tx).await?;
        let after: Row = sqlx::query_as("update users set role = coalesce($2, role), active = $3 where login = $1 returning id, login, name, role, lang, time_zone, active")
            .bind($login).bind(role).bind($active).fetch_one(&mut *$tx).await?;
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

    /// A sign-in secret for each of these people, in their order; shown once and not stored.
    ///
    /// # Errors
    /// When the database fails; then none of them works.
    pub async fn new_links(
        &self,
        people: &[User],
        lasts: SignedDuration,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let secrets: Vec<String> = people.iter().map(|_| secret()).collect();
        let expires = now
            .saturating_add(lasts)
            .unwrap_or(Timestamp::MAX)
            .as_microsecond();
        transaction!(self, tx => {
            for (user, secret) in people.iter().zip(&secrets) {
                sqlx::query("insert into links (hash, user_id, expires_at) values ($1, $2, $3)")
                    .bind(hash(secret)).bind(user.id).bind(expires).execute(&mut *tx).await?;
            }
        });
        Ok(secrets)
    }
}
