//! What every submission did in each task, in few words, kept with the report: what a class did is told of these, and no report is read.

use super::codec::{FromRow, Row, json, of_json};
use super::db::Tx;
use super::{Store, StoreError};
use crate::grading::{Report, TaskOutcome, outcomes_of};
use crate::ids::{SubmissionId, UserId};

/// How many reports are read at once to fill the table.
const BATCH: i64 = 500;

/// What a submission did: as it is kept, or as its report says where an earlier release did not keep it.
pub(super) struct Told {
    /// The submission.
    pub(super) id: SubmissionId,
    /// A task each, as far as the report tells of any.
    pub(super) tasks: Vec<TaskOutcome>,
}

impl FromRow for Told {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let kept: Option<String> = row.get("tasks")?;
        Ok(Self {
            id: row.get("id")?,
            tasks: match kept {
                Some(kept) => of_json(&kept)?,
                None => outcomes_of(&row.json("report")?),
            },
        })
    }
}

/// The report of a submission.
struct Reported {
    id: SubmissionId,
    user: UserId,
    homework: String,
    report: Report,
}

impl FromRow for Reported {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            homework: row.get("homework")?,
            report: row.json("report")?,
        })
    }
}

impl Tx {
    /// Keeps what a report tells, in place of what an earlier one told.
    pub(super) async fn put_outcomes(
        &mut self,
        submission: SubmissionId,
        outcomes: &[TaskOutcome],
    ) -> Result<(), StoreError> {
        let put = r"
            insert into outcomes (submission_id, tasks)
            values ($1, $2)
            on conflict (submission_id) do update set tasks = excluded.tasks";
        self.execute(put, (submission, json(&outcomes)?)).await?;
        Ok(())
    }
}

impl Store {
    /// Fills in what earlier releases did not keep, a few hundred submissions at a time.
    ///
    /// # Errors
    /// When the database fails; what was filled in stays.
    pub async fn fill_outcomes(&self) -> Result<(), StoreError> {
        // A row a submission: counting them is soon done, and looking for what is missing reads everything.
        let is_missing =
            "select (select count(*) from submissions) > (select count(*) from outcomes)";
        if !self.one(is_missing, ()).await? {
            return self.fill_tallies().await;
        }
        let select = r"
            select id, user_id, homework, report
            from submissions
            join report_texts on report_texts.submission_id = id and number = report_number
            where id > $1 and not exists (select 1 from outcomes o where o.submission_id = submissions.id)
            order by id
            limit $2";
        let mut after = SubmissionId::NONE;
        loop {
            let missing: Vec<Reported> = self.rows(select, (after, BATCH)).await?;
            let Some(last) = missing.last() else {
                return self.fill_tallies().await;
            };
            after = last.id;
            let mut tx = self.transaction().await?;
            let insert = r"
                insert into outcomes (submission_id, tasks)
                values ($1, $2)
                on conflict do nothing";
            let mut students: Vec<(UserId, &str)> = missing
                .iter()
                .map(|one| (one.user, &*one.homework))
                .collect();
            students.sort_unstable();
            students.dedup();
            tx.lock_each(students.iter().map(|(user, _)| *user)).await?;
            for one in &missing {
                tx.execute(insert, (one.id, json(&outcomes_of(&one.report))?))
                    .await?;
            }
            tx.retally_each(&students).await?;
            tx.commit().await?;
        }
    }
}
