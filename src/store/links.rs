//! Sign-in links: a secret in a URL, stored as its hash. A newer link ends the earlier ones of its owner.

use super::audit::Action;
use super::audited::Audited;
use super::codec::Value;
use super::db::{MOST_ROWS, Many, Tx};
use super::{Store, StoreError, User, Way};
use crate::ids::UserId;
use jiff::{SignedDuration, Timestamp};
use rand::TryRngCore as _;
use sha2::{Digest as _, Sha256};
use std::collections::{HashMap, HashSet};

/// For how many days a link works unless whoever makes it says otherwise: a month, as a roster is made weeks before the first lecture.
pub const LINK_DAYS: i64 = 30;
/// The most days that a link may work.
pub const MOST_LINK_DAYS: i64 = 366;

/// How long a link that no longer works is remembered, to say why, and an expired session.
pub(super) const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What a secret is worth.
#[expect(
    clippy::large_enum_variant,
    reason = "one is made at a time, and it is nearly always the large one"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It signs this person in.
    Works(User),
    /// Its time is over.
    Expired,
    /// A newer link took its place, or it was ended with its owner's access.
    Ended,
    /// It came by letter and has signed in, which it does once.
    Used,
    /// Its owner may not sign in.
    Deactivated,
    /// It was never made, or was forgotten long since.
    Unknown,
}

