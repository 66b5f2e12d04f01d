//! People and their roles.

use super::audit::{Action, Change, Person};
use super::audited::Audited;
use super::codec::{FromRow, Row};
use super::role::Role;
use super::{Details, Store, StoreError};
use crate::ids::UserId;
use jiff::Timestamp;
use l10n::Lang;
use std::collections::HashMap;

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The row.
    pub id: UserId,
    /// The name used in files and URLs.
    pub login: String,
    /// The login that the person's inputs are drawn from: it stays where the login changes.
    pub drawn_as: String,
    /// The name shown.
    pub name: String,
    /// What lists say beside the name.
    pub details: Details,
    /// What the person may do.
    pub role: Role,
    /// The language chosen.
    pub lang: Option<Lang>,
    /// The language in which the person first read the pages.
    pub first_lang: Option<Lang>,
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

/// A person of a list.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// Login, name and role.
    pub user: NewUser<'a>,
    /// What else the list says.
    pub details: Details,
}

impl<'a> From<NewUser<'a>> for Listed<'a> {
    fn from(user: NewUser<'a>) -> Self {
        let details = Details::default();
        Self { user, details }
    }
}

pub(super) const COLUMNS: &str = "id, login, drawn_as, name, family_name, email, student_id, study_group, role, lang, first_lang, time_zone, active";
/// Everybody.
pub(super) const SELECT: &str = "
    select id, login, drawn_as, name, family_name, email, student_id, study_group, role, lang, first_lang, time_zone, active
    from users";
/// The person of the login `$1`, which may be a former one, or of somebody who was found to be the same.
pub(super) const OF_LOGIN: &str = "
    where id = coalesce(
        (select coalesce(merged_into, id) from users where login = $1),
        (select coalesce(u.merged_into, u.id)
         from former_logins f join users u on u.id = f.user_id
         where f.login = $1))";

impl FromRow for User {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            login: row.get("login")?,
            drawn_as: row.get("drawn_as")?,
            name: row.get("name")?,
            details: Details {
                family_name: row.get("family_name")?,
                email: row.get("email")?,
                student_id: row.get("student_id")?,
                group: row.get("study_group")?,
            },
            role: row.get("role")?,
            lang: row.get("lang")?,
            first_lang: row.get("first_lang")?,
            time_zone: row.get("time_zone")?,
            active: row.get("active")?,
        })
    }
}

impl User {
    /// A student of whom nothing is known but a login, for unit tests.
    #[cfg(test)]
    pub fn student(id: i64, login: &str) -> Self {
        Self {
            id: id.into(),
            login: login.to_owned(),
            drawn_as: login.to_owned(),
            name: login.to_owned(),
            details: Details::default(),
            role: Role::Student,
            lang: None,
            first_lang: None,
            time_zone: None,
            active: true,
        }
    }

    /// A person as the audit notes one.
    pub(super) fn noted(&self) -> Person {
        Person {
            name: self.name.clone(),
            role: self.role,
            active: self.active,
            details: self.details.clone(),
        }
    }
}

impl Audited {
    /// Adds a person, or gives the one with this login this name and role and the `details` that say something: the person, and
    /// whether it is new. Noted where it changes anything.
    pub(super) async fn put_user(
        &mut self,
        new: &NewUser<'_>,
        details: &Details,
        actor: &str,
        now: Timestamp,
    ) -> Result<(User, bool), StoreError> {
        let before: Option<User> = self.first([SELECT, OF_LOGIN], (new.login,)).await?;
        let nothing = Details::default();
        let known = before.as_ref().map_or(&nothing, |user| &user.details);
        let person = Person {
            name: new.name.to_owned(),
            role: new.role,
            active: true,
            details: details.or(known),
        };
        let user = self
            .make(new.login, before.as_ref(), &person, actor, now)
            .await?;
        Ok((user, before.is_none()))
    }

