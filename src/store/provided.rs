//! People who come from a provider: found by what it says of them, taken in where they are new; and the ways to it, each of which leads back once.

use super::audit::Person;
use super::links::hash;
use super::users::SELECT;
use super::{Details, Role, Store, StoreError, User};
use jiff::Timestamp;

/// What a person is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// The e-mail address, in letters of either case.
    Email,
    /// The number of the student card.
    StudentId,
}

/// Who is to be taken in as a student.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The login.
    pub login: String,
    /// The name shown.
    pub name: String,
    /// What else is known.
    pub details: Details,
}

impl Store {
    /// Everybody of this address or number, whether they may sign in or not. Several where a list says the same of several.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn found_by(&self, by: FoundBy, value: &str) -> Result<Vec<User>, StoreError> {
        // PostgreSQL refuses a text that holds NUL, and what is empty is nobody's.
        if value.is_empty() || value.contains('\0') {
            return Ok(Vec::new());
        }
        let (of, value) = match by {
            FoundBy::Email => ("where lower(email) = $1", value.to_lowercase()),
            FoundBy::StudentId => ("where student_id = $1", value.to_owned()),
        };
        self.rows(
            [SELECT, of, "and merged_into is null order by id"],
            (value,),
        )
        .await
    }

    /// Takes a student in; nothing where the login is somebody's already, now or formerly.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_in(
        &self,
        new: &Newcomer,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let mut tx = self.audited().await?;
        let person = Person {
            name: new.name.clone(),
            role: Role::Student,
            active: true,
            details: new.details.clone(),
        };
        // Nobody did it but the person who came.
        let user = tx.add_new(&new.login, &person, &new.login, now).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Notes that somebody came back by this way; whether it was the first time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spend_way(
        &self,
        state: &str,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.execute("delete from spent_ways where expires_at < $1", (now,))
            .await?;
        let insert = r"
            insert into spent_ways (hash, expires_at)
            values ($1, $2)
            on conflict do nothing";
        let rows = self.execute(insert, (hash(state), expires)).await?;
        Ok(rows > 0)
    }
}
