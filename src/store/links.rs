//! Sign-in links: a secret in a URL, stored as its hash. A newer link ends the earlier ones of its owner.

use super::pool::{noting, reading};
use super::users::{Row, columns};
use super::{Store, StoreError, User};
use jiff::{SignedDuration, Timestamp};
use rand::TryRngCore as _;
use sha2::{Digest as _, Sha256};
use std::collections::{HashMap, HashSet};

/// For how many days a link works unless whoever makes it says otherwise: a month, as a roster is made weeks before the first lecture.
pub const LINK_DAYS: i64 = 30;
/// The most days that a link may work.
pub const MOST_LINK_DAYS: i64 = 366;

/// How long a link that no longer works is remembered, to say why.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What a secret is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It signs this person in.
    Works(User),
    /// Its time is over.
    Expired,
    /// A newer link took its place, or it was ended with its owner's access.
    Ended,
    /// Its owner may not sign in.
    Deactivated,
    /// It was never made, or was forgotten long since.
    Unknown,
}

/// A new secret of 32 random bytes, in hexadecimal.
pub(super) fn secret() -> String {
    let mut bytes = [0_u8; 32];
    // The operating system's generator fails only where the machine itself is broken; a weak secret would be worse than stopping.
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .expect("the operating system gives random bytes");
    hex::encode(bytes)
}

/// What is stored of a secret.
pub(super) fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

impl Store {
    /// A secret that signs this person in until it expires, in place of the earlier ones. It is shown once and not stored.
    ///
    /// # Errors
    /// When the database fails, or there is no such person.
    pub async fn new_link(
        &self,
        user: i64,
        lasts: SignedDuration,
        actor: &str,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let mut made = self.new_links(&[user], lasts, actor, now).await?;
        Ok(made.remove(0))
    }

    /// The same for each of these people, in their order.
    ///
    /// # Errors
    /// When the database fails, or somebody is not there; then none of them works, and the earlier ones still do.
    pub async fn new_links(
        &self,
        users: &[i64],
        lasts: SignedDuration,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let secrets: Vec<String> = users.iter().map(|_| secret()).collect();
        let expires = now.saturating_add(lasts).unwrap_or(Timestamp::MAX);
        let forgotten = now
            .saturating_sub(REMEMBERED)
            .unwrap_or(Timestamp::MIN)
            .as_microsecond();
        noting!(self, tx => {
            sqlx::query("delete from links where expires_at < $1").bind(forgotten).execute(&mut *tx).await?;
            for (user, secret) in users.iter().zip(&secrets) {
                sqlx::query("update links set ended_at = $2 where user_id = $1 and ended_at is null").bind(user).bind(now.as_microsecond()).execute(&mut *tx).await?;
                sqlx::query("insert into links (hash, user_id, expires_at) values ($1, $2, $3)")
                    .bind(hash(secret)).bind(user).bind(expires.as_microsecond()).execute(&mut *tx).await?;
                let (login,): (String,) = sqlx::query_as("select login from users where id = $1").bind(user).fetch_one(&mut *tx).await?;
                // The day until which it works: the same word in every language.
                let after = expires.strftime("%Y-%m-%d").to_string();
                let change = super::Change { actor, action: "link", subject: login, before: String::new(), after };
                super::audit::insert!(&mut *tx, change, now);
            }
        });
        Ok(secrets)
    }

    /// What this secret is worth now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link(&self, secret: &str, now: Timestamp) -> Result<LinkState, StoreError> {
        #[derive(sqlx::FromRow)]
        struct Found {
            #[sqlx(flatten)]
            user: Row,
            expires_at: i64,
            ended_at: Option<i64>,
        }
        let found: Option<Found> = reading!(self, db => sqlx::query_as(concat!(
            "select ", columns!(), ", l.expires_at, l.ended_at from links l join users u on u.id = l.user_id where l.hash = $1"
        )).bind(hash(secret)).fetch_optional(db).await)?;
        let Some(found) = found else {
            return Ok(LinkState::Unknown);
        };
        let user: User = found.user.try_into()?;
        Ok(if !user.active {
            LinkState::Deactivated
        } else if found.ended_at.is_some() {
            LinkState::Ended
        } else if found.expires_at <= now.as_microsecond() {
            LinkState::Expired
        } else {
            LinkState::Works(user)
        })
    }

    /// The links that work now, by person: what is stored of each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn working_links(
        &self,
        now: Timestamp,
    ) -> Result<HashMap<i64, Vec<String>>, StoreError> {
        let rows: Vec<(i64, String)> = reading!(self, db => sqlx::query_as(
            "select user_id, hash from links where ended_at is null and expires_at > $1 order by hash"
        ).bind(now.as_microsecond()).fetch_all(db).await)?;
        let mut links: HashMap<_, Vec<_>> = HashMap::new();
        for (user, hash) in rows {
            links.entry(user).or_default().push(hash);
        }
        Ok(links)
    }

    /// Those who have never signed in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn never_signed_in(&self) -> Result<HashSet<i64>, StoreError> {
        let rows: Vec<(i64,)> = reading!(self, db => sqlx::query_as("select id from users where signed_in_at is null").fetch_all(db).await)?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }
}