    /// Adds somebody, unless the login is somebody's already, now or formerly.
    pub(super) async fn add_new(
        &mut self,
        login: &str,
        person: &Person,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let there: Option<User> = self.first([SELECT, OF_LOGIN], (login,)).await?;
        if there.is_some() {
            return Ok(None);
        }
        self.make(login, None, person, actor, now).await.map(Some)
    }

    /// Makes somebody of this login into this person, whoever it was before. Noted where that changes anything.
    pub(super) async fn make(
        &mut self,
        login: &str,
        before: Option<&User>,
        person: &Person,
        actor: &str,
        now: Timestamp,
    ) -> Result<User, StoreError> {
        let (role, details) = (person.role.name(), &person.details);
        let user: User = match before {
            None => {
                let insert = r"
                    insert into users (login, drawn_as, name, role, active, family_name, email, student_id, study_group, created_at)
                    values ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9)
                    returning";
                let values = (
                    login,
                    &person.name,
                    role,
                    person.active,
                    &details.family_name,
                    &details.email,
                    &details.student_id,
                    &details.group,
                    now,
                );
                self.one([insert, COLUMNS], values).await?
            }
            Some(before) => {
                let update = r"
                    update users
                    set name = $2, role = $3, active = $4, family_name = $5, email = $6, student_id = $7, study_group = $8
                    where id = $1
                    returning";
                let values = (
                    before.id,
                    &person.name,
                    role,
                    person.active,
                    &details.family_name,
                    &details.email,
                    &details.student_id,
                    &details.group,
                );
                self.one([update, COLUMNS], values).await?
            }
        };
        // A list is taken back as a whole, and then people come in by what they have: until then every way in refuses them.
        let was_active = before.is_none_or(|before| before.active);
        if was_active && !user.active && !self.is_of_a_list() {
            self.end_access(user.id, now).await?;
        }
        let before = before.map(User::noted);
        let after = Some(user.noted());
        if before != after {
            let change = Action::User(Change { before, after });
            self.note(actor, now, user.login.as_str(), &change).await?;
        }
        Ok(user)
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
        self.put_person(&new, &Details::default(), actor, now).await
    }

    /// The same with the details that say something.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_person(
        &self,
        new: &NewUser<'_>,
        details: &Details,
        actor: &str,
        now: Timestamp,
    ) -> Result<(User, bool), StoreError> {
        let mut tx = self.audited().await?;
        let put = tx.put_user(new, details, actor, now).await?;
        tx.commit().await?;
        Ok(put)
    }

    /// The person with this login, now or formerly.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user(&self, login: &str) -> Result<Option<User>, StoreError> {
        // PostgreSQL refuses to compare with a text that holds NUL; nobody is called that.
        if login.contains('\0') {
            return Ok(None);
        }
        self.first([SELECT, OF_LOGIN], (login,)).await
    }

    /// The person of this row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.first([SELECT, "where id = $1"], (id,)).await
    }

    /// Everybody, by login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        let own = "where merged_into is null order by login";
        self.rows([SELECT, own], ()).await
    }

    /// Whom a login leads to that is not the person's own: a former one, or that of somebody who was found to be the same.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn other_logins(&self) -> Result<HashMap<String, UserId>, StoreError> {
        let select = r"
            select /* everything */ f.login, coalesce(u.merged_into, u.id)
            from former_logins f join users u on u.id = f.user_id
            union all
            select login, merged_into from users where merged_into is not null";
        let rows: Vec<(String, UserId)> = self.rows(select, ()).await?;
        Ok(rows.into_iter().collect())
    }

    /// Keeps a person's language and time zone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_preferences(
        &self,
        user: UserId,
        lang: Option<Lang>,
        time_zone: Option<&str>,
    ) -> Result<(), StoreError> {
        let update = "update users set lang = $2, time_zone = $3 where id = $1";
        self.execute(update, (user, lang.map(Lang::code), time_zone))
            .await?;
        Ok(())
    }
}
