//! Who is who: the person of a platform's own id.

use crate::ids::{PlatformId, UserId};
use crate::store::audit::{Action, Change, List, Person};
use crate::store::audited::Audited;
use crate::store::codec::{FromRow, Row};
use crate::store::{Listed, MatchBy, Store, StoreError, User};
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
    /// Whether a list alone says so.
    pub is_listed: bool,
}

impl FromRow for PlatformPerson {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            platform: row.get("platform_id")?,
            subject: row.get("subject")?,
            user: row.get("user_id")?,
            linked_at: row.get("linked_at")?,
            is_listed: row.get("listed")?,
        })
    }
}

/// Whoever was made a part of another is that other.
const SELECT: &str = "
    select l.platform_id, l.subject, coalesce(u.merged_into, u.id) as user_id, l.linked_at, l.listed
    from lti_people l
    join users u on u.id = l.user_id";

impl Store {
    /// Adds somebody as a list of one would; nobody where the login has come to be somebody's meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_listed(
        &self,
        listed: &Listed<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let mut tx = self.audited().await?.importing(List::Roster);
        let new = &listed.user;
        let person = Person {
            name: new.name.to_owned(),
            role: new.role,
            active: true,
            details: listed.details.clone(),
        };
        let added = tx.add_new(new.login, &person, actor, now).await?;
        // Also where nobody was added: who came first may share this commit, and then whoever only reads finds them.
        tx.commit().await?;
        Ok(added)
    }

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
        let of = "where u.id = $1 or u.merged_into = $1 order by l.platform_id, l.subject";
        self.rows([SELECT, of], (user,)).await
    }

    /// Remembers what a launch says: that a platform's id is this person's. Whether it is: nobody else was known by it, but by a list, and
    /// the person by no other id of the platform.
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
        let key = (platform, subject);
        let listed = r"
            select l.user_id, own.id, own.login
            from lti_people l
            join users u on u.id = l.user_id
            join users own on own.id = coalesce(u.merged_into, u.id)
            where l.platform_id = $1 and l.subject = $2 and l.listed";
        let listed: Option<(UserId, UserId, String)> = tx.first(listed, key).await?;
        if let Some((row, is, login)) = listed {
            if is == user.id {
                let confirm =
                    "update lti_people set listed = false where platform_id = $1 and subject = $2";
                tx.execute(confirm, key).await?;
                tx.commit().await?;
                return Ok(true);
            }
            unlink(&mut tx, key, (row, &login), (actor, now)).await?;
        }
        if !link(&mut tx, key, user, false, (actor, now)).await? {
            // The same launch in two tabs at once is one person's; another id of somebody who is known is not.
            let of = "where l.platform_id = $1 and l.subject = $2";
            let linked: Option<PlatformPerson> = tx.first([SELECT, of], key).await?;
            return Ok(linked.is_some_and(|linked| linked.user == user.id));
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Remembers what the list of a course says likewise. An address on a list is nobody's proof: where people are found by theirs, the first
    /// launch under the id says anew whose it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link_listed_person(
        &self,
        (platform, subject): (PlatformId, &str),
        (user, match_by): (&User, MatchBy),
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.audited().await?;
        let is_listed = match_by == MatchBy::Email;
        let key = (platform, subject);
        if !link(&mut tx, key, user, is_listed, (actor, now)).await? {
            return Ok(false);
        }
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
        let select = r"
            select user_id
            from lti_people
            where platform_id = $1 and subject = $2
              and user_id in (select id from users where id = $3 or merged_into = $3)";
        let row: Option<UserId> = tx.first(select, (platform, subject, user.id)).await?;
        let Some(row) = row else {
            return Ok(false);
        };
        let key = (platform, subject);
        unlink(&mut tx, key, (row, &user.login), (actor, now)).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Links an id, and notes it. Whether it could be: not where the id is somebody's, nor where the person has another one there.
async fn link(
    tx: &mut Audited,
    (platform, subject): (PlatformId, &str),
    user: &User,
    is_listed: bool,
    (actor, now): (&str, Timestamp),
) -> Result<bool, StoreError> {
    let others = r"
        select count(*)
        from lti_people l
        join users u on u.id = l.user_id
        where l.platform_id = $1 and (l.subject = $2 or coalesce(u.merged_into, u.id) = $3)";
    let others: i64 = tx.one(others, (platform, subject, user.id)).await?;
    if others > 0 {
        return Ok(false);
    }
    let insert = r"
        insert into lti_people (platform_id, subject, user_id, linked_at, listed)
        values ($1, $2, $3, $4, $5)";
    tx.execute(insert, (platform, subject, user.id, now, is_listed))
        .await?;
    let change = Action::PlatformPerson(Change {
        before: None,
        after: Some(known_as(platform, subject)),
    });
    tx.note(actor, now, &user.login, &change).await?;
    Ok(true)
}

/// Removes a link to a row of somebody, and notes it.
async fn unlink(
    tx: &mut Audited,
    (platform, subject): (PlatformId, &str),
    (row, login): (UserId, &str),
    (actor, now): (&str, Timestamp),
) -> Result<(), StoreError> {
    let delete = r"
        delete from lti_people
        where platform_id = $1 and subject = $2 and user_id = $3";
    tx.execute(delete, (platform, subject, row)).await?;
    let change = Action::PlatformPerson(Change {
        before: Some(known_as(platform, subject)),
        after: None,
    });
    tx.note(actor, now, login, &change).await
}

/// As the audit notes it.
fn known_as(platform: PlatformId, subject: &str) -> String {
    format!("{platform}: {subject}")
}
