//! Drafts: answers files that were looked at and not sent yet. Never an attempt, one a person and homework, gone after an hour.
//! The report is kept with the file, so that a file is graded once, however often it is looked at.

use super::codec::{FromRow, Row, json};
use super::db::Tx;
use super::{Store, StoreError};
use crate::grading::Report;
use crate::ids::{UserId, VersionId};
use jiff::{SignedDuration, Timestamp};

/// How long a draft waits for its owner to send it.
pub const DRAFT_LASTS: SignedDuration = SignedDuration::from_hours(1);

/// A file to wait until it is sent.
#[derive(Clone, Copy, Debug)]
pub struct NewDraft<'a> {
    /// Whose.
    pub user: UserId,
    /// For which homework.
    pub homework: &'a str,
    /// The exact bytes.
    pub file: &'a [u8],
    /// Their SHA-256, in hexadecimal.
    pub sha256: &'a str,
    /// The course version it was graded under.
    pub course: VersionId,
    /// The release of inputs that it was judged by, where that is settled before it is sent.
    pub inputs_release: Option<i64>,
    /// The report.
    pub report: &'a Report,
}

/// A file that waits to be sent, without its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The number of its bytes.
    pub size: usize,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// When it was looked at.
    pub made_at: Timestamp,
    /// The course version it was graded under.
    pub course: VersionId,
    /// The release of inputs that it was judged by; nothing where that is found when it is sent.
    pub inputs_release: Option<i64>,
    /// The program's release it was graded with.
    pub release: String,
    /// The report.
    pub report: Report,
}

impl FromRow for Draft {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            size: row.get("size")?,
            sha256: row.get("sha256")?,
            made_at: row.get("made_at")?,
            course: row.get("course_id")?,
            inputs_release: row.get("inputs_release")?,
            release: row.get("release")?,
            report: row.json("report")?,
        })
    }
}

impl Store {
    /// Keeps a draft in place of the one before, and forgets all that have expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_draft(&self, new: NewDraft<'_>, now: Timestamp) -> Result<(), StoreError> {
        let report = json(new.report)?;
        let mut tx = self.transaction().await?;
        tx.execute("delete from drafts where made_at < $1", (oldest(now),))
            .await?;
        let put = r"
            insert into drafts (user_id, homework, file, sha256, made_at, course_id, release, report, inputs_release)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (user_id, homework) do update
            set file = excluded.file, sha256 = excluded.sha256, made_at = excluded.made_at,
                course_id = excluded.course_id, release = excluded.release, report = excluded.report,
                inputs_release = excluded.inputs_release";
        let row = (
            new.user,
            new.homework,
            new.file,
            new.sha256,
            now,
            new.course,
            env!("CARGO_PKG_VERSION"),
            &report,
            new.inputs_release,
        );
        tx.execute(put, row).await?;
        tx.commit().await
    }

    /// The draft that waits, unless it has expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(
        &self,
        user: UserId,
        homework: &str,
        now: Timestamp,
    ) -> Result<Option<Draft>, StoreError> {
        let select = r"
            select cast(octet_length(file) as bigint) as size, sha256, made_at, course_id, release, report,
                   inputs_release
            from drafts
            where user_id = $1 and homework = $2 and made_at >= $3";
        self.first(select, (user, homework, oldest(now))).await
    }

    /// The exact bytes of a draft, if it is still the one with this digest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft_file(
        &self,
        user: UserId,
        homework: &str,
        sha256: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let select = r"
            select file
            from drafts
            where user_id = $1 and homework = $2 and sha256 = $3";
        self.first(select, (user, homework, sha256)).await
    }
}

impl Tx {
    /// Forgets a draft, if it is still the one with these bytes: it is sent, in the same transaction.
    pub(super) async fn drop_draft(
        &mut self,
        user: UserId,
        homework: &str,
        sha256: &str,
    ) -> Result<(), StoreError> {
        let delete = r"
            delete from drafts
            where user_id = $1 and homework = $2 and sha256 = $3";
        self.execute(delete, (user, homework, sha256)).await?;
        Ok(())
    }
}

