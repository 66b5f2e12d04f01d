//! Programs that ask to be let in (RFC 8628): each has a long code, kept as its hash, and a short one, by which a person finds it.

use super::codec::{FromRow, Row};
use super::links::{hash, secret};
use super::tokens::put_token;
use super::{Store, StoreError};
use crate::ids::UserId;
use jiff::{SignedDuration, Timestamp};
use rand::TryRngCore as _;

/// How long a program may wait for its answer.
pub const DEVICE_CODE_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// So many seconds a program waits between two questions, unless it was told to wait longer.
const PAUSE: i64 = 5;
/// So many programs may wait at once: nobody has to be somebody to ask.
const MOST: i64 = 10_000;
/// The decision that lets a program in.
const ALLOWED: &str = "allowed";
/// Consonants: no code is a word, and none is read for another (RFC 8628, 6.1).
const LETTERS: [u8; 20] = *b"BCDFGHJKLMNPQRSTVWXZ";
/// How many of them a short code has.
const LENGTH: usize = 8;
/// What people and their phones write between its halves.
const DASHES: [char; 3] = ['-', '–', '—'];

/// The codes of a program that asks.
#[derive(Clone, Debug)]
pub struct DeviceCodes {
    /// The long one, which the program keeps to itself.
    pub device: String,
    /// The short one, which its user reads.
    pub user: String,
    /// So many seconds it waits between two questions.
    pub pause: i64,
}

/// A program that asks, as the person sees it who decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskingDevice {
    /// Its short code.
    pub user_code: String,
    /// What it calls itself.
    pub name: String,
    /// Where it asked from.
    pub address: String,
    /// Since when it asks.
    pub created_at: Timestamp,
}

impl FromRow for AskingDevice {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user_code: row.get("user_code")?,
            name: row.get("name")?,
            address: row.get("address")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// What a program is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceAnswer {
    /// Nobody has decided yet.
    Pending,
    /// It asks too often; so many seconds it waits from now on.
    SlowDown(i64),
    /// It is not let in.
    Denied,
    /// Its time is over, or its code was never one or was used before.
    Expired,
    /// Its token, this once.
    Token(String),
}

/// What is kept of a program that asks.
struct Kept {
    expires_at: Timestamp,
    pause: i64,
    asked_at: Option<Timestamp>,
    decision: Option<String>,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            expires_at: row.get("expires_at")?,
            pause: row.get("pause")?,
            asked_at: row.get("asked_at")?,
            decision: row.get("decision")?,
        })
    }
}

/// A short code as it was typed: with or without the dash, whichever a phone put for it, in either case. `None` where it is none.
pub fn user_code(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let letters: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !DASHES.contains(c))
        .take(LENGTH + 1)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let known = letters.bytes().all(|c| LETTERS.contains(&c));
    (known && letters.len() == LENGTH).then(|| dashed(&letters))
}

fn dashed(letters: &str) -> String {
    let (one, other) = letters.split_at(LENGTH / 2);
    format!("{one}-{other}")
}

/// A new short code.
fn new_user_code() -> String {
    let mut letters = String::new();
    while letters.len() < LENGTH {
        let mut bytes = [0_u8; 16];
        rand::rngs::OsRng
            .try_fill_bytes(&mut bytes)
            .expect("the operating system gives random bytes");
        // Of 256 values the last sixteen would make some letters likelier than others.
        let even = bytes.into_iter().filter(|byte| *byte < 240);
        let known = even.filter_map(|byte| LETTERS.get(usize::from(byte) % LETTERS.len()));
        letters.extend(known.map(|letter| char::from(*letter)));
    }
    letters.truncate(LENGTH);
    dashed(&letters)
}

