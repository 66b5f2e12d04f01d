//! Grading anew: a submission's report, points and version change in one transaction with the history and the audit.

use super::audit::{Action, Change, Graded as NotedPoints};
use super::codec::Value;
use super::db::{Many, Tx};
use super::graded::{Graded, ReportText};
use super::regraded::RegradeOutcome;
use super::{Store, StoreError};
use crate::ids::{JobId, SubmissionId, UserId, VersionId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use std::collections::{HashMap, HashSet};

/// What a regrade makes of one submission.
#[derive(Clone, Debug)]
pub enum RegradeResult<'a> {
    /// A new report.
    Graded {
        /// The report; what lateness leaves of its points stays as it is.
        report: &'a ReportText,
        /// Whether it says to the letter what the one says that is kept under the version that was read.
        stays: bool,
    },
    /// The grader itself failed: the points stay.
    Fault,
    /// The file cannot be read any more: the points stay.
    Unreadable,
}

/// Some submissions of a job, and how far the job is with them.
#[derive(Clone, Copy, Debug)]
pub struct RegradeStep<'a> {
    /// The job.
    pub job: JobId,
    /// The version that they were graded under.
    pub course: VersionId,
    /// Who began it.
    pub actor: &'a str,
    /// How many submissions of the job are graded once these are.
    pub done: usize,
    /// How many submissions the job has.
    pub total: usize,
}

/// How a submission stood before it was graded anew.
struct Stood {
    /// Whose it is, and as whom they draw inputs.
    owner: (UserId, String),
    points: Points,
    late_factor: Share,
    version: VersionId,
    /// The number of its report.
    report: i64,
}

/// Number, whose, as whom inputs are drawn, and the rest of [`Stood`].
type StoodRow = (SubmissionId, UserId, String, Points, Share, VersionId, i64);

/// What grading a submission anew came to.
struct Made<'a> {
    row: &'a Graded,
    before: Stood,
    after: Points,
    outcome: RegradeOutcome,
    report: Option<&'a ReportText>,
    /// Whether the report that is kept stays, and only its version is another one.
    stays: bool,
}

impl<'a> Made<'a> {
    fn of(row: &'a Graded, result: &RegradeResult<'a>, before: Stood) -> Self {
        let (outcome, after, report) = match result {
            RegradeResult::Fault => (RegradeOutcome::Fault, before.points, None),
            RegradeResult::Unreadable => (RegradeOutcome::Unreadable, before.points, None),
            RegradeResult::Graded { report, .. } => {
                let after = before.late_factor.of(report.report.points);
                let outcome = if after == before.points {
                    RegradeOutcome::Same
                } else {
                    RegradeOutcome::Changed
                };
                (outcome, after, Some(*report))
            }
        };
        let is_said = matches!(result, RegradeResult::Graded { stays: true, .. });
        Self {
            stays: is_said && before.version == row.course && after == before.points,
            row,
            before,
            after,
            outcome,
            report,
        }
    }
}

