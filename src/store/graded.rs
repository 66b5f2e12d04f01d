//! Submissions as far as grading them anew is concerned.

use super::codec::{FromRow, Row, json, of_json};
use super::plans::EVERYTHING;
use super::{Store, StoreError};
use crate::grading::{Report, outcomes_of};
use crate::ids::{SubmissionId, UserId, VersionId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use std::collections::HashMap;

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
    /// How many bytes its file has.
    pub file_bytes: u64,
}

/// What was sent, and the report on it.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The exact bytes.
    pub file: Vec<u8>,
    /// The report.
    pub report: KeptReport,
}

/// A report as it is kept.
#[derive(Clone, Debug)]
pub struct KeptReport(String);

impl KeptReport {
    /// What it says.
    ///
    /// # Errors
    /// Where what is kept is no report.
    pub fn read(&self) -> Result<Report, StoreError> {
        of_json(&self.0)
    }

    /// Whether it is this report to the letter.
    pub fn says(&self, report: &ReportText) -> bool {
        report.text == self.0
    }
}

/// A report with what is kept of it as text: made while it is graded, on every core, and not while others wait to write.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportText {
    /// The report.
    pub report: Report,
    /// The same as text.
    pub(super) text: String,
    /// What it says of each task, as text.
    pub(super) outcomes: String,
}

impl ReportText {
    /// Writes a report.
    ///
    /// # Errors
    /// When it holds what JSON cannot say.
    pub fn of(report: Report) -> Result<Self, StoreError> {
        Ok(Self {
            text: json(&report)?,
            outcomes: json(&outcomes_of(&report))?,
            report,
        })
    }
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
            file_bytes: row.get("file_bytes")?,
        })
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
        let head = "
                select id, file, sha256, outside, report
                from submissions
                join submission_contents c on c.submission_id = id
                join report_texts r on r.submission_id = id and number = report_number
                where id in (";
        let rows: Vec<SubmittedRow> = self.among(head, ids).await?;
        let mut reports = HashMap::with_capacity(rows.len());
        let mut files = Vec::with_capacity(rows.len());
        for (id, file, sha256, outside, report) in rows {
            reports.insert(id, report);
            files.push((id, (file, sha256, outside)));
        }
        let files = self.all_fetched(files).await?.into_iter();
        let submitted = files.filter_map(|(id, file)| {
            let report = KeptReport(reports.remove(&id)?);
            Some((id, Submitted { file, report }))
        });
        Ok(submitted.collect())
    }

    /// The reports on submissions, by number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn kept_reports(
        &self,
        ids: &[SubmissionId],
    ) -> Result<HashMap<SubmissionId, KeptReport>, StoreError> {
        let head = "
                select id, report
                from submissions
                join report_texts on submission_id = id and number = report_number
                where id in (";
        let rows: Vec<(SubmissionId, String)> = self.among(head, ids).await?;
        let kept = |(id, report)| (id, KeptReport(report));
        Ok(rows.into_iter().map(kept).collect())
    }

    /// By which version of the course, and by which release of the program, submissions were graded.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn graded_under(
        &self,
        ids: &[SubmissionId],
    ) -> Result<HashMap<SubmissionId, (VersionId, String)>, StoreError> {
        let head = "select id, course_id, release from submissions where id in (";
        let rows: Vec<(SubmissionId, VersionId, String)> = self.among(head, ids).await?;
        Ok(rows.into_iter().map(|(id, v, r)| (id, (v, r))).collect())
    }

    /// Every submission, of one homework or of all, by student, homework and number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn graded(&self, homework: Option<&str>) -> Result<Vec<Graded>, StoreError> {
        let select = r"
            select s.id, s.user_id, u.login, u.drawn_as, u.name, s.homework, s.received_at, s.course_id,
                   s.inputs_release, s.release, s.points, s.late_factor, s.faulty, s.file_bytes
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
}