fn oldest(now: Timestamp) -> i64 {
    now.as_microsecond() - i64::try_from(DRAFT_LASTS.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::{Checked, Course};
    use crate::store::{Accepted, NewSubmission, NewUser, Role, SentFrom};
    use judge::points::{Points, Share};

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
        let report = Report::of("elbo", Vec::new());
        let put = async |homework, file: &[u8], sha256, now| {
            let new = NewDraft {
                user: user.id,
                homework,
                file,
                sha256,
                course: 7.into(),
                inputs_release: Some(1),
                report: &report,
            };
            store.put_draft(new, now).await.unwrap();
        };
        put("elbo", b"one", "1", noon).await;
        put("elbo", b"two", "2", noon).await;
        put("fid", b"three", "3", noon).await;
        let found = async |homework, now| store.draft(user.id, homework, at(now)).await.unwrap();
        let draft = found("elbo", "2026-01-01T13:00:00Z").await.unwrap();
        assert_eq!((draft.size, draft.sha256.as_str()), (3, "2"));
        assert_eq!((draft.course, &draft.report), (7.into(), &report));
        let file = async |sha256| store.draft_file(user.id, "elbo", sha256).await.unwrap();
        assert_eq!(file("2").await.as_deref(), Some(&b"two"[..]));
        assert_eq!(file("1").await, None, "another has taken its place");
        assert_eq!(found("elbo", "2026-01-01T13:00:01Z").await, None);
        // Another file's confirmation must not throw this one away.
        let drop = async |sha256| {
            let mut tx = store.transaction().await.unwrap();
            tx.drop_draft(user.id, "elbo", sha256).await.unwrap();
            tx.commit().await.unwrap();
        };
        drop("1").await;
        assert!(found("elbo", "2026-01-01T12:30:00Z").await.is_some());
        drop("2").await;
        assert_eq!(found("elbo", "2026-01-01T12:30:00Z").await, None);
        // A later draft sweeps out what has expired.
        let late = at("2026-01-01T13:30:00Z");
        put("elbo", b"four", "4", late).await;
        assert_eq!(found("fid", "2026-01-01T12:30:00Z").await, None);
    }

    #[tokio::test]
    async fn a_draft_goes_with_what_is_taken_and_stays_with_what_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_file(&folder.path().join("t.sqlite"))
            .await
            .unwrap();
        let now = at("2026-01-01T12:00:00Z");
        let new = NewUser {
            login: "anna",
            name: "Anna",
            role: Role::Student,
        };
        let (user, _) = store.put_user(new, "test", now).await.unwrap();
        let course = Checked::from(Course::default_course());
        let published = store.publish_course(&course, "", "test", now).await;
        let course = published.unwrap().id;
        let report = Report::default();
        let draft = NewDraft {
            user: user.id,
            homework: "elbo",
            file: b"one",
            sha256: "1",
            course,
            inputs_release: Some(1),
            report: &report,
        };
        let sent = NewSubmission {
            user: user.id,
            homework: "elbo",
            received_at: now,
            file: b"one",
            sha256: "1",
            course,
            inputs_release: Some(1),
            report: &report,
            points: Points::ZERO,
            late_factor: Share::ALL,
        };
        let send = async |attempts: u32, from| {
            let sent = store.submit_under(sent.clone(), "anna", Some(attempts).into(), from);
            sent.await.unwrap().accepted
        };
        let waits = async || store.draft(user.id, "elbo", now).await.unwrap().is_some();
        store.put_draft(draft, now).await.unwrap();
        assert_eq!(send(0, SentFrom::Draft).await, Accepted::NoAttemptsLeft);
        assert!(waits().await, "it was not taken");
        let taken = send(1, SentFrom::Draft).await;
        assert!(matches!(taken, Accepted::Stored(_)), "{taken:?}");
        assert!(!waits().await, "it is sent");
        // The same bytes are sent already, which costs nothing; those of a program are no draft.
        store.put_draft(draft, now).await.unwrap();
        for (from, is_left) in [(SentFrom::Elsewhere, true), (SentFrom::Draft, false)] {
            let again = send(1, from).await;
            assert!(matches!(again, Accepted::Again(_)), "{again:?}");
            assert_eq!(waits().await, is_left);
        }
    }
}
