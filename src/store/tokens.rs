//! Personal tokens for programs, stored as their hashes.

use super::links::{hash, secret};
use super::pool::{noting, reading, writing};
use super::users::{Row, columns};
use super::{Change, Store, StoreError, User};
use jiff::Timestamp;

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The row.
    pub id: i64,
    /// The name its owner gave.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: i64,
    name: String,
    created_at: i64,
    last_used_at: Option<i64>,
}

/// Whose token it is, and when it was last used.
#[derive(sqlx::FromRow)]
struct Found {
    #[sqlx(flatten)]
    user: Row,
    last_used_at: Option<i64>,
}

/// An instant of the database; what is out of range is the beginning of time rather than a failure.
pub(super) fn instant(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::MIN)
}

/// How many tokens a person may hold: a notebook, a laptop and a script each, with room to spare.
pub const MOST_TOKENS: i64 = 20;

impl Store {
    /// A new token; its text is shown once and not stored. `None` where the person holds as many as one may.
    ///
    /// # Errors
    /// When the database fails, or there is no such person.
    pub async fn new_token(
        &self,
        user: i64,
        name: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let text = format!("dgm_{}", secret());
        let made = noting!(self, tx => {
            let (held,): (i64,) = sqlx::query_as("select count(*) from tokens where user_id = $1 and revoked_at is null").bind(user).fetch_one(&mut *tx).await?;
            if held < MOST_TOKENS {
                sqlx::query("insert into tokens (user_id, name, hash, created_at) values ($1, $2, $3, $4)")
                    .bind(user).bind(name).bind(hash(&text)).bind(now.as_microsecond()).execute(&mut *tx).await?;
                let (login,): (String,) = sqlx::query_as("select login from users where id = $1").bind(user).fetch_one(&mut *tx).await?;
                let change = Change { actor, action: "token", subject: login, before: String::new(), after: name.to_owned() };
                super::audit::insert!(&mut *tx, change, now);
            }
            held < MOST_TOKENS
        });
        Ok(made.then_some(text))
    }

    /// The active person whose token this is. Its use is noted meanwhile: whoever only reads waits for no writer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_of_token(
        &self,
        text: &str,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let found: Option<Found> = reading!(self, db => sqlx::query_as(concat!(
            "select ", columns!(), ", t.last_used_at from tokens t join users u on u.id = t.user_id where t.hash = $1 and t.revoked_at is null and u.active"
        )).bind(hash(text)).fetch_optional(db).await)?;
        let Some(found) = found else {
            return Ok(None);
        };
        // A minute's precision is enough and spares a script's every request a write. An instant to come was noted by a clock
        // that was wrong.
        let minute = 0..60_000_000;
        if found
            .last_used_at
            .is_none_or(|at| !minute.contains(&(now.as_microsecond() - at)))
        {
            self.note_use(hash(text), now);
        }
        Ok(Some(found.user.try_into()?))
    }

    /// Notes the use of a token, and lets nobody wait for it.
    fn note_use(&self, hash: String, now: Timestamp) {
        let store = self.clone();
        tokio::spawn(async move {
            let written = async {
                writing!(store, db => {
                    sqlx::query("update tokens set last_used_at = $2 where hash = $1")
                        .bind(hash).bind(now.as_microsecond()).execute(db).await?;
                });
                Ok::<_, StoreError>(())
            };
            if let Err(error) = written.await {
                tracing::debug!(%error, "the use of a token was not noted");
            }
        });
    }

    /// A person's tokens that still work, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens(&self, user: i64) -> Result<Vec<Token>, StoreError> {
        let rows: Vec<TokenRow> = reading!(self, db => sqlx::query_as(
            "select id, name, created_at, last_used_at from tokens where user_id = $1 and revoked_at is null order by id desc"
        ).bind(user).fetch_all(db).await)?;
        let token = |r: TokenRow| Token {
            id: r.id,
            name: r.name,
            created_at: instant(r.created_at),
            last_used_at: r.last_used_at.map(instant),
        };
        Ok(rows.into_iter().map(token).collect())
    }

    /// Whether this is the text of a token that this person holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holds_token(&self, user: i64, text: &str) -> Result<bool, StoreError> {
        let found: Option<(i64,)> = reading!(self, db => sqlx::query_as("select id from tokens where user_id = $1 and hash = $2 and revoked_at is null")
            .bind(user).bind(hash(text)).fetch_optional(db).await)?;
        Ok(found.is_some())
    }

    /// Makes a token useless for good. Whether its owner held it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_token(
        &self,
        user: i64,
        id: i64,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        Ok(noting!(self, tx => {
            let revoked: Option<(String,)> = sqlx::query_as("update tokens set revoked_at = $3 where user_id = $1 and id = $2 and revoked_at is null returning name")
                .bind(user).bind(id).bind(now.as_microsecond()).fetch_optional(&mut *tx).await?;
            if let Some((name,)) = &revoked {
                let (login,): (String,) = sqlx::query_as("select login from users where id = $1").bind(user).fetch_one(&mut *tx).await?;
                let change = Change { actor, action: "token", subject: login, before: name.clone(), after: String::new() };
                super::audit::insert!(&mut *tx, change, now);
            }
            revoked.is_some()
        }))
    }
}
