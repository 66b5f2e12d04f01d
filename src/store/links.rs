//! Sign-in links: a secret in a URL, stored as its hash.

use super::pool::{reading, writing};
use super::users::{Row, columns};
use super::{Store, StoreError, User};
use jiff::{SignedDuration, Timestamp};
use rand::TryRngCore as _;
use sha2::{Digest as _, Sha256};

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
    /// A secret that signs this person in until it expires. It is shown once and not stored.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_link(
        &self,
        user: i64,
        lasts: SignedDuration,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let secret = secret();
        let expires = now
            .saturating_add(lasts)
            .unwrap_or(Timestamp::MAX)
            .as_microsecond();
        writing!(self, db => {
            sqlx::query("delete from links where expires_at < $1").bind(now.as_microsecond()).execute(db).await?;
            sqlx::query("insert into links (hash, user_id, expires_at) values ($1, $2, $3)").bind(hash(&secret)).bind(user).bind(expires).execute(db).await?;
        });
        Ok(secret)
    }

    /// The active person whom this secret signs in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_of_link(
        &self,
        secret: &str,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as(concat!(
            "select ", columns!(), " from links l join users u on u.id = l.user_id where l.hash = $1 and l.expires_at > $2 and u.active"
        )).bind(hash(secret)).bind(now.as_microsecond()).fetch_optional(db).await)?;
        row.map(TryInto::try_into).transpose()
    }
}
