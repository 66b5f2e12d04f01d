//! The roster: many people at once, and one person's role and activity. Every change is noted in the same transaction.

use super::links::{hash, secret};
use super::pool::transaction;
use super::users::{Row, columns};
use super::{Change, NewUser, Role, Store, StoreError, User};
use jiff::{SignedDuration, Timestamp};

/// A person as the audit shows it.
fn shown(name: &str, role: &str, active: bool) -> String {
    let active = if active { "active" } else { "inactive" };
    format!("{name} · {role} · {active}")
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
        let rows: Vec<Row> = transaction!(self, tx => {
            let mut added = Vec::new();
            for new in people {
                let before: Option<(String, String, bool)> = sqlx::query_as("select name, role, active from users where login = $1")
                    .bind(new.login).fetch_optional(&mut *tx).await?;
                let row: Row = sqlx::query_as(concat!(
                    "insert into users as u (login, name, role, active, created_at) values ($1, $2, $3, true, $4) ",
                    "on conflict (login) do update set name = excluded.name, role = excluded.role, active = true returning ",
                    "id, login, name, role, lang, time_zone, active"
                ))
                    .bind(new.login).bind(new.name).bind(new.role.name()).bind(now.as_microsecond())
                    .fetch_one(&mut *tx).await?;
                let change = Change {
                    actor,
                    action: "user",
                    subject: new.login.to_owned(),
                    before: before.as_ref().map(|(name, role, active)| shown(name, role, *active)).unwrap_or_default(),
                    after: shown(new.name, new.role.name(), true),
                };
                super::audit::insert!(&mut *tx, change, now);
                if before.is_none() {
                    added.push(row);
                }
            }
            for user in gone {
                sqlx::query("update users set active = false where id = $1").bind(user.id).execute(&mut *tx).await?;
                let change = Change {
                    actor,
                    action: "user",
                    subject: user.login.clone(),
                    before: shown(&user.name, user.role.name(), user.active),
                    after: shown(&user.name, user.role.name(), false),
                };
                super::audit::insert!(&mut *tx, change, now);
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
        let row: Row = transaction!(self, tx => {
            let before: Row = sqlx::query_as(concat!("select ", columns!(), " from users u where u.login = $1")).bind(login).fetch_one(&mut *tx).await?;
            let after: Row = sqlx::query_as("update users set role = $2, active = $3 where login = $1 returning id, login, name, role, lang, time_zone, active")
                .bind(login).bind(role.name()).bind(active).fetch_one(&mut *tx).await?;
            let change = Change {
                actor,
                action: "user",
                subject: login.to_owned(),
                before: before.shown(),
                after: after.shown(),
            };
            super::audit::insert!(&mut *tx, change, now);
            after
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

impl Row {
    fn shown(&self) -> String {
        shown(&self.name, &self.role, self.active)
    }
}
