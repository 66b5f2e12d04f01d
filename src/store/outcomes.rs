//! What every submission did in each task, in few words: statistics of a class read these and no report. Kept with the report.

use super::codec::{FromRow, Json, Row, json};
use super::db::Tx;
use super::{Store, StoreError};
use crate::grading::{Report, TaskOutcome, outcomes_of};
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;

/// How many reports are read at once to fill the table.
const BATCH: i64 = 500;

/// A submission as statistics see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes {
    /// The submission.
    pub id: SubmissionId,
    /// Whose.
    pub user: UserId,
    /// When it arrived.
    pub received_at: Timestamp,
    /// A task each, as far as the report tells of any.
    pub tasks: Vec<TaskOutcome>,
}

/// A row; its outcomes are missing where an earlier release stored the submission.
struct Kept {
    id: SubmissionId,
    user: UserId,
    received_at: Timestamp,
    tasks: Option<Json<Vec<TaskOutcome>>>,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let is_there = row.get::<Option<String>>("tasks")?.is_some();
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            received_at: row.get("received_at")?,
            tasks: is_there.then(|| row.get("tasks")).transpose()?,
        })
    }
}

/// The report of a submission.
struct Reported(SubmissionId, Report);

impl FromRow for Reported {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("id")?, row.json("report")?))
    }
}

impl Tx {
    /// Keeps what a report tells, in place of what an earlier one told.
    pub(super) async fn put_outcomes(
        &mut self,
        submission: SubmissionId,
        report: &Report,
    ) -> Result<(), StoreError> {
        let put = r"
            insert into outcomes (submission_id, tasks)
            values ($1, $2)
            on conflict (submission_id) do update set tasks = excluded.tasks";
        self.execute(put, (submission, json(&outcomes_of(report))?))
            .await?;
        Ok(())
    }
}

impl Store {
    /// What active students did in a homework, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outcomes_of_class(&self, homework: &str) -> Result<Vec<Outcomes>, StoreError> {
        let select = r"
            select s.id, s.user_id, s.received_at, o.tasks
            from submissions s
            left join outcomes o on o.submission_id = s.id
            where s.homework = $1
              and s.user_id in (select id from users where active and role = 'student')
            order by s.id";
        let kept: Vec<Kept> = self.rows(select, (homework,)).await?;
        let mut all = Vec::with_capacity(kept.len());
        for one in kept {
            let tasks = if let Some(tasks) = one.tasks {
                tasks.0
            } else {
                let submission = self.submission(one.id).await?;
                submission.map_or_else(Vec::new, |found| outcomes_of(&found.report))
            };
            all.push(Outcomes {
                id: one.id,
                user: one.user,
                received_at: one.received_at,
                tasks,
            });
        }
        Ok(all)
    }

    /// Fills in what earlier releases did not keep, a few hundred submissions at a time.
    ///
    /// # Errors
    /// When the database fails; what was filled in stays.
    pub async fn fill_outcomes(&self) -> Result<(), StoreError> {
        let select = r"
            select id, report
            from submissions
            where id > $1 and not exists (select 1 from outcomes o where o.submission_id = submissions.id)
            order by id
            limit $2";
        let mut after = SubmissionId::NONE;
        loop {
            let missing: Vec<Reported> = self.rows(select, (after, BATCH)).await?;
            let Some(Reported(last, _)) = missing.last() else {
                return Ok(());
            };
            after = *last;
            let mut tx = self.transaction().await?;
            let insert = r"
                insert into outcomes (submission_id, tasks)
                values ($1, $2)
                on conflict do nothing";
            for Reported(id, report) in &missing {
                tx.execute(insert, (*id, json(&outcomes_of(report))?))
                    .await?;
            }
            tx.commit().await?;
        }
    }
}