impl Store {
    /// A program asks to be let in. `None` where as many wait as may.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_device(
        &self,
        name: &str,
        address: &str,
        now: Timestamp,
    ) -> Result<Option<DeviceCodes>, StoreError> {
        let codes = DeviceCodes {
            device: secret(),
            user: new_user_code(),
            pause: PAUSE,
        };
        let expires = now.saturating_add(DEVICE_CODE_LASTS);
        let expires = expires.unwrap_or(Timestamp::MAX);
        let mut tx = self.transaction().await?;
        tx.execute("delete from device_codes where expires_at <= $1", (now,))
            .await?;
        let waiting: i64 = tx.one("select count(*) from device_codes", ()).await?;
        if waiting >= MOST {
            return Ok(None);
        }
        let insert = r"
            insert into device_codes (hash, user_code, name, address, created_at, expires_at, pause)
            values ($1, $2, $3, $4, $5, $6, $7)";
        let (long, short) = (hash(&codes.device), codes.user.as_str());
        tx.execute(insert, (long, short, name, address, now, expires, PAUSE))
            .await?;
        tx.commit().await?;
        Ok(Some(codes))
    }

    /// The program that asks under this short code and waits for a decision.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asking_device(
        &self,
        user_code: &str,
        now: Timestamp,
    ) -> Result<Option<AskingDevice>, StoreError> {
        let select = r"
            select user_code, name, address, created_at
            from device_codes
            where user_code = $1 and decision is null and expires_at > $2";
        self.first(select, (user_code, now)).await
    }

    /// Decides whether a program is let in as this person. Whether it was there to be decided.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn decide_device(
        &self,
        user_code: &str,
        user: UserId,
        allowed: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let update = r"
            update device_codes
            set user_id = $2, decision = $3
            where user_code = $1 and decision is null and expires_at > $4";
        let decision = if allowed { ALLOWED } else { "denied" };
        let decided = self
            .execute(update, (user_code, user, decision, now))
            .await?;
        Ok(decided > 0)
    }

    /// What a program is answered that asks with its long code. A token is made here and now, and the code is worth nothing after.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_as_device(
        &self,
        code: &str,
        now: Timestamp,
    ) -> Result<DeviceAnswer, StoreError> {
        let long = hash(code);
        let select = r"
            select expires_at, pause, asked_at, decision
            from device_codes
            where hash = $1";
        let Some(kept) = self.first::<Kept>(select, (long.as_str(),)).await? else {
            return Ok(DeviceAnswer::Expired);
        };
        if kept.expires_at <= now {
            return Ok(DeviceAnswer::Expired);
        }
        let since = kept.asked_at.map(|at| now.duration_since(at).as_secs());
        if since.is_some_and(|seconds| (0..kept.pause).contains(&seconds)) {
            let pause = kept.pause.saturating_add(PAUSE);
            let slower = "update device_codes set pause = $2, asked_at = $3 where hash = $1";
            self.execute(slower, (long, pause, now)).await?;
            return Ok(DeviceAnswer::SlowDown(pause));
        }
        if kept.decision.is_none() {
            let asked = "update device_codes set asked_at = $2 where hash = $1";
            self.execute(asked, (long, now)).await?;
            return Ok(DeviceAnswer::Pending);
        }
        self.let_in(long, now).await
    }

    /// The answer to a program about which was decided, this once.
    async fn let_in(&self, long: String, now: Timestamp) -> Result<DeviceAnswer, StoreError> {
        let mut tx = self.audited().await?;
        let gone = r"
            delete from device_codes
            where hash = $1 and decision is not null
            returning name, user_id, decision";
        let taken: Option<(String, Option<UserId>, Option<String>)> =
            tx.first(gone, (long,)).await?;
        let answer = match taken {
            // Another question came first.
            None => DeviceAnswer::Expired,
            Some((name, Some(user), Some(decision))) if decision == ALLOWED => {
                let select = "select login from users where id = $1 and active = $2";
                let login: Option<String> = tx.first(select, (user, true)).await?;
                let made = match login {
                    Some(login) => put_token(&mut tx, user, &name, &login, now).await?,
                    None => None,
                };
                made.map_or(DeviceAnswer::Denied, DeviceAnswer::Token)
            }
            Some(_) => DeviceAnswer::Denied,
        };
        tx.commit().await?;
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_code_is_read_as_people_type_it() {
        for typed in [
            "WDJB-MJHT",
            "wdjbmjht",
            " wdjb mjht ",
            "W-D-J-B-M-J-H-T",
            "wdjb—mjht",
            "Wdjb – MJHT",
        ] {
            assert_eq!(user_code(typed).as_deref(), Some("WDJB-MJHT"), "{typed}");
        }
        for typed in [
            "",
            "WDJB",
            "WDJB-MJHTX",
            "WDJA-MJHT",
            "WDJB-MJH1",
            "ШДЖБ-МЖХТ",
        ] {
            assert_eq!(user_code(typed), None, "{typed}");
        }
        for _ in 0..100 {
            let made = new_user_code();
            assert_eq!(user_code(&made), Some(made));
        }
    }
}
