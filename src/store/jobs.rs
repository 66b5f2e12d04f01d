//! Long work, noted so that it survives a restart of the server.

use super::audit::{Action, RegradeJob};
use super::codec::{Column, FromRow, Row, choice};
use super::db::Tx;
use super::turns::held_until;
use super::{Store, StoreError};
use crate::ids::{JobId, VersionId};
use jiff::Timestamp;

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Not begun.
    Waiting,
    /// Under way, or interrupted and to be taken up again.
    Running,
    /// Finished.
    Done,
    /// Given up; its result says why.
    Failed,
    /// Ended by one that grades the same under a newer version.
    Replaced,
}

impl JobState {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Running,
        Self::Done,
        Self::Failed,
        Self::Replaced,
    ];

    /// The word stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Replaced => "replaced",
        }
    }

    /// Whether nothing more will happen.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Replaced)
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: JobId,
    /// How far it is.
    pub state: JobState,
    /// The login of who began it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When nothing more was to do.
    pub finished_at: Option<Timestamp>,
    /// What is to be done, as JSON.
    pub params: String,
    /// How many submissions are graded.
    pub done: u64,
    /// How many submissions there are.
    pub total: u64,
    /// What came of it: the reason of a failure, else nothing.
    pub result: String,
}

/// A job to begin: grading again, which is the one kind there is.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// What is to be done, as JSON.
    pub params: &'a str,
    /// The course version to grade under.
    pub version: VersionId,
    /// One homework, or all.
    pub homework: Option<String>,
    /// How many submissions there are.
    pub total: usize,
    /// The unfinished one that ends with this one: an earlier version was to grade what this one grades.
    pub replaces: Option<JobId>,
}

/// Who is at a job: the number of times that it was taken. Whoever took it before has nothing to say any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobTurn(i64);

/// The kind of these jobs.
const REGRADE: &str = "regrade";

const COLUMNS: &str = "
    id, state, created_by, created_at, finished_at, params, done, total, result";

impl Column for JobState {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}

impl FromRow for Job {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            state: row.get("state")?,
            created_by: row.get("created_by")?,
            created_at: row.get("created_at")?,
            finished_at: row.get("finished_at")?,
            params: row.get("params")?,
            done: row.get("done")?,
            total: row.get("total")?,
            result: row.get("result")?,
        })
    }
}

impl Tx {
    /// Notes how far a job is; whether it is not finished yet.
    pub(super) async fn progress_job(
        &mut self,
        id: JobId,
        done: usize,
        total: usize,
    ) -> Result<bool, StoreError> {
        let update = r"
            update jobs
            set state = 'running', done = $2, total = $3
            where id = $1 and finished_at is null";
        Ok(self.execute(update, (id, done, total)).await? > 0)
    }
}

impl Store {
    /// Enqueues a new job; nothing where another than the one that it replaces is unfinished.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_job(
        &self,
        new: NewJob<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        let mut tx = self.audited().await?;
        if let Some(earlier) = new.replaces {
            let end = r"
                update jobs
                set state = $2, finished_at = $3
                where id = $1 and finished_at is null";
            tx.execute(end, (earlier, JobState::Replaced.name(), now))
                .await?;
        }
        let insert = r"
            insert into jobs (kind, state, created_by, created_at, params, done, total, result)
            values ($1, 'waiting', $2, $3, $4, 0, $5, '')
            on conflict do nothing
            returning";
        let row = (REGRADE, actor, now, new.params, new.total);
        let job: Option<Job> = tx.first([insert, COLUMNS], row).await?;
        if let Some(job) = &job {
            let begun = Action::RegradeBegun(RegradeJob {
                job: job.id,
                version: new.version,
                homework: new.homework,
                submissions: new.total,
            });
            tx.note(actor, now, format!("job {}", job.id), &begun)
                .await?;
        }
        tx.commit().await?;
        Ok(job)
    }

    /// One job.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job(&self, id: JobId) -> Result<Option<Job>, StoreError> {
        let one = ["select", COLUMNS, "from jobs where id = $1"];
        self.first(one, (id,)).await
    }

    /// The newest jobs, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jobs(&self, limit: i64) -> Result<Vec<Job>, StoreError> {
        let newest = "from jobs order by id desc limit $1";
        self.rows(["select", COLUMNS, newest], (limit,)).await
    }

    /// Jobs that are not finished, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unfinished_jobs(&self) -> Result<Vec<Job>, StoreError> {
        let unfinished = "from jobs where finished_at is null order by id";
        self.rows(["select", COLUMNS, unfinished], ()).await
    }

    /// Jobs that are not finished and that no process is at, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn free_jobs(&self, now: Timestamp) -> Result<Vec<Job>, StoreError> {
        let free = "from jobs where finished_at is null and held_until <= $1 order by id";
        self.rows(["select", COLUMNS, free], (now,)).await
    }

    /// Takes a job for as long as [`HELD`](super::HELD) says: the turn, or nothing where another process is at it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_job(&self, id: JobId, now: Timestamp) -> Result<Option<JobTurn>, StoreError> {
        let take = r"
            update jobs
            set turn = turn + 1, held_until = $3
            where id = $1 and finished_at is null and held_until <= $2
            returning turn";
        let turn: Option<i64> = self.change(take, (id, now, held_until(now))).await?;
        Ok(turn.map(JobTurn))
    }

    /// Says that one is still at a job; whether it still is one's turn.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_job(
        &self,
        id: JobId,
        turn: JobTurn,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let keep = "update jobs set held_until = $3 where id = $1 and turn = $2";
        let kept = self.execute(keep, (id, turn.0, held_until(now))).await?;
        Ok(kept > 0)
    }

    /// Lets go of a job that is not finished: whoever asks next may take it at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_job(&self, id: JobId, turn: JobTurn) -> Result<(), StoreError> {
        let release = "update jobs set held_until = 0 where id = $1 and turn = $2";
        self.execute(release, (id, turn.0)).await?;
        Ok(())
    }

    /// Notes how far a job is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn progress_job(
        &self,
        id: JobId,
        done: usize,
        total: usize,
    ) -> Result<(), StoreError> {
        let mut tx = self.transaction().await?;
        tx.progress_job(id, done, total).await?;
        tx.commit().await
    }

    /// Finishes a job.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_job(
        &self,
        id: JobId,
        state: JobState,
        result: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let update = r"
            update jobs
            set state = $2, result = $3, finished_at = $4
            where id = $1 and finished_at is null";
        self.execute(update, (id, state.name(), result, now))
            .await?;
        Ok(())
    }
}
