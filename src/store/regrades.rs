//! Grading anew: a submission's report, points and version change in one transaction with the history and the audit.

use super::audit::{Action, Change, Graded as NotedPoints};
use super::codec::{Column, FromRow, Row, Value, choice, json, of_json};
use super::db::{Many, Tx};
use super::plans::EVERYTHING;
use super::{Store, StoreError};
use crate::grading::{Report, outcomes_of};
use crate::ids::{JobId, SubmissionId, UserId, VersionId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use std::collections::{HashMap, HashSet};

/// A submission as far as grading it anew is concerned: neither bytes nor report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// Its number.
    pub id: SubmissionId,
    /// Whose.
    pub user: UserId,
    /// The student's login.
    pub login: String,
    /// The login that the student's inputs are drawn from.
    pub drawn_as: String,
    /// The student's name.
    pub name: String,
    /// For which homework.
    pub homework: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The course version it was graded under.
    pub course: VersionId,
    /// The release of its student's inputs that it is judged by; nothing where it was sent before inputs were kept.
    pub inputs_release: Option<i64>,
    /// The program's release it was graded with.
    pub release: String,
    /// Points after the late penalty.
    pub points: Points,
    /// What lateness left of its points.
    pub late_factor: Share,
    /// Whether the grader failed on some task of it.
    pub faulty: bool,
}

/// What was sent, and the report on it.
#[derive(Clone, Debug, Default)]
pub struct Submitted {
    /// The exact bytes.
    pub file: Vec<u8>,
    /// The report as it is kept.
    report: String,
}

impl Submitted {
    /// The report.
    ///
    /// # Errors
    /// Where what is kept is none.
    pub fn report(&self) -> Result<Report, StoreError> {
        of_json(&self.report)
    }

    /// Whether what is kept is this report to the letter.
    pub fn says(&self, report: &Report) -> bool {
        json(report).is_ok_and(|text| text == self.report)
    }
}

/// What a regrade makes of one submission.
#[derive(Clone, Debug)]
pub enum RegradeResult<'a> {
    /// A new report.
    Graded {
        /// The report; what lateness leaves of its points stays as it is.
        report: &'a Report,
        /// Whether it says to the letter what the one says that is kept under the version that was read.
        stays: bool,
    },
    /// The grader itself failed: the points stay.
    Fault,
    /// The file cannot be read any more: the points stay.
    Unreadable,
}

/// Some submissions of a job.
#[derive(Clone, Copy, Debug)]
pub struct RegradeStep<'a> {
    /// The job.
    pub job: JobId,
    /// The version that they were graded under.
    pub course: VersionId,
    /// Who began it.
    pub actor: &'a str,
    /// How many submissions are done with these, of how many.
    pub done: usize,
    /// Of how many.
    pub total: usize,
}

/// What came of grading one submission again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegradeOutcome {
    /// The same points.
    Same,
    /// Other points.
    Changed,
    /// The grader itself failed.
    Fault,
    /// The file cannot be read any more.
    Unreadable,
}

impl RegradeOutcome {
    const ALL: [Self; 4] = [Self::Same, Self::Changed, Self::Fault, Self::Unreadable];

    /// The word stored, and said by programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Fault => "fault",
            Self::Unreadable => "unreadable",
        }
    }
}

impl Column for RegradeOutcome {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}

/// One submission of a regrade, as it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regraded {
    /// The submission.
    pub submission: SubmissionId,
    /// The student's login.
    pub login: String,
    /// The student's name.
    pub name: String,
    /// The homework.
    pub homework: String,
    /// What came of it.
    pub outcome: RegradeOutcome,
    /// Points before.
    pub before: Points,
    /// Points after.
    pub after: Points,
}

/// A report that a regrade replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierReport {
    /// The course version it was made under.
    pub course: VersionId,
    /// The program's release it was made with.
    pub release: String,
    /// The report.
    pub report: Report,
    /// Points after the late penalty.
    pub points: Points,
    /// What lateness left of its points.
    pub late_factor: Share,
    /// When it was replaced.
    pub replaced_at: Timestamp,
}

