//! The active students, as lists of a class need them: a class has thousands, and most of what is kept of a person is not shown there.

use super::codec::{FromRow, Row};
use super::{Store, StoreError};
use crate::ids::UserId;

/// An active student.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enrolled {
    /// The row.
    pub id: UserId,
    /// The login.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// The family name; empty where it is not known.
    pub family_name: String,
    /// The group or section; empty where none is known.
    pub group: String,
}

/// Who is counted as the class: active students, each person once. The columns are those of `users`.
pub(super) const IN_CLASS: &str = "active and role = 'student' and merged_into is null";
const SELECT: &str = "
    select id, login, name, family_name, study_group
    from users";

impl FromRow for Enrolled {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            login: row.get("login")?,
            name: row.get("name")?,
            family_name: row.get("family_name")?,
            group: row.get("study_group")?,
        })
    }
}

impl Enrolled {
    /// A student of whom nothing is known but login and name, for unit tests.
    #[cfg(test)]
    pub fn student(id: i64, login: &str, name: &str) -> Self {
        Self {
            id: id.into(),
            login: login.to_owned(),
            name: name.to_owned(),
            ..Self::default()
        }
    }
}

impl Store {
    /// All active students.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enrolled(&self) -> Result<Vec<Enrolled>, StoreError> {
        self.rows([SELECT, "where", IN_CLASS], ()).await
    }

    /// Those of these people who are active students, in no order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enrolled_among(&self, users: &[UserId]) -> Result<Vec<Enrolled>, StoreError> {
        let among = [SELECT, "where", IN_CLASS, "and id in ("];
        self.among(among, users).await
    }
}
