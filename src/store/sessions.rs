//! Browser sessions. A session is somebody's from its first moment, so whose it is, where and since when are columns; its id is stored
//! as a hash, and whether it has expired is asked of the application's clock.

use super::audit::Action;
use super::codec::{FromRow, Row};
use super::links::{REMEMBERED, hash, spend};
use super::{Store, StoreError, User, Way};
use crate::ids::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};

/// A session ends after so long without use.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// And so long after its beginning, however much it is used.
pub const SESSION_LASTS: SignedDuration = SignedDuration::from_hours(24 * 365);
/// A use is noted once a day: reading a page writes nothing the other times.
const RENEWED_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The row.
    pub id: SessionId,
    /// The browser and system; empty where the browser did not say.
    pub device: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to a day.
    pub used_at: Timestamp,
}

/// By what somebody comes in.
pub(super) enum By<'a> {
    /// By something that was proven before.
    Way(Way),
    /// By a link, which is spent where it signs in once.
    Link(&'a str),
}

/// A session as it is kept.
pub(super) struct Kept {
    pub id: SessionId,
    pub user: UserId,
    pub device: String,
    pub way: Way,
    pub data: String,
    pub created_at: Timestamp,
    pub used_at: Timestamp,
}

const SELECT: &str = "
    select id, user_id, device, way, data, created_at, used_at
    from sessions";

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            device: row.get("device")?,
            way: row.get("way")?,
            data: row.get("data")?,
            created_at: row.get("created_at")?,
            used_at: row.get("used_at")?,
        })
    }
}

/// How long a session that began then still lasts where it is used now.
pub fn session_lasts(created: Timestamp, now: Timestamp) -> SignedDuration {
    SESSION_IDLE
        .min(SESSION_LASTS - now.duration_since(created))
        .max(SignedDuration::ZERO)
}

/// Whether a use now is worth noting. An instant to come was noted by a clock that was wrong.
pub fn session_is_renewed(used: Timestamp, now: Timestamp) -> bool {
    used > now || now.duration_since(used) >= RENEWED_AFTER
}

impl Store {
    /// Signs in: the session, when it was, the entry in the audit, and the link's end are one change. Its row, and the way they came;
    /// nothing where the link was spent meanwhile.
    pub(super) async fn begin_session(
        &self,
        id: &str,
        (user, device, by, data): (UserId, &str, By<'_>, &str),
        now: Timestamp,
    ) -> Result<Option<(SessionId, Way)>, StoreError> {
        let mut tx = self.audited().await?;
        let way = match by {
            By::Way(way) => Some(way),
            By::Link(secret) => spend(&mut tx, secret, now).await?,
        };
        let Some(way) = way else {
            return Ok(None);
        };
        let insert = r"
            insert into sessions (hash, user_id, device, way, data, created_at, used_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $6, $7)
            returning id";
        let expires = now + session_lasts(now, now);
        let row = tx
            .one(
                insert,
                (hash(id), user, device, way.word(), data, now, expires),
            )
            .await?;
        let update = "update users set signed_in_at = $2 where id = $1 returning login";
        let login: String = tx.one(update, (user, now)).await?;
        let sign_in = Action::SignIn {
            device: device.to_owned(),
            way: Some(way.clone()),
        };
        tx.note(&login, now, &login, &sign_in).await?;
        tx.commit().await?;
        Ok(Some((row, way)))
    }

    pub(super) async fn renew_session(
        &self,
        id: &str,
        data: &str,
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = r"
            update sessions
            set data = $2, used_at = $3, expires_at = $4
            where hash = $1";
        self.execute(update, (hash(id), data, now, expires)).await?;
        Ok(())
    }

    pub(super) async fn session(
        &self,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<Kept>, StoreError> {
        self.first(
            [SELECT, "where hash = $1 and expires_at > $2"],
            (hash(id), now),
        )
        .await
    }

    /// Ends a session in the browser that has it. That is signing out, unless it was over already.
    pub(super) async fn forget_session(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        if self.session(id, now).await?.is_none() {
            self.execute("delete from sessions where hash = $1", (hash(id),))
                .await?;
            return Ok(());
        }
        let mut tx = self.audited().await?;
        let delete = r"
            delete from sessions
            where hash = $1
            returning user_id, device";
        let ended: Option<(UserId, String)> = tx.first(delete, (hash(id),)).await?;
        if let Some((user, device)) = ended {
            let login = "select login from users where id = $1";
            let login: String = tx.one(login, (user,)).await?;
            let sign_out = Action::SignOut { device };
            tx.note(&login, now, &login, &sign_out).await?;
        }
        tx.commit().await
    }

    /// Where a person is signed in, the latest used first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<SignedIn>, StoreError> {
        let of = "where user_id = $1 and expires_at > $2 order by used_at desc, id desc";
        let sessions: Vec<Kept> = self.rows([SELECT, of], (user, now)).await?;
        let signed_in = |kept: Kept| SignedIn {
            id: kept.id,
            device: kept.device,
            created_at: kept.created_at,
            used_at: kept.used_at,
        };
        Ok(sessions.into_iter().map(signed_in).collect())
    }

    /// Ends a person's session from another one. Whether there was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(
        &self,
        user: &User,
        id: SessionId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.audited().await?;
        let delete = r"
            delete from sessions
            where user_id = $1 and id = $2
            returning device";
        let ended: Option<String> = tx.first(delete, (user.id, id)).await?;
        let was_there = ended.is_some();
        if let Some(device) = ended {
            let action = Action::Session { device };
            tx.note(&user.login, now, &user.login, &action).await?;
        }
        tx.commit().await?;
        Ok(was_there)
    }

    /// Ends all sessions of a person but one. How many they were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_other_sessions(
        &self,
        user: &User,
        kept: SessionId,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut tx = self.audited().await?;
        let delete = r"
            delete from sessions
            where user_id = $1 and id <> $2
            returning device";
        let ended: Vec<String> = tx.rows(delete, (user.id, kept)).await?;
        let number = ended.len();
        for device in ended {
            let action = Action::Session { device };
            tx.note(&user.login, now, &user.login, &action).await?;
        }
        tx.commit().await?;
        Ok(number)
    }

    /// Forgets sessions that expired long ago: not at once, since a clock that jumps ahead and back would sign everybody out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        let forgotten = now.saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
        self.execute("delete from sessions where expires_at < $1", (forgotten,))
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_lasts_a_month_from_its_use_and_a_year_at_most() {
        let begun: Timestamp = "2026-09-01T08:00:00Z".parse().unwrap();
        let day = |n: i64| begun + SignedDuration::from_hours(24 * n);
        assert_eq!(session_lasts(begun, begun), SESSION_IDLE);
        assert_eq!(session_lasts(begun, day(335)), SESSION_IDLE);
        assert_eq!(
            session_lasts(begun, day(364)),
            SignedDuration::from_hours(24)
        );
        assert_eq!(session_lasts(begun, day(400)), SignedDuration::ZERO);
        // A clock that was set back makes no session longer than a month.
        assert_eq!(session_lasts(begun, day(-400)), SESSION_IDLE);
        assert!(!session_is_renewed(
            begun,
            begun + SignedDuration::from_hours(23)
        ));
        assert!(session_is_renewed(begun, day(1)));
        assert!(session_is_renewed(begun, day(-1)));
    }
}
