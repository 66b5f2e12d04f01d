//! A stored report as its reader may see it: in their language, hints and expected values only where the config lets them.
//!
//! Hints, errors and expected values reach whoever asks by this way alone: pages, the API, receipts and downloads show what a [`Disclosed`]
//! holds. Points and the verdict on a task ([`latest_verdicts`]) are held back from nobody who may see the submission, and go past it.

use super::app::App;
use super::error::ServiceError;
use crate::course::{Feedback, Homework, Reveal, State};
use crate::grading::{
    OutputReport, Report, TaskReport, TaskVerdict, in_language, make_blunt, may_reveal,
};
use crate::ids::{SubmissionId, UserId};
use crate::store::{Attempt, ListedSubmission, Role, Submission};
use l10n::Lang;
use serde::Serialize;
use std::collections::HashMap;
use std::ops::Deref;

/// Who reads: what they may see, and in which language.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Their row.
    pub user: UserId,
    /// Their role.
    pub role: Role,
    /// Their language.
    pub lang: Lang,
}

impl Reader {
    /// Whether they may see what belongs to `owner`.
    pub fn may_see(&self, owner: UserId) -> bool {
        self.user == owner || self.role >= Role::Grader
    }
}

/// The submission of this number, where there is one that this reader may know of.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn visible(
    app: &App,
    reader: &Reader,
    id: SubmissionId,
) -> Result<Submission, ServiceError> {
    let submission = app.store.submission(id).await?;
    submission
        .filter(|s| reader.may_see(s.user))
        .ok_or(ServiceError::NotFound)
}

/// A report as its reader may see it. Nothing else makes one, and nothing else is written into a page or an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ShownReport(Report);

impl Deref for ShownReport {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

/// A report for one reader.
pub struct Disclosed {
    /// The report, with the hints and the numbers that may be read.
    pub report: ShownReport,
    /// Names of the tasks of which it may be told how far off they are; of the others only what does not give the answer away.
    pub in_full: Vec<String>,
    /// The attempt from which hints are shown, where some are held back.
    pub hints_from: Option<u32>,
    /// Names of the tasks whose hint is held back.
    pub held_back: Vec<String>,
    /// Which attempt this was, counted from 1.
    pub ordinal: u32,
    /// Names of the tasks whose expected values may be seen.
    pub revealed: Vec<String>,
    rights: Rights,
}

/// The report on an earlier submission.
pub struct Previous {
    /// The submission.
    pub id: SubmissionId,
    /// Its report.
    pub report: ShownReport,
}

/// What of a report may be read.
#[derive(Clone, Debug)]
struct Rights {
    lang: Lang,
    teaches: bool,
    hints: bool,
    feedback: Feedback,
    /// When values are shown, and where the homework stands; nothing where it has left the course.
    reveal: Option<(Reveal, State)>,
    /// The homework in force, which may name mistakes of its own.
    homework: Option<Homework>,
}

impl Rights {
    /// Whether the expected values of this task may be seen.
    fn reveals(&self, task: &TaskReport) -> bool {
        let revealed = |(reveal, state)| may_reveal(reveal, state, task);
        self.teaches || self.reveal.is_some_and(revealed)
    }

    /// Whether it may be told how far off this task is.
    fn tells_all(&self, task: &TaskReport) -> bool {
        self.feedback == Feedback::Full || self.reveals(task)
    }

    fn read(&self, report: Report) -> ShownReport {
        let mut report = in_language(report, self.lang, self.homework.as_ref());
        for task in &mut report.tasks {
            // With `feedback = "full"` too: it tells how far off an answer is, and not the answer.
            if !self.reveals(task) {
                task.outputs.iter_mut().for_each(OutputReport::hide_values);
            }
            if !self.tells_all(task) {
                make_blunt(task);
            }
        }
        ShownReport(if self.hints {
            report
        } else {
            report.without_hints()
        })
    }
}

impl Disclosed {
    /// Another report on the same submission, as the same reader may see it.
    pub fn read(&self, report: Report) -> ShownReport {
        self.rights.read(report)
    }

    /// The report on the submission before this one, as the same reader may see it. A receipt does without.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn previous(
        &self,
        app: &App,
        submission: &Submission,
    ) -> Result<Option<Previous>, ServiceError> {
        let previous = app.store.sent_before(submission).await?;
        Ok(previous.map(|before| Previous {
            id: before.id,
            report: self.read(before.report),
        }))
    }
}

/// Makes a report readable for this reader.
///
/// # Errors
/// When the database fails or no course is published.
pub async fn disclose(
    app: &App,
    reader: &Reader,
    submission: &Submission,
) -> Result<Disclosed, ServiceError> {
    let attempt = app.store.attempt_of(submission).await?;
    disclose_of(app, reader, submission, attempt).await
}

/// The same of a submission of which it is known already which attempt it was, as it is when it has just been stored.
///
/// # Errors
/// When the database fails or no course is published.
pub async fn disclose_of(
    app: &App,
    reader: &Reader,
    submission: &Submission,
    attempt: Attempt,
) -> Result<Disclosed, ServiceError> {
    let active = app.course().await?;
    let homework = active.course.homework(&submission.homework);
    let ordinal = attempt.ordinal;
    let teaches = reader.role >= Role::Grader;
    let from = homework.map_or(1, |h| h.hints_from_attempt);
    let reveal = homework.map(|homework| {
        let state = homework.schedule(attempt.own_deadline).state(app.now());
        (homework.reveal, state)
    });
    let rights = Rights {
        lang: reader.lang,
        teaches,
        hints: teaches || ordinal >= from,
        feedback: homework.map_or(Feedback::Blunt, |h| h.feedback),
        reveal,
        homework: homework.cloned(),
    };
    let names = |which: &dyn Fn(&TaskReport) -> bool| -> Vec<String> {
        let tasks = submission.report.tasks.iter().filter(|t| which(t));
        tasks.map(|t| t.name().to_owned()).collect()
    };
    let held_back = names(&|t| !rights.hints && !t.findings().is_empty());
    Ok(Disclosed {
        report: rights.read(submission.report.clone()),
        in_full: names(&|t| rights.tells_all(t)),
        revealed: names(&|t| rights.reveals(t)),
        hints_from: (!held_back.is_empty()).then_some(from),
        held_back,
        ordinal,
        rights,
    })
}

/// The verdict on each task of the newest of these submissions, the first of them.
///
/// # Errors
/// When the database fails.
pub async fn latest_verdicts(
    app: &App,
    submissions: &[ListedSubmission],
) -> Result<HashMap<String, TaskVerdict>, ServiceError> {
    let latest = match submissions.first() {
        Some(newest) => app.store.submission(newest.id).await?,
        None => None,
    };
    let tasks = latest.map_or(Vec::new(), |newest| newest.report.tasks);
    let verdict = |task: &TaskReport| (task.name().to_owned(), task.verdict);
    Ok(tasks.iter().map(verdict).collect())
}
