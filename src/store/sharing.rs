//! Answers that fit the inputs of another student, and files sent by two.

use super::codec::{FromRow, Row};
use super::{Store, StoreError};
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;

/// A submission that was not compared with the inputs of others yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncompared {
    /// Its number.
    pub submission: SubmissionId,
    /// Whose.
    pub user: UserId,
    /// For which homework.
    pub homework: String,
}

/// Somebody who may have been given inputs of a homework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Their row.
    pub user: UserId,
    /// Their login.
    pub login: String,
}

/// A task of a submission that fits another student's inputs; or a whole file that another had sent before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedAnswers {
    /// The submission.
    pub submission: SubmissionId,
    /// Its student's login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// The homework.
    pub homework: String,
    /// The task; empty for a whole file.
    pub task: String,
    /// The other's login.
    pub other_login: String,
    /// Their name.
    pub other_name: String,
    /// When the submission arrived.
    pub received_at: Timestamp,
}

impl FromRow for SharedAnswers {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            submission: row.get("submission_id")?,
            login: row.get("login")?,
            name: row.get("name")?,
            homework: row.get("homework")?,
            task: row.get("task")?,
            other_login: row.get("other_login")?,
            other_name: row.get("other_name")?,
            received_at: row.get("received_at")?,
        })
    }
}

/// Submissions of students that were not compared yet.
const UNCOMPARED: &str = "
    from submissions s
    join users u on u.id = s.user_id
    where u.role = 'student'
        and not exists (select 1 from compared_submissions c where c.submission_id = s.id)";

/// Tasks that fit the inputs of others, and files that others had sent before: each beside whoever sent it first, since a class that sends
/// one file has as many pairs as it has students squared. Nobody sends the same bytes twice.
const SHARED: &str = "
    /* everything */ select a.submission_id, u.login, u.name, s.homework, a.task, o.login as other_login,
           o.name as other_name, s.received_at
    from (
        select submission_id, task, other_id
        from shared_answers
        union
        select later.id as submission_id, '' as task, earlier.user_id as other_id
        from (
            select sha256, homework, min(id) as id
            from submissions
            group by sha256, homework
            having count(*) > 1
        ) first
        join submissions earlier on earlier.id = first.id
        join submissions later on later.sha256 = first.sha256 and later.homework = first.homework and later.id > first.id
    ) a
    join submissions s on s.id = a.submission_id
    join users u on u.id = s.user_id
    join users o on o.id = a.other_id";

impl Store {
    /// The next submissions to be compared, of one homework: that of the oldest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn uncompared(&self, most: i64) -> Result<Vec<Uncompared>, StoreError> {
        let next = "order by s.homework, s.id limit $1";
        let select = "select s.id, s.user_id, s.homework";
        let rows: Vec<(SubmissionId, UserId, String)> =
            self.rows([select, UNCOMPARED, next], (most,)).await?;
        let first = rows.first().map(|(_, _, homework)| homework.clone());
        let of_one = rows
            .into_iter()
            .filter(|(_, _, homework)| Some(homework) == first.as_ref());
        let row = |(submission, user, homework)| Uncompared {
            submission,
            user,
            homework,
        };
        Ok(of_one.map(row).collect())
    }

    /// How many submissions were not compared yet, and when one was last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comparison_left(&self) -> Result<(i64, Option<Timestamp>), StoreError> {
        let left = self.one(["select count(*)", UNCOMPARED], ()).await?;
        let last = "select compared_at from compared_submissions order by compared_at desc limit 1";
        Ok((left, self.first(last, ()).await?))
    }

    /// Students who were given inputs of a homework, or sent something for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn peers(&self, homework: &str) -> Result<Vec<Peer>, StoreError> {
        let select = r"
            select u.id, u.drawn_as
            from users u
            where u.role = 'student' and (
                exists (select 1 from given_inputs g where g.user_id = u.id and g.homework = $1)
                or exists (select 1 from submissions s where s.user_id = u.id and s.homework = $1)
            )
            order by u.id";
        let rows: Vec<(UserId, String)> = self.rows(select, (homework,)).await?;
        let peer = |(user, login)| Peer { user, login };
        Ok(rows.into_iter().map(peer).collect())
    }

    /// Notes that a submission was compared, and which tasks of it fit whose inputs.
    ///
    /// # Errors
    /// When the database fails; then nothing was noted.
    pub async fn note_compared(
        &self,
        submission: SubmissionId,
        found: &[(String, UserId)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.transaction().await?;
        let insert = r"
            insert into shared_answers (submission_id, task, other_id, found_at)
            values ($1, $2, $3, $4)
            on conflict do nothing";
        for (task, other) in found {
            tx.execute(insert, (submission, task, *other, now)).await?;
        }
        let done = r"
            insert into compared_submissions (submission_id, compared_at)
            values ($1, $2)
            on conflict do nothing";
        tx.execute(done, (submission, now)).await?;
        tx.commit().await
    }

    /// Everything that two students share, the newest submission first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shared_answers(&self) -> Result<Vec<SharedAnswers>, StoreError> {
        let newest = "order by a.submission_id desc, o.login, a.task limit 1000";
        self.rows([SHARED, newest], ()).await
    }

    /// What a submission shares with other students.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shared_by(
        &self,
        submission: SubmissionId,
    ) -> Result<Vec<SharedAnswers>, StoreError> {
        let of = "where a.submission_id = $1 order by o.login, a.task";
        self.rows([SHARED, of], (submission,)).await
    }

    /// In how many submissions answers that fit another student's inputs were found since then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sharing_found_since(&self, since: Timestamp) -> Result<i64, StoreError> {
        let count = "select count(distinct submission_id) from shared_answers where found_at >= $1";
        self.one(count, (since,)).await
    }
}
