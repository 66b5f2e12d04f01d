//! Files of which several students sent the same bytes. A class may send one file as a whole, so a file is a row, and its senders are
//! counted by an index and read a page at a time.

use super::codec::{FromRow, Row};
use super::db::Tx;
use super::{Store, StoreError};
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;

/// A file that several students have sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedFile {
    /// For which homework.
    pub homework: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The submission by which it was noticed: a page of older ones begins behind it.
    pub noticed_by: SubmissionId,
    /// How many have sent it. Nobody sends the same bytes twice.
    pub senders: usize,
}

/// Who sent a file, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The submission.
    pub submission: SubmissionId,
    /// Whose.
    pub user: UserId,
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// When it arrived.
    pub received_at: Timestamp,
}

impl FromRow for SharedFile {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            homework: row.get("homework")?,
            sha256: row.get("sha256")?,
            noticed_by: row.get("noticed_by")?,
            senders: row.get("senders")?,
        })
    }
}

impl FromRow for Sender {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            submission: row.get("id")?,
            user: row.get("user_id")?,
            login: row.get("login")?,
            name: row.get("name")?,
            received_at: row.get("received_at")?,
        })
    }
}

impl Tx {
    /// Notes that the file of this submission was sent by somebody else too.
    pub(super) async fn note_shared_file(
        &mut self,
        homework: &str,
        sha256: &str,
        submission: SubmissionId,
    ) -> Result<(), StoreError> {
        let note = r"
            insert into shared_files (homework, sha256, noticed_by)
            values ($1, $2, $3)
            on conflict do nothing";
        self.execute(note, (homework, sha256, submission)).await?;
        Ok(())
    }

    /// Looks whether the file of a submission was sent by somebody else too, and notes it: of two who sent it in the same moment neither
    /// saw the other.
    pub(super) async fn look_for_shared_file(
        &mut self,
        submission: SubmissionId,
    ) -> Result<(), StoreError> {
        let note = r"
            insert into shared_files (homework, sha256, noticed_by)
            select s.homework, s.sha256, s.id
            from submissions s
            where s.id = $1 and exists (
                select 1 from submissions o
                where o.sha256 = s.sha256 and o.homework = s.homework and o.user_id <> s.user_id)
            on conflict do nothing";
        self.execute(note, (submission,)).await?;
        Ok(())
    }
}

impl Store {
    /// Files that several students sent, those that were noticed last first: so many of those that were noticed before this submission.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shared_files(
        &self,
        before: SubmissionId,
        most: usize,
    ) -> Result<Vec<SharedFile>, StoreError> {
        let select = r"
            select f.homework, f.sha256, f.noticed_by, (
                select count(*) from submissions s where s.sha256 = f.sha256 and s.homework = f.homework) as senders
            from shared_files f
            where f.noticed_by < $1
            order by f.noticed_by desc
            limit $2";
        self.rows(select, (before, most)).await
    }

    /// How many students sent this file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sender_count(&self, homework: &str, sha256: &str) -> Result<usize, StoreError> {
        let count = "select count(*) from submissions where sha256 = $1 and homework = $2";
        self.one(count, (sha256, homework)).await
    }

    /// Who sent this file, whoever was first first: so many after so many others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn senders_of(
        &self,
        (homework, sha256): (&str, &str),
        passed: usize,
        most: usize,
    ) -> Result<Vec<Sender>, StoreError> {
        let select = r"
            select s.id, s.user_id, u.login, u.name, s.received_at
            from (
                select id from submissions where sha256 = $1 and homework = $2 order by id limit $3 offset $4
            ) n
            join submissions s on s.id = n.id
            join users u on u.id = s.user_id
            order by s.id";
        let of = (sha256, homework, most, passed);
        self.rows(select, of).await
    }
}
