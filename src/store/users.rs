//! People and their roles.

use super::audit::{Action, Audited, Change, Person};
use super::codec::{FromRow, Row};
use super::role::Role;
use super::{Store, StoreError};
use crate::l10n::Lang;
use jiff::Timestamp;

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The row.
    pub id: i64,
    /// The name used in files and URLs; it never changes, as the inputs are drawn from it.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The language chosen.
    pub lang: Option<Lang>,
    /// The time zone chosen (IANA).
    pub time_zone: Option<String>,
    /// Whether the person may sign in.
    pub active: bool,
}

/// A person to be added.
#[derive(Clone, Debug)]
pub struct NewUser<'a> {
    /// The login.
    pub login: &'a str,
    /// The name shown.
    pub name: &'a str,
    /// The role.
    pub role: Role,
}

pub(super) const COLUMNS: &str = "id, login, name, role, lang, time_zone, active";
/// Everybody.
pub(super) const SELECT: &str = "
    select id, login, name, role, lang, time_zone, active
    from users";

impl FromRow for User {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            login: row.get("login")?,
            name: row.get("name")?,
            role: row.get("role")?,
            lang: row.get("lang")?,
            time_zone: row.get("time_zone")?,
            active: row.get("active")?,
        })
    }
}

impl User {
    /// A person as the audit notes one.
    pub(super) fn noted(&self) -> Person {
        Person {
            name: self.name.clone(),
            role: self.role,
            active: self.active,
        }
    }
}

impl Audited {
    /// Adds a person, or gives the one with this login this name and role: the person, and whether it is new. Noted where it changes
    /// anything.
    pub(super) async fn put_user(
        &mut self,
        new: &NewUser<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(User, bool), StoreError> {
        let before: Option<User> = self
            .first([SELECT, "where login = $1"], (new.login,))
            .await?;
        let put = r"
            insert into users (login, name, role, active, created_at)
            values ($1, $2, $3, true, $4)
            on conflict (login) do update
            set name = excluded.name, role = excluded.role, active = true
            returning";
        let user: User = self
            .one([put, COLUMNS], (new.login, new.name, new.role.name(), now))
            .await?;
        let is_new = before.is_none();
        let before = before.as_ref().map(User::noted);
        let after = Some(user.noted());
        if before != after {
            let change = Action::User(Change { before, after });
            self.note(actor, now, new.login, &change).await?;
        }
        Ok((user, is_new))
    }
}

impl Store {
    /// Adds a person, or gives the one with this login this name and role. Returns the person and whether it is new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_user(
        &self,
        new: NewUser<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<(User, bool), StoreError> {
        let mut tx = self.audited().await?;
        let put = tx.put_user(&new, actor, now).await?;
        tx.commit().await?;
        Ok(put)
    }

    /// The person with this login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user(&self, login: &str) -> Result<Option<User>, StoreError> {
        // PostgreSQL refuses to compare with a text that holds NUL; nobody is called that.
        if login.contains('\0') {
            return Ok(None);
        }
        self.first([SELECT, "where login = $1"], (login,)).await
    }

    /// The person of this row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_by_id(&self, id: i64) -> Result<Option<User>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// Everybody, by login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        self.rows([SELECT, "order by login"], ()).await
    }

    /// Keeps a person's language and time zone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_preferences(
        &self,
        user: i64,
        lang: Option<Lang>,
        time_zone: Option<&str>,
    ) -> Result<(), StoreError> {
        let update = "update users set lang = $2, time_zone = $3 where id = $1";
        self.execute(update, (user, lang.map(Lang::code), time_zone))
            .await?;
        Ok(())
    }
}
