//! Files of which several students sent the same bytes. A class may send one file as a whole, so a file is a row, and its senders are
//! counted by an index and read a page at a time.
//!
//! A row says that the bytes came under two rows of `users`. Whether these are two students is asked when it is read: one of them may teach
//! here, and rows are found to be one person, and parted again, long after something was sent.

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
    /// How many students have sent it, each person counted once.
    pub senders: usize,
}

/// A student who sent a file, and when they did so first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The submission.
    pub submission: SubmissionId,
    /// Whose, also where it was sent under a row that was merged into theirs.
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

/// Submissions of students and whose they are: `p.id`, the person that the row `u` is, or was found to be.
const SENT: &str = "
    from submissions s
    join users u on u.id = s.user_id
    join users p on p.id = coalesce(u.merged_into, u.id)
    where p.role = 'student'";

impl Tx {
    /// Notes that the file of this submission was sent under another row too.
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

    /// Looks whether the file of a submission was sent under another row too, and notes it: of two who sent it in the same moment neither
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
        let files = "
            /* few are left out */ select homework, sha256, noticed_by, senders
            from (select f.homework, f.sha256, f.noticed_by, (select count(distinct p.id)";
        let several = "and s.sha256 = f.sha256 and s.homework = f.homework) as senders
                from shared_files f
                where f.noticed_by < $1) c
            where senders > 1
            order by noticed_by desc
            limit $2";
        self.rows([files, SENT, several], (before, most)).await
    }

    /// How many students sent this file.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sender_count(&self, homework: &str, sha256: &str) -> Result<usize, StoreError> {
        let of = "and s.sha256 = $1 and s.homework = $2";
        self.one(
            ["select count(distinct p.id)", SENT, of],
            (sha256, homework),
        )
        .await
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
        let select = "
            select s.id, p.id as user_id, p.login, p.name, s.received_at
            from (select p.id as person, min(s.id) as first";
        let page =
            "and s.sha256 = $1 and s.homework = $2 group by p.id order by 2 limit $3 offset $4) n
            join submissions s on s.id = n.first
            join users p on p.id = n.person
            order by s.id";
        let of = (sha256, homework, most, passed);
        self.rows([select, SENT, page], of).await
    }

    /// The student who sent the file of this submission before all others, where that is not whoever sent this one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn first_sent_by(
        &self,
        submission: SubmissionId,
    ) -> Result<Option<Sender>, StoreError> {
        let own = "select p.id, s.homework, s.sha256";
        let own: Option<(UserId, String, String)> = self
            .first([own, SENT, "and s.id = $1"], (submission,))
            .await?;
        let Some((user, homework, sha256)) = own else {
            return Ok(None);
        };
        let first = self.senders_of((&homework, &sha256), 0, 1).await?.pop();
        Ok(first.filter(|first| first.user != user && first.submission < submission))
    }
}