/// A new secret of 32 random bytes, in hexadecimal.
///
/// # Panics
/// Where the operating system gives no random bytes.
pub fn secret() -> String {
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

/// Spends a link that signs in once: by which way its owner comes, and nothing where it was spent. Others are never spent.
pub(super) async fn spend(
    tx: &mut Tx,
    secret: &str,
    now: Timestamp,
) -> Result<Option<Way>, StoreError> {
    let spend = r"
        update links
        set used_at = $2
        where hash = $1 and single_use and used_at is null";
    let hash = hash(secret);
    if tx.execute(spend, (&hash, now)).await? > 0 {
        return Ok(Some(Way::Mail));
    }
    let single = "select single_use from links where hash = $1";
    let single: Option<bool> = tx.first(single, (&hash,)).await?;
    Ok((single == Some(false)).then_some(Way::Link))
}

impl Audited {
    /// Has each of these secrets sign in its person until it expires, in place of the earlier ones.
    async fn put_links(
        &mut self,
        users: &[UserId],
        secrets: &[String],
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let end = Many {
            head: "update links set ended_at = $1 where ended_at is null and user_id in (",
            before: 1,
            rows: users.len(),
            width: 1,
            tail: ")",
        };
        let mut ended: Vec<Value<'_>> = vec![now.into()];
        ended.extend(users.iter().map(|user| Value::from(*user)));
        self.execute(end, ended).await?;
        let insert = Many {
            head: "insert into links (hash, user_id, expires_at) values",
            before: 0,
            rows: users.len(),
            width: 3,
            tail: "",
        };
        let row = |(user, secret): (&UserId, &String)| -> [Value<'_>; 3] {
            [hash(secret).into(), (*user).into(), expires.into()]
        };
        let values: Vec<Value<'_>> = users.iter().zip(secrets).flat_map(row).collect();
        self.execute(insert, values).await?;
        Ok(())
    }
}

impl Store {
    /// A secret that signs this person in until it expires, in place of the earlier ones. It is shown once and not stored.
    ///
    /// # Errors
    /// When the database fails, or there is no such person.
    pub async fn new_link(
        &self,
        user: UserId,
        lasts: SignedDuration,
        actor: &str,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let mut made = self.new_links(&[user], lasts, actor, now).await?;
        Ok(made.remove(0))
    }

    /// The same for each of these people, in their order; nobody is among them twice.
    ///
    /// # Errors
    /// When the database fails, or somebody is not there; then none of them works, and the earlier ones still do.
    pub async fn new_links(
        &self,
        users: &[UserId],
        lasts: SignedDuration,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let secrets: Vec<String> = users.iter().map(|_| secret()).collect();
        let expires = now.saturating_add(lasts).unwrap_or(Timestamp::MAX);
        let forgotten = now.saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
        let mut tx = self.audited().await?;
        tx.execute("delete from links where expires_at < $1", (forgotten,))
            .await?;
        let parts = users.chunks(MOST_ROWS).zip(secrets.chunks(MOST_ROWS));
        for (users, secrets) in parts {
            tx.put_links(users, secrets, expires, now).await?;
            let (select, ids) = Many::among("select id, login from users where id in (", users);
            let logins: Vec<(UserId, String)> = tx.rows(select, ids).await?;
            let mut logins: HashMap<UserId, String> = logins.into_iter().collect();
            let noted = users.iter().map(|user| {
                let login = logins.remove(user).ok_or(sqlx::Error::RowNotFound)?;
                Ok((login, Action::Link { until: expires }))
            });
            let noted: Result<Vec<(String, Action)>, StoreError> = noted.collect();
            tx.note_all(actor, now, &noted?).await?;
        }
        tx.commit().await?;
        Ok(secrets)
    }

    /// What this secret is worth now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link(&self, secret: &str, now: Timestamp) -> Result<LinkState, StoreError> {
        let select = r"
            select user_id, expires_at, ended_at, used_at
            from links
            where hash = $1";
        let found: Option<(UserId, Timestamp, Option<Timestamp>, Option<Timestamp>)> =
            self.first(select, (hash(secret),)).await?;
        let Some((user, expires_at, ended_at, used_at)) = found else {
            return Ok(LinkState::Unknown);
        };
        let Some(user) = self.user_by_id(user).await? else {
            return Ok(LinkState::Unknown);
        };
        Ok(if !user.active {
            LinkState::Deactivated
        } else if used_at.is_some() {
            LinkState::Used
        } else if ended_at.is_some() {
            LinkState::Ended
        } else if expires_at <= now {
            LinkState::Expired
        } else {
            LinkState::Works(user)
        })
    }

    /// Has this secret sign a person in once until it expires, in place of earlier links that came by letter; those given out by a
    /// teacher stay. The same secret again moves its end and leaves all others alone: a letter that is sent twice says the same, and
    /// one that is tried again is no newer for it. Whether it signs in: no longer where it was used, or a newer one ended it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_letter_link(
        &self,
        user: &User,
        secret: &str,
        lasts: SignedDuration,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let until = now.saturating_add(lasts).unwrap_or(Timestamp::MAX);
        let hash = hash(secret);
        let mut tx = self.audited().await?;
        let insert = r"
            insert into links (hash, user_id, expires_at, single_use)
            values ($1, $2, $3, $4)
            on conflict do nothing";
        let works = if tx.execute(insert, (&hash, user.id, until, true)).await? > 0 {
            let end = r"
                update links
                set ended_at = $3
                where user_id = $1 and single_use and hash <> $2 and ended_at is null and used_at is null";
            tx.execute(end, (user.id, &hash, now)).await?;
            let link = Action::Link { until };
            tx.note(&user.login, now, user.login.as_str(), &link)
                .await?;
            true
        } else {
            let move_end = r"
                update links
                set expires_at = $2
                where hash = $1 and ended_at is null and used_at is null";
            tx.execute(move_end, (&hash, until)).await? > 0
        };
        tx.commit().await?;
        Ok(works)
    }

    /// The links that work now, by person: what is stored of each.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn working_links(
        &self,
        now: Timestamp,
    ) -> Result<HashMap<UserId, Vec<String>>, StoreError> {
        let select = r"
            /* everything */ select user_id, hash
            from links
            where ended_at is null and expires_at > $1 and not single_use
            order by hash";
        let rows: Vec<(UserId, String)> = self.rows(select, (now,)).await?;
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
    pub async fn never_signed_in(&self) -> Result<HashSet<UserId>, StoreError> {
        let ids: Vec<UserId> = self
            .rows("select id from users where signed_in_at is null", ())
            .await?;
        Ok(ids.into_iter().collect())
    }
}
