//! Long work, noted so that it survives a restart of the server.

use super::pool::{noting, reading, writing};
use super::tokens::instant;
use super::{Change, Store, StoreError};
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
}

impl JobState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Failed];

    /// The word stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Whether nothing more will happen.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::Done | Self::Failed)
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: i64,
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
    /// How many parts are done.
    pub done: u64,
    /// Of how many.
    pub total: u64,
    /// What came of it: the reason of a failure, else nothing.
    pub result: String,
}

/// A job to begin.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// What kind of work.
    pub kind: &'a str,
    /// What is to be done, as JSON.
    pub params: &'a str,
    /// How many parts there are.
    pub total: usize,
    /// What the audit says of it.
    pub note: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    state: String,
    created_by: String,
    created_at: i64,
    finished_at: Option<i64>,
    params: String,
    done: i64,
    total: i64,
    result: String,
}

macro_rules! columns {
    () => {
        "id, state, created_by, created_at, finished_at, params, done, total, result"
    };
}

impl TryFrom<Row> for Job {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let state = JobState::ALL.into_iter().find(|s| s.name() == row.state);
        Ok(Self {
            id: row.id,
            state: state.ok_or_else(|| {
                StoreError::Corrupt(format!("state {} of job {}", row.state, row.id))
            })?,
            created_by: row.created_by,
            created_at: instant(row.created_at),
            finished_at: row.finished_at.map(instant),
            params: row.params,
            done: u64::try_from(row.done).unwrap_or(0),
            total: u64::try_from(row.total).unwrap_or(0),
            result: row.result,
        })
    }
}

impl Store {
    /// Notes a new job; nothing where one of its kind is unfinished.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new_job(
        &self,
        new: NewJob<'_>,
        actor: &str,
        now: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        let total = i64::try_from(new.total).unwrap_or(i64::MAX);
        let row: Option<Row> = noting!(self, tx => {
            let row: Option<Row> = sqlx::query_as(concat!(
                "insert into jobs (kind, state, created_by, created_at, params, done, total, result) values ($1, 'waiting', $2, $3, $4, 0, $5, '') on conflict do nothing returning ",
                columns!()
            ))
                .bind(new.kind).bind(actor).bind(now.as_microsecond()).bind(new.params).bind(total).fetch_optional(&mut *tx).await?;
            if let Some(row) = &row {
                let change = Change { actor, action: new.kind, subject: format!("job {}", row.id), before: String::new(), after: new.note.clone() };
                super::audit::insert!(&mut *tx, change, now);
            }
            row
        });
        row.map(TryInto::try_into).transpose()
    }

    /// One job.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job(&self, id: i64) -> Result<Option<Job>, StoreError> {
        let row: Option<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from jobs where id = $1")).bind(id).fetch_optional(db).await)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The newest jobs, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jobs(&self, limit: i64) -> Result<Vec<Job>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from jobs order by id desc limit $1")).bind(limit).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Jobs that are not finished, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unfinished_jobs(&self) -> Result<Vec<Job>, StoreError> {
        let rows: Vec<Row> = reading!(self, db => sqlx::query_as(concat!("select ", columns!(), " from jobs where finished_at is null order by id")).fetch_all(db).await)?;
        rows.into_iter().map(TryInto::try_into).collect()
    }

    /// Notes how far a job is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn progress_job(&self, id: i64, done: usize, total: usize) -> Result<(), StoreError> {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        writing!(self, db => sqlx::query("update jobs set state = 'running', done = $2, total = $3 where id = $1 and finished_at is null")
            .bind(id).bind(count(done)).bind(count(total)).execute(db).await.map(drop))?;
        Ok(())
    }

    /// Finishes a job.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_job(
        &self,
        id: i64,
        state: JobState,
        result: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        writing!(self, db => sqlx::query("update jobs set state = $2, result = $3, finished_at = $4 where id = $1 and finished_at is null")
            .bind(id).bind(state.name()).bind(result).bind(now.as_microsecond()).execute(db).await.map(drop))?;
        Ok(())
    }
}