impl Tx {
    /// How submissions stand now, by number.
    async fn stood(
        &mut self,
        ids: &[SubmissionId],
    ) -> Result<HashMap<SubmissionId, Stood>, StoreError> {
        let (select, values) = Many::among(
            "select s.id, s.user_id, u.drawn_as, s.points, s.late_factor, s.course_id, s.report_number
            from submissions s
            join users u on u.id = s.user_id
            where s.id in (",
            ids,
        );
        let rows: Vec<StoodRow> = self.rows(select, values).await?;
        let stood = |(id, user, drawn_as, points, late_factor, version, report)| {
            let stood = Stood {
                owner: (user, drawn_as),
                points,
                late_factor,
                version,
                report,
            };
            (id, stood)
        };
        Ok(rows.into_iter().map(stood).collect())
    }

    /// Notes what a job made of submissions; those that it had not dealt with before.
    async fn note_regraded(
        &mut self,
        job: JobId,
        made: &[Made<'_>],
    ) -> Result<HashSet<SubmissionId>, StoreError> {
        if made.is_empty() {
            return Ok(HashSet::new());
        }
        let insert = Many {
            head: "insert into regrades (job_id, submission_id, outcome, points_before, points_after) values",
            before: 0,
            rows: made.len(),
            width: 5,
            tail: "on conflict do nothing returning submission_id",
        };
        let row = |one: &Made<'_>| -> [Value<'_>; 5] {
            [
                job.into(),
                one.row.id.into(),
                one.outcome.name().into(),
                one.before.points.into(),
                one.after.into(),
            ]
        };
        let values: Vec<Value<'_>> = made.iter().flat_map(row).collect();
        let first: Vec<SubmissionId> = self.rows(insert, values).await?;
        Ok(first.into_iter().collect())
    }

    /// Says of reports that they are those of this version too. Nothing that standings are made of changes.
    async fn keep_reports(
        &mut self,
        course: VersionId,
        stay: &[(&Made<'_>, &ReportText)],
    ) -> Result<(), StoreError> {
        if stay.is_empty() {
            return Ok(());
        }
        let keep = Many {
            head: "update submissions set course_id = $1, release = $2 where id in (",
            before: 2,
            rows: stay.len(),
            width: 1,
            tail: ")",
        };
        let mut values: Vec<Value<'_>> = vec![course.into(), env!("CARGO_PKG_VERSION").into()];
        values.extend(stay.iter().map(|(one, _)| Value::from(one.row.id)));
        self.execute(keep, values).await?;
        self.settle_standings();
        Ok(())
    }

    /// Puts new reports in the place of those that are earlier ones from now on.
    async fn replace_reports(
        &mut self,
        job: JobId,
        course: VersionId,
        graded: &[(&Made<'_>, &ReportText)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let keep = Many {
            head: "
                insert into reports (submission_id, job_id, course_id, release, number, points, late_factor, replaced_at)
                select id, $1, course_id, release, report_number, points, late_factor, $2
                from submissions
                where id in (",
            before: 2,
            rows: graded.len(),
            width: 1,
            tail: ") order by id",
        };
        let mut values: Vec<Value<'_>> = vec![job.into(), now.into()];
        values.extend(graded.iter().map(|(one, _)| Value::from(one.row.id)));
        self.execute(keep, values).await?;
        let put = Many {
            head: "with made (id, points, faulty) as (values",
            before: 2,
            rows: graded.len(),
            width: 3,
            tail: ") update submissions
                set points = made.points, faulty = made.faulty, course_id = $1, release = $2, report_number = report_number + 1
                from made
                where submissions.id = made.id",
        };
        let mut values: Vec<Value<'_>> = vec![course.into(), env!("CARGO_PKG_VERSION").into()];
        let (mut reports, mut outcomes): (Vec<Value<'_>>, Vec<Value<'_>>) = Default::default();
        for (one, report) in graded {
            let row: [Value<'_>; 3] = [
                one.row.id.into(),
                one.after.into(),
                report.report.has_fault().into(),
            ];
            values.extend(row);
            let text: [Value<'_>; 3] = [
                one.row.id.into(),
                (one.before.report + 1).into(),
                report.text.as_str().into(),
            ];
            reports.extend(text);
            outcomes.extend([one.row.id.into(), report.outcomes.as_str().into()]);
        }
        self.execute(put, values).await?;
        let put = Many {
            head: "insert into report_texts (submission_id, number, report) values",
            before: 0,
            rows: graded.len(),
            width: 3,
            tail: "",
        };
        self.execute(put, reports).await?;
        let put = Many {
            head: "insert into outcomes (submission_id, tasks) values",
            before: 0,
            rows: graded.len(),
            width: 2,
            tail: "on conflict (submission_id) do update set tasks = excluded.tasks",
        };
        self.execute(put, outcomes).await?;
        Ok(())
    }
}

impl Store {
    /// Writes what a job made of submissions, once each and all in one transaction, unless it was ended meanwhile: whether it goes on.
    /// What the job already wrote, and what a newer version graded, stays. What belongs to somebody else by now, or was judged by inputs
    /// that its owner gave away, is left out and not noted: it is still to be graded.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn regrade(
        &self,
        step: RegradeStep<'_>,
        results: &[(&Graded, RegradeResult<'_>)],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        if results.is_empty() {
            return Ok(true);
        }
        let RegradeStep {
            job,
            course,
            actor,
            done,
            total,
        } = step;
        let mut tx = self.audited().await?;
        tx.lock_each(results.iter().map(|(row, _)| row.user))
            .await?;
        if !tx.progress_job(job, done, total).await? {
            return Ok(false);
        }
        let ids: Vec<SubmissionId> = results.iter().map(|(row, _)| row.id).collect();
        let mut stood = tx.stood(&ids).await?;
        let made: Vec<Made<'_>> = results
            .iter()
            .filter_map(|(row, result)| {
                let before = stood.remove(&row.id)?;
                let (user, drawn_as) = &before.owner;
                let is_theirs = *user == row.user && *drawn_as == row.drawn_as;
                is_theirs.then(|| Made::of(row, result, before))
            })
            .collect();
        let first = tx.note_regraded(job, &made).await?;
        let graded = |one: &&Made<'_>| first.contains(&one.row.id) && one.before.version <= course;
        let graded: Vec<&Made<'_>> = made.iter().filter(graded).collect();
        let graded: Vec<(&Made<'_>, &ReportText)> = graded
            .into_iter()
            .filter_map(|one| Some((one, one.report?)))
            .collect();
        let (stay, graded): (Vec<_>, Vec<_>) = graded.into_iter().partition(|(one, _)| one.stays);
        tx.keep_reports(course, &stay).await?;
        if !graded.is_empty() {
            tx.replace_reports(job, course, &graded, now).await?;
            let mut rows: Vec<(UserId, &str)> = graded
                .iter()
                .map(|(one, _)| (one.row.user, one.row.homework.as_str()))
                .collect();
            rows.sort_unstable();
            rows.dedup();
            tx.retally_each(&rows).await?;
            tx.restand_each(rows).await?;
        }
        let moved = graded.into_iter().map(|(one, _)| one);
        let moved = moved.filter(|one| one.before.points != one.after);
        let noted = moved.map(|one| {
            let noted = |points, version| Some(NotedPoints { points, version });
            let change = Action::Regrade(Change {
                before: noted(one.before.points, one.before.version),
                after: noted(one.after, course),
            });
            let row = one.row;
            (format!("{}/{}#{}", row.login, row.homework, row.id), change)
        });
        let noted: Vec<(String, Action)> = noted.collect();
        tx.note_all(actor, now, &noted).await?;
        tx.commit().await?;
        Ok(true)
    }
}
