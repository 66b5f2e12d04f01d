//! Personal tokens for programs, stored as their hashes.

use super::audit::{Action, Change};
use super::audited::Audited;
use super::codec::{FromRow, Row, Value};
use super::db::Many;
use super::links::{hash, secret};
use super::{Store, StoreError, User};
use crate::ids::{TokenId, UserId};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The row.
    pub id: TokenId,
    /// The name its owner gave.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

impl FromRow for Token {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            created_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
        })
    }
}

/// A token with its hash.
struct Listed {
    token: Token,
    hash: String,
}

impl FromRow for Listed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            token: Token::from_row(row)?,
            hash: row.get("hash")?,
        })
    }
}

/// Whose a token is, and when its use was last written.
struct Held {
    user: User,
    used: Option<Timestamp>,
}

impl FromRow for Held {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: User::from_row(row)?,
            used: row.get("last_used_at")?,
        })
    }
}

/// How long uses are gathered before they are written.
const GATHERED: Duration = Duration::from_secs(1);
/// How many uses one statement writes: whoever sends meanwhile waits for each.
const USES_AT_ONCE: usize = 64;
/// How many tokens a person may hold: a notebook, a laptop and a script each, with room to spare.
pub const MOST_TOKENS: i64 = 20;

/// Makes a token within a transaction. `None` where the person holds as many as one may.
pub(super) async fn put_token(
    tx: &mut Audited,
    user: UserId,
    name: &str,
    actor: &str,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let text = format!("dgm_{}", secret());
    let count = "select count(*) from tokens where user_id = $1 and revoked_at is null";
    let held: i64 = tx.one(count, (user,)).await?;
    if held >= MOST_TOKENS {
        return Ok(None);
    }
    let insert = r"
        insert into tokens (user_id, name, hash, created_at)
        values ($1, $2, $3, $4)";
    tx.execute(insert, (user, name, hash(&text), now)).await?;
    let login: String = tx
        .one("select login from users where id = $1", (user,))
        .await?;
    let made = Action::Token(Change {
        before: None,
        after: Some(name.to_owned()),
    });
    tx.note(actor, now, login, &made).await?;
    Ok(Some(text))
}

impl Store {
    /// A new token; its text is shown once and not stored. `None` where the person holds as many as one may.
    ///
    /// # Errors
    /// When the database fails, or there is no such person.
    pub async fn new_token(
        &self,
        user: UserId,
        name: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let mut tx = self.audited().await?;
        let made = put_token(&mut tx, user, name, actor, now).await?;
        tx.commit().await?;
        Ok(made)
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
        let hash = hash(text);
        let select = r"
            select u.id, u.login, u.drawn_as, u.name, u.family_name, u.email, u.student_id, u.study_group, u.role,
                   u.lang, u.first_lang, u.time_zone, u.active, t.last_used_at
            from tokens t
            join users u on u.id = t.user_id
            where t.hash = $1 and t.revoked_at is null";
        let found: Option<Held> = self.first(select, (&hash,)).await?;
        let Some(Held { user, used }) = found.filter(|held| held.user.active) else {
            return Ok(None);
        };
        let used = self.token_uses.of(&hash).or(used);
        // A minute's precision is enough. An instant to come was noted by a clock that was wrong.
        let is_noted = used.is_some_and(|at| {
            (SignedDuration::ZERO..SignedDuration::from_mins(1)).contains(&now.duration_since(at))
        });
        if !is_noted {
            self.note_use(hash, now);
        }
        Ok(Some(user))
    }

    /// Notes the use of a token, and lets nobody wait for it.
    fn note_use(&self, hash: String, now: Timestamp) {
        if !self.token_uses.note(hash, now) {
            let store = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(GATHERED).await;
                store.write_uses().await;
            });
        }
    }

    /// Writes the uses that were noted. What cannot be written is forgotten: the next use is noted again.
    pub(super) async fn write_uses(&self) {
        let uses = self.token_uses.to_write();
        if let Err(error) = self.put_uses(&uses).await {
            tracing::debug!(%error, "the use of tokens was not noted");
        }
        self.token_uses.written(uses);
    }

    async fn put_uses(&self, uses: &[(String, Timestamp)]) -> Result<(), StoreError> {
        if uses.is_empty() {
            return Ok(());
        }
        let mut tx = self.transaction().await?;
        for part in uses.chunks(USES_AT_ONCE) {
            let put = Many {
                head: "with used (hash, at) as (values",
                before: 0,
                rows: part.len(),
                width: 2,
                tail: ") update tokens
                    set last_used_at = used.at
                    from used
                    where tokens.hash = used.hash",
            };
            let mut values: Vec<Value<'_>> = Vec::with_capacity(2 * part.len());
            for (hash, at) in part {
                values.extend([hash.into(), (*at).into()]);
            }
            tx.execute(put, values).await?;
        }
        tx.commit().await
    }

    /// A person's tokens that still work, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens(&self, user: UserId) -> Result<Vec<Token>, StoreError> {
        let select = r"
            select id, name, created_at, last_used_at, hash
            from tokens
            where user_id = $1 and revoked_at is null
            order by id desc";
        let held: Vec<Listed> = self.rows(select, (user,)).await?;
        let latest = |Listed { token, hash }| Token {
            last_used_at: self.token_uses.of(&hash).or(token.last_used_at),
            ..token
        };
        Ok(held.into_iter().map(latest).collect())
    }

    /// Whether this person may hold one more token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn may_have_token(&self, user: &User) -> Result<bool, StoreError> {
        let held = self.tokens(user.id).await?.len();
        Ok(i64::try_from(held).is_ok_and(|held| held < MOST_TOKENS))
    }

    /// Whether this is the text of a token that this person holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holds_token(&self, user: UserId, text: &str) -> Result<bool, StoreError> {
        let select = r"
            select id
            from tokens
            where user_id = $1 and hash = $2 and revoked_at is null";
        let found: Option<TokenId> = self.first(select, (user, hash(text))).await?;
        Ok(found.is_some())
    }

    /// Makes a token useless for good. Whether its owner held it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_token(
        &self,
        user: UserId,
        id: TokenId,
        actor: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.audited().await?;
        let update = r"
            update tokens
            set revoked_at = $3
            where user_id = $1 and id = $2 and revoked_at is null
            returning name";
        let revoked: Option<String> = tx.first(update, (user, id, now)).await?;
        let held = revoked.is_some();
        if held {
            let login: String = tx
                .one("select login from users where id = $1", (user,))
                .await?;
            let change = Action::Token(Change {
                before: revoked,
                after: None,
            });
            tx.note(actor, now, login, &change).await?;
        }
        tx.commit().await?;
        Ok(held)
    }
}
