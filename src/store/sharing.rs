//! Answers that fit the inputs of another student, and which submissions were compared with those of all others.

use super::codec::{FromRow, Row};
use super::{Store, StoreError};
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;

/// Beyond so many nobody counts what is left.
const MOST_COUNTED: i64 = 1000;

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

/// A task of a submission that fits another student's inputs.
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
    /// The task.
    pub task: String,
    /// The other's login.
    pub other_login: String,
    /// Their name.
    pub other_name: String,
    /// When the submission arrived.
    pub received_at: Timestamp,
}

/// How much is left to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparisonLeft {
    /// How many submissions.
    pub submissions: i64,
    /// Whether there are more than that.
    pub or_more: bool,
    /// When one was compared last.
    pub last: Option<Timestamp>,
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

/// Submissions of students that were not compared yet: those after the last one that was, and of the thousand before it those that were
/// stored later, which PostgreSQL allows where two are stored at once. They are read by their numbers, so that the others cost nothing.
const UNCOMPARED: &str = "
    /* few are left out */ from submissions s
    where s.id > coalesce((select max(submission_id) from compared_submissions), 0) - 1000
        and not exists (select 1 from compared_submissions c where c.submission_id = s.id)
        and exists (select 1 from users u where u.id = s.user_id and u.role = 'student')
    order by s.id";

/// Whether the row `a` is about two students: people may be found to be one, or teach here, long after it was noted.
const OF_TWO: &str = "
    exists (
        select 1
        from submissions s
        join users u on u.id = s.user_id
        join users p on p.id = coalesce(u.merged_into, u.id)
        join users o on o.id = a.other_id
        join users q on q.id = coalesce(o.merged_into, o.id)
        where s.id = a.submission_id and p.id <> q.id and p.role = 'student' and q.role = 'student'
    )";

/// Tasks that fit the inputs of others, of the submissions `n`.
const SHARED: [&str; 4] = [
    "select distinct a.submission_id, p.login, p.name, s.homework, a.task, q.login as other_login, q.name as other_name, s.received_at
    from (",
    ") n
    join shared_answers a on a.submission_id = n.id
    join submissions s on s.id = n.id
    join users u on u.id = s.user_id
    join users p on p.id = coalesce(u.merged_into, u.id)
    join users o on o.id = a.other_id
    join users q on q.id = coalesce(o.merged_into, o.id)
    where",
    OF_TWO,
    "order by a.submission_id desc, other_login, a.task",
];

impl Store {
    /// The next submissions to be compared, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn uncompared(&self, most: i64) -> Result<Vec<Uncompared>, StoreError> {
        let select = "select s.id, s.user_id, s.homework";
        let rows: Vec<(SubmissionId, UserId, String)> =
            self.rows([select, UNCOMPARED, "limit $1"], (most,)).await?;
        let row = |(submission, user, homework)| Uncompared {
            submission,
            user,
            homework,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// How many submissions were not compared yet, and when one was last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comparison_left(&self) -> Result<ComparisonLeft, StoreError> {
        let count = [
            "select count(*) from (select 1 as one",
            UNCOMPARED,
            "limit $1) l",
        ];
        let found: i64 = self.one(count, (MOST_COUNTED + 1,)).await?;
        let last = "select compared_at from compared_submissions order by compared_at desc limit 1";
        Ok(ComparisonLeft {
            submissions: found.min(MOST_COUNTED),
            or_more: found > MOST_COUNTED,
            last: self.first(last, ()).await?,
        })
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
        tx.look_for_shared_file(submission).await?;
        let done = r"
            insert into compared_submissions (submission_id, compared_at)
            values ($1, $2)
            on conflict do nothing";
        tx.execute(done, (submission, now)).await?;
        tx.commit().await
    }

    /// Tasks that fit the inputs of others, of so many submissions before this one, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shared_answers(
        &self,
        before: SubmissionId,
        most: usize,
    ) -> Result<Vec<SharedAnswers>, StoreError> {
        let [select, join, two, order] = SHARED;
        let newest = "
            /* few are left out */ select distinct a.submission_id as id
            from shared_answers a
            where a.submission_id < $1 and";
        let most_of = "order by 1 desc limit $2";
        let all = [select, newest, OF_TWO, most_of, join, two, order];
        self.rows(all, (before, most)).await
    }

    /// Tasks of a submission that fit the inputs of other students.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answers_shared_by(
        &self,
        submission: SubmissionId,
    ) -> Result<Vec<SharedAnswers>, StoreError> {
        let [select, join, two, order] = SHARED;
        let one = "select id from submissions where id = $1";
        self.rows([select, one, join, two, order], (submission,))
            .await
    }

    /// In how many submissions answers that fit another student's inputs were found since then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sharing_found_since(&self, since: Timestamp) -> Result<i64, StoreError> {
        let count = "
            select count(distinct a.submission_id)
            from shared_answers a
            where a.found_at >= $1 and";
        self.one([count, OF_TWO], (since,)).await
    }
}
