//! Who is who: the person of a platform's own id.

use crate::ids::{PlatformId, UserId};
use crate::store::audit::{Action, Change};
use crate::store::codec::{FromRow, Row};
use crate::store::{Store, StoreError, User};
use jiff::Timestamp;

/// A person of the course as a platform knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformPerson {
    /// The platform.
    pub platform: PlatformId,
    /// Its id of the person.
    pub subject: String,
    /// The row of the person, also where it was made a part of another.
    pub user: UserId,
    /// Since when.
    pub linked_at: Timestamp,
}

impl FromRow for PlatformPerson {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            platform: row.get("platform_id")?,
            subject: row.get("subject")?,
            user: row.get("user_id")?,
            linked_at: row.get("linked_at")?,
        })
    }
}

/// Whoever was made a part of another is that other.
const SELECT: &str = "
    select l.platform_id, l.subject, coalesce(u.merged_into, u.id) as user_id, l.linked_at
    from lti_people l
    join users u on u.id = l.user_id";

impl Store {
    /// The person of a platform's id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platform_person(
        &self,
        platform: PlatformId,
        subject: &str,
    ) -> Result<Option<PlatformPerson>, StoreError> {
        let of = "where l.platform_id = $1 and l.subject = $2";
        self.first([SELECT, of], (platform, subject)).await
    }

    /// Everybody whom a platform's ids lead to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platform_people(
        &self,
        platform: PlatformId,
    ) -> Result<Vec<PlatformPerson>, StoreError> {
        let of = "where l.platform_id = $1 order by l.subject";
        self.rows([SELECT, of], (platform,)).await
    }

    /// By which ids of which platforms a person is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platforms_of(&self, user: UserId) -> Result<Vec<PlatformPerson>, StoreError> {
        let of = "where coalesce(u.merged_into, u.id) = $1 order by l.platform_id, l.subject";
        self.rows([SELECT, of], (user,)).await
    }

    /// Remembers that a platform's id is this person's. Whether nobody was known by it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link_platform_person(
        &self,
        (platform, subject): (PlatformId, &str),
        user: &User,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.audited().await?;
        let insert = r"
            insert into lti_people (platform_id, subject, user_id, linked_at)
            values ($1, $2, $3, $4)
            on conflict (platform_id, subject) do nothing";
        let made = tx
            .execute(insert, (platform, subject, user.id, now))
            .await?;
        if made == 0 {
            return Ok(false);
        }
        let change = Action::PlatformPerson(Change {
            before: None,
            after: Some(known_as(platform, subject)),
        });
        tx.note(actor, now, &user.login, &change).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets that a platform's id is this person's. Whether it was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unlink_platform_person(
        &self,
        (platform, subject): (PlatformId, &str),
        user: &User,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.audited().await?;
        let delete = r"
            delete from lti_people
            where platform_id = $1 and subject = $2
              and user_id in (select id from users where id = $3 or merged_into = $3)";
        let gone = tx.execute(delete, (platform, subject, user.id)).await?;
        if gone == 0 {
            return Ok(false);
        }
        let change = Action::PlatformPerson(Change {
            before: Some(known_as(platform, subject)),
            after: None,
        });
        tx.note(actor, now, &user.login, &change).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// As the audit notes it.
fn known_as(platform: PlatformId, subject: &str) -> String {
    format!("{platform}: {subject}")
}
