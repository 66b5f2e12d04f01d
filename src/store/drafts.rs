//! Drafts: answers files that were looked at and not sent yet. Never an attempt, one a person and homework, gone after an hour.

use super::pool::{reading, transaction, writing};
use super::tokens::instant;
use super::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};

/// How long a draft waits for its owner to send it.
pub const DRAFT_LASTS: SignedDuration = SignedDuration::from_hours(1);

/// A file that waits to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The exact bytes.
    pub file: Vec<u8>,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// When it was looked at.
    pub made_at: Timestamp,
}

impl Store {
    /// Keeps a draft in place of the one before, and forgets all that have expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_draft(
        &self,
        user: i64,
        homework: &str,
        file: &[u8],
        sha256: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        transaction!(self, tx => {
            sqlx::query("delete from drafts where made_at < $1").bind(oldest(now)).execute(&mut *tx).await?;
            sqlx::query("insert into drafts (user_id, homework, file, sha256, made_at) values ($1, $2, $3, $4, $5) on conflict (user_id, homework) do update set file = excluded.file, sha256 = excluded.sha256, made_at = excluded.made_at")
                .bind(user).bind(homework).bind(file).bind(sha256).bind(now.as_microsecond()).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// The draft that waits, unless it has expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(
        &self,
        user: i64,
        homework: &str,
        now: Timestamp,
    ) -> Result<Option<Draft>, StoreError> {
        let row: Option<(Vec<u8>, String, i64)> = reading!(self, db => sqlx::query_as("select file, sha256, made_at from drafts where user_id = $1 and homework = $2 and made_at >= $3")
            .bind(user).bind(homework).bind(oldest(now)).fetch_optional(db).await)?;
        Ok(row.map(|(file, sha256, made_at)| Draft {
            file,
            sha256,
            made_at: instant(made_at),
        }))
    }

    /// Forgets a draft, if it is still the one with these bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_draft(
        &self,
        user: i64,
        homework: &str,
        sha256: &str,
    ) -> Result<(), StoreError> {
        writing!(self, db => {
            sqlx::query("delete from drafts where user_id = $1 and homework = $2 and sha256 = $3").bind(user).bind(homework).bind(sha256).execute(db).await?;
        });
        Ok(())
    }
}

fn oldest(now: Timestamp) -> i64 {
    now.as_microsecond() - i64::try_from(DRAFT_LASTS.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{NewUser, Role};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn one_draft_waits_for_an_hour() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_file(&folder.path().join("t.sqlite"))
            .await
            .unwrap();
        let noon = at("2026-01-01T12:00:00Z");
        let new = NewUser {
            login: "anna",
            name: "Anna",
            role: Role::Student,
        };
        let (user, _) = store.put_user(new, "test", noon).await.unwrap();
        store
            .put_draft(user.id, "elbo", b"one", "1", noon)
            .await
            .unwrap();
        store
            .put_draft(user.id, "elbo", b"two", "2", noon)
            .await
            .unwrap();
        store
            .put_draft(user.id, "fid", b"three", "3", noon)
            .await
            .unwrap();
        let found = async |homework, now| store.draft(user.id, homework, at(now)).await.unwrap();
        let draft = found("elbo", "2026-01-01T13:00:00Z").await.unwrap();
        assert_eq!(
            (draft.file.as_slice(), draft.sha256.as_str()),
            (&b"two"[..], "2")
        );
        assert_eq!(found("elbo", "2026-01-01T13:00:01Z").await, None);
        // Another file's confirmation must not throw this one away.
        store.drop_draft(user.id, "elbo", "1").await.unwrap();
        assert!(found("elbo", "2026-01-01T12:30:00Z").await.is_some());
        store.drop_draft(user.id, "elbo", "2").await.unwrap();
        assert_eq!(found("elbo", "2026-01-01T12:30:00Z").await, None);
        // A later draft sweeps out what has expired.
        let late = at("2026-01-01T13:30:00Z");
        store
            .put_draft(user.id, "elbo", b"four", "4", late)
            .await
            .unwrap();
        assert_eq!(found("fid", "2026-01-01T12:30:00Z").await, None);
    }
}
