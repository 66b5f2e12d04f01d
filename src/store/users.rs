//! People and their roles.

use super::pool::{noting, reading, writing};
use super::{Store, StoreError};
use crate::l10n::Lang;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a person may do; each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees and sends one's own.
    Student,
    /// Grades manual items.
    Grader,
    /// Runs the course.
    Teacher,
    /// Gives roles.
    Owner,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Student, Self::Grader, Self::Teacher, Self::Owner];

    /// The word stored, typed and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Grader => "grader",
            Self::Teacher => "teacher",
            Self::Owner => "owner",
        }
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|r| r.name() == text)
            .ok_or_else(|| format!("{text} is no role: write student, grader, teacher or owner"))
    }
}

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

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    login: String,
    name: String,
    role: String,
    lang: Option<String>,
    time_zone: Option<String>,
    active: bool,
}

impl TryFrom<Row> for User {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let lang = row
            .lang
            .and_then(|code| Lang::ALL.into_iter().find(|l| l.code() == code));
        Ok(Self {
            id: row.id,
            login: row.login,
            name: row.name,
            role: row.role.parse().map_err(StoreError::Corrupt)?,
            lang,
            time_zone: row.time_zone,
            active: row.active,
        })
    }
}

/// The columns of a [`Row`]; `u` is the table's alias.
macro_rules! columns {
    () => {
        "u.id, u.login, u.name, u.role, u.lang, u.time_zone, u.active"
    };
}
pub(super) use columns;

/// Puts one person inside a transaction: the row as it is then, and whether it is new. Noted where it changes anything.
macro_rules! put {
    ($tx:ident, $new:expr, $actor:expr, $now:expr) => {{
        let new = &$new;
        let before: Option<$crate::store::users::Row> = sqlx::query_as(concat!("select ", $crate::store::users::columns!(), " from users u where u.login = $1"))
            .bind(new.login).fetch_optional(&mut *$tx).await?;
        let row: $crate::store::users::Row = sqlx::query_as(concat!(
            "insert into users as u (login, name, role, active, created_at) values ($1, $2, $3, true, $4) ",
            "on conflict (login) do update set name = excluded.name, role = excluded.role, active = true returning ",
            "id, login, name, role, lang, time_zone, active"
        ))
            .bind(new.login).bind(new.name).bind(new.role.name()).bind($now.as_microsecond())
            .fetch_one(&mut *$tx).await?;
        let change = $crate::store::Change {
            actor: $actor,
            action: "user",
            subject: new.login.to_owned(),
            before: before.as_ref().map(|user| user.shown()).unwrap_or_default(),
            after: row.shown(),
        };
        if change.before != change.after {
            $crate::store::audit::insert!(&mut *$tx, change, $now);
        }
        (row, before.is_none())
    }};
}
pub(super) use put;

impl Row {
    /// A person as the audit shows it.
    pub(super) fn shown(&self) -> String {
        let active = if self.active { "active" } else { "inactive" };
        format!("{} · {} · {active}", self.name, self.role)
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
        let (row, first): (Row, bool) = noting!(self, tx => { put!(tx, new, actor, now) });
        Ok((row.try_into()?, first))
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
        let row: Option<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from users u where u.login = $1")).bind(login).fetch_optional(db).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The person of this row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_by_id(&self, id: i64) -> Result<Option<User>, StoreError> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from users u where u.id = $1")).bind(id).fetch_optional(db).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// Everybody, by login.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from users u order by u.login")).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
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
        writing!(self, db => {
            sqlx::query("update users set lang = $2, time_zone = $3 where id = $1").bind(user).bind(lang.map(Lang::code)).bind(time_zone).execute(db).await?;
        });
        Ok(())
    }
}