impl FromRow for Graded {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            login: row.get("login")?,
            drawn_as: row.get("drawn_as")?,
            name: row.get("name")?,
            homework: row.get("homework")?,
            received_at: row.get("received_at")?,
            course: row.get("course_id")?,
            inputs_release: row.get("inputs_release")?,
            release: row.get("release")?,
            points: row.get("points")?,
            late_factor: row.get("late_factor")?,
            faulty: row.get("faulty")?,
        })
    }
}

impl FromRow for Regraded {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            submission: row.get("submission_id")?,
            login: row.get("login")?,
            name: row.get("name")?,
            homework: row.get("homework")?,
            outcome: row.get("outcome")?,
            before: row.get("points_before")?,
            after: row.get("points_after")?,
        })
    }
}

impl FromRow for EarlierReport {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            course: row.get("course_id")?,
            release: row.get("release")?,
            report: row.json("report")?,
            points: row.get("points")?,
            late_factor: row.get("late_factor")?,
            replaced_at: row.get("replaced_at")?,
        })
    }
}

/// How a submission stood before it was graded anew.
#[derive(Clone, Copy)]
struct Stood {
    points: Points,
    late_factor: Share,
    version: VersionId,
}

/// What grading a submission anew came to.
struct Made<'a> {
    row: &'a Graded,
    before: Stood,
    after: Points,
    outcome: RegradeOutcome,
    report: Option<&'a Report>,
    /// Whether the report that is kept stays, and only its version is another one.
    stays: bool,
}

impl<'a> Made<'a> {
    fn of(row: &'a Graded, result: &RegradeResult<'a>, before: Stood) -> Self {
        let (outcome, after, report) = match result {
            RegradeResult::Fault => (RegradeOutcome::Fault, before.points, None),
            RegradeResult::Unreadable => (RegradeOutcome::Unreadable, before.points, None),
            RegradeResult::Graded { report, .. } => {
                let after = before.late_factor.of(report.points);
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
        let select = Many {
            head: "select id, points, late_factor, course_id from submissions where id in (",
            before: 0,
            rows: ids.len(),
            width: 1,
            tail: ")",
        };
        let values: Vec<Value<'_>> = ids.iter().map(|id| (*id).into()).collect();
        let rows: Vec<(SubmissionId, Points, Share, VersionId)> = self.rows(select, values).await?;
        let stood = |(id, points, late_factor, version)| {
            let stood = Stood {
                points,
                late_factor,
                version,
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
        stay: &[(&Made<'_>, &Report)],
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

    /// Puts new reports in the place of those that are kept as earlier ones.
    async fn replace_reports(
        &mut self,
        job: JobId,
        course: VersionId,
        graded: &[(&Made<'_>, &Report)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let keep = Many {
            head: "
                insert into reports (submission_id, job_id, course_id, release, report, points, late_factor, replaced_at)
                select id, $1, course_id, release, report, points, late_factor, $2
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
            head: "with made (id, report, points, faulty) as (values",
            before: 2,
            rows: graded.len(),
            width: 4,
            tail: ") update submissions
                set report = made.report, points = made.points, faulty = made.faulty, course_id = $1, release = $2
                from made
                where submissions.id = made.id",
        };
        let mut values: Vec<Value<'_>> = vec![course.into(), env!("CARGO_PKG_VERSION").into()];
        let mut outcomes: Vec<Value<'_>> = Vec::new();
        for (one, report) in graded {
            let row: [Value<'_>; 4] = [
                one.row.id.into(),
                json(report)?.into(),
                one.after.into(),
                report.has_fault().into(),
            ];
            values.extend(row);
            outcomes.extend([one.row.id.into(), json(&outcomes_of(report))?.into()]);
        }
        self.execute(put, values).await?;
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

/// Number, file, its SHA-256, the length of one that lies outside, report.
type SubmittedRow = (SubmissionId, Vec<u8>, String, Option<u64>, String);

impl Store {
    /// The exact bytes of submissions and the reports on them, by number. One whose file is lost in the object storage is left
    /// out, and told in the log.
    ///
    /// # Errors
    /// When the database fails, or the object storage does.
    pub async fn submitted(
        &self,
        ids: &[SubmissionId],
    ) -> Result<HashMap<SubmissionId, Submitted>, StoreError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let select = Many {
            head: "select id, file, sha256, outside, report from submissions where id in (",
            before: 0,
            rows: ids.len(),
            width: 1,
            tail: ")",
        };
        let values: Vec<Value<'_>> = ids.iter().map(|id| (*id).into()).collect();
        let rows: Vec<SubmittedRow> = self.rows(select, values).await?;
        let mut reports = HashMap::with_capacity(rows.len());
        let mut files = Vec::with_capacity(rows.len());
        for (id, file, sha256, outside, report) in rows {
            reports.insert(id, report);
            files.push((id, (file, sha256, outside)));
        }
        let files = self.all_fetched(files).await?.into_iter();
        let submitted = files.filter_map(|(id, file)| {
            let report = reports.remove(&id)?;
            Some((id, Submitted { file, report }))
        });
        Ok(submitted.collect())
    }

    /// Every submission, of one homework or of all, by student, homework and number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn graded(&self, homework: Option<&str>) -> Result<Vec<Graded>, StoreError> {
        let select = r"
            select s.id, s.user_id, u.login, u.drawn_as, u.name, s.homework, s.received_at, s.course_id,
                   s.inputs_release, s.release, s.points, s.late_factor, s.faulty
            from submissions s
            join users u on u.id = s.user_id";
        let in_order = "order by s.user_id, s.homework, s.id";
        match homework {
            Some(homework) => {
                let of = "where s.homework = $1";
                self.rows([select, of, in_order], (homework,)).await
            }
            None => self.rows([select, EVERYTHING, in_order], ()).await,
        }
    }

    /// Writes what a job made of submissions, once each and all in one transaction: what the job already wrote, and what a newer
    /// version graded, stays.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn regrade(
        &self,
        step: RegradeStep<'_>,
        results: &[(&Graded, RegradeResult<'_>)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if results.is_empty() {
            return Ok(());
        }
        let RegradeStep {
            job,
            course,
            actor,
            done,
            total,
        } = step;
        let mut tx = self.audited().await?;
        tx.progress_job(job, done, total).await?;
        let ids: Vec<SubmissionId> = results.iter().map(|(row, _)| row.id).collect();
        let stood = tx.stood(&ids).await?;
        let made: Vec<Made<'_>> = results
            .iter()
            .filter_map(|(row, result)| Some(Made::of(row, result, *stood.get(&row.id)?)))
            .collect();
        let first = tx.note_regraded(job, &made).await?;
        let graded = |one: &&Made<'_>| first.contains(&one.row.id) && one.before.version <= course;
        let graded: Vec<&Made<'_>> = made.iter().filter(graded).collect();
        let graded: Vec<(&Made<'_>, &Report)> = graded
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
        tx.note_all(actor, now, noted.collect()).await?;
        tx.commit().await
    }

    /// The submissions that a job has dealt with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regraded_ids(&self, job: JobId) -> Result<HashSet<SubmissionId>, StoreError> {
        let select = "select submission_id from regrades where job_id = $1";
        let ids: Vec<SubmissionId> = self.rows(select, (job,)).await?;
        Ok(ids.into_iter().collect())
    }

    /// What a job changed or could not grade, by student; submissions whose points stayed the same are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regraded(&self, job: JobId) -> Result<Vec<Regraded>, StoreError> {
        let select = r"
            select r.submission_id, u.login, u.name, s.homework, r.outcome, r.points_before, r.points_after
            from regrades r
            join submissions s on s.id = r.submission_id
            join users u on u.id = s.user_id
            where r.job_id = $1 and r.outcome <> 'same'
            order by u.name, u.login, s.homework, s.id";
        self.rows(select, (job,)).await
    }

    /// The reports of a submission that regrades replaced, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn earlier_reports(
        &self,
        submission: SubmissionId,
    ) -> Result<Vec<EarlierReport>, StoreError> {
        let select = r"
            select id, course_id, release, report, points, late_factor, replaced_at
            from reports
            where submission_id = $1
            order by id";
        self.rows(select, (submission,)).await
    }
}
