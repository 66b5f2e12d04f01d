//! A submission on its way from bytes to a durable report.

use super::answer_file;
use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use super::homework::not_open;
use super::inputs::{Owner, judging};
use super::lateness::{ReckonedBy, settle};
use crate::course::AnswerKind;
use crate::course::{Homework, Schedule, State};
use crate::grading::{Judged, Report, WhichInputs, settled};
use crate::ids::VersionId;
use crate::store::{
    Accepted, Allowance, Attempt, Draft, ManualAnswer, NewAnswer, NewDraft, NewSubmission, Sent,
    SentFrom, Submission, User,
};
use jiff::Timestamp;
use judge::answers;
use l10n::message;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// A submission that is stored, and whether the same bytes had been sent before.
pub struct Receipt {
    /// The submission; the earlier one where the bytes are the same.
    pub submission: Submission,
    /// Whether it is an earlier one.
    pub again: bool,
    /// Which attempt it was.
    pub attempt: Attempt,
}

/// A homework that takes answers of a person. From here to the stored row everything is said by this one version of the course.
pub struct Admission<'c> {
    active: &'c Arc<ActiveCourse>,
    homework: &'c Homework,
    user: &'c User,
    own_deadline: Option<Timestamp>,
    /// The bytes that the student had stored when the request came.
    stored_bytes: u64,
    schedule: Schedule,
    arrived: Timestamp,
}

/// Whether a homework took answers when this request arrived; asked alike before a file is looked at and before one is sent.
///
/// # Errors
/// When there is no such homework, it is not open yet, or it is closed.
pub async fn admit<'c>(
    app: &App,
    active: &'c Arc<ActiveCourse>,
    user: &'c User,
    homework: &str,
    arrived: Timestamp,
) -> Result<Admission<'c>, ServiceError> {
    let homework = active
        .course
        .homework(homework)
        .ok_or(ServiceError::NotFound)?;
    let (own_deadline, stored_bytes) = app.store.before_sending(user.id, homework.name()).await?;
    let schedule = homework.schedule(own_deadline);
    if schedule.state(arrived) == State::NotOpen {
        return Err(not_open(app, &schedule, &homework.time_zone));
    }
    if !schedule.accepts(arrived) {
        return Err(ServiceError::Closed);
    }
    Ok(Admission {
        active,
        homework,
        user,
        own_deadline,
        stored_bytes,
        schedule,
        arrived,
    })
}

/// The bytes of an answers file, held in whatever way accounts for them.
pub trait Bytes: AsRef<[u8]> + Send + 'static {}

impl<T: AsRef<[u8]> + Send + 'static> Bytes for T {}

/// A file with its digest and its report.
struct Checked<F> {
    file: F,
    sha256: String,
    report: Report,
    /// The release of the inputs that it was judged by.
    release: i64,
    /// Whether there were no others to judge it by.
    is_settled: bool,
    /// What the file itself says of its inputs.
    said: WhichInputs,
}

/// What a file is looked at for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// What is in it.
    Form,
    /// It is sent.
    Sent,
}

/// What becomes of a file that is for something else: practice inputs, another homework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// It is refused before it costs an attempt.
    Refuse,
    /// It is taken all the same.
    Take,
}

impl Admission<'_> {
    /// Reads, grades and stores one answers file. Returns once it is durable.
    ///
    /// # Errors
    /// When the file cannot be used or is for something else, nothing more is taken of this person, or a fault of ours kept it
    /// from being stored.
    pub async fn submit(
        &self,
        app: &App,
        file: impl Bytes,
        beside: Beside,
    ) -> Result<Receipt, ServiceError> {
        self.send(app, file, beside, SentFrom::Elsewhere).await
    }

    async fn send(
        &self,
        app: &App,
        file: impl Bytes,
        beside: Beside,
        from: SentFrom,
    ) -> Result<Receipt, ServiceError> {
        let checked = self.check(app, file, Look::Sent).await?;
        // Asked of the file alone: a refusal costs nothing and must tell nothing of what is right.
        if beside == Beside::Refuse && checked.said.is_beside() {
            let (user, homework) = (self.user.id, self.homework.name());
            let sha256 = &checked.sha256;
            if !app.store.was_submitted(user, homework, sha256).await? {
                return Err(ServiceError::OtherInputs(checked.said));
            }
        }
        self.store(app, &checked, from).await
    }

    /// Looks into an answers file and keeps it as the person's draft; what is in it is shown before anything is sent.
    ///
    /// # Errors
    /// When the file cannot be used, nothing more is taken of this person, or a fault of ours kept it from being stored.
    pub async fn preview(&self, app: &App, file: impl Bytes) -> Result<(), ServiceError> {
        let Checked {
            file,
            sha256,
            report,
            release,
            is_settled,
            ..
        } = self.check(app, file, Look::Form).await?;
        let new = NewDraft {
            user: self.user.id,
            homework: self.homework.name(),
            file: file.as_ref(),
            sha256: &sha256,
            course: self.active.version,
            inputs_release: is_settled.then_some(release),
            report: &report,
        };
        app.store.put_draft(new, app.now()).await?;
        Ok(())
    }

    /// Submits the bytes of a draft that was shown, which goes with it. It was graded then, and is graded anew only if that was under another course or program.
    ///
    /// # Errors
    /// As [`submit`](Self::submit).
    pub async fn submit_draft(
        &self,
        app: &App,
        draft: Draft,
        file: impl Bytes,
    ) -> Result<Receipt, ServiceError> {
        let release = env!("CARGO_PKG_VERSION");
        let same = draft.course == self.active.version && draft.release == release;
        let Some(judged_by) = draft.inputs_release.filter(|_| same) else {
            return self.send(app, file, Beside::Take, SentFrom::Draft).await;
        };
        let checked = Checked {
            file,
            sha256: draft.sha256,
            said: draft.report.inputs.clone().unwrap_or_default(),
            report: settled(draft.report),
            release: judged_by,
            is_settled: true,
        };
        self.store(app, &checked, SentFrom::Draft).await
    }

    /// Stores an answer to an item that a person grades; whether the same bytes had been sent before.
    ///
    /// # Errors
    /// When there is no such item, an answer now would not count, or nothing more is taken of this person.
    pub async fn submit_answer(
        &self,
        app: &App,
        item: &str,
        (kind, body): (AnswerKind, &[u8]),
    ) -> Result<bool, ServiceError> {
        let (user, homework) = (self.user.id, self.homework.name());
        let known = self.homework.manual.iter().find(|m| m.name == item);
        let known = known.ok_or(ServiceError::NotFound)?;
        if !known.accept.contains(&kind) {
            let kinds = answer_file::names(&known.accept);
            return Err(ServiceError::Form(message!(
                "document-not-taken",
                kinds = kinds
            )));
        }
        let item = &known.name;
        let earlier = app.store.answers_of(user, homework).await?;
        let in_time = |a: &ManualAnswer| a.item == *item && self.schedule.is_in_time(a.sent_at);
        if !self.schedule.is_in_time(self.arrived) && earlier.iter().any(in_time) {
            return Err(ServiceError::Form(message!("item-in-vain")));
        }
        let new = NewAnswer {
            user,
            homework,
            item,
            sent_at: self.arrived,
            kind,
            body,
            sha256: &hex::encode(Sha256::digest(body)),
        };
        let most = self.homework.storage_bytes();
        match app.store.send_answer(new, most).await? {
            Sent::Stored(answer) => {
                tracing::info!(answer = answer.number(), homework, item, "answer stored");
                Ok(false)
            }
            Sent::Again(_) => Ok(true),
            Sent::TooMany => Err(ServiceError::Form(message!("item-too-many"))),
            Sent::OverQuota { used } => Err(ServiceError::Quota { used, most }),
        }
    }

    /// The report on a file against this student's own inputs, without storing anything.
    async fn check<F: Bytes>(
        &self,
        app: &App,
        file: F,
        look: Look,
    ) -> Result<Checked<F>, ServiceError> {
        let file = self.fitting(app, file).await?;
        let owner = Owner::from(self.user);
        let in_time = self.schedule.is_in_time(self.arrived);
        let judging = judging(app, self.active, owner, self.homework, in_time).await?;
        let (active, name) = (Arc::clone(self.active), self.homework.name().to_owned());
        let limits = app.limits.clone();
        app.compute(move || {
            let began = std::time::Instant::now();
            let sha256 = hex::encode(Sha256::digest(file.as_ref()));
            let configured = active
                .course
                .homework(&name)
                .ok_or(ServiceError::NotFound)?;
            let answers = answers::open(file.as_ref(), &limits)?;
            let Judged {
                report,
                release,
                said,
            } = match look {
                Look::Form => judging.look(configured, answers)?,
                Look::Sent => judging.judge(configured, answers)?,
            };
            metrics::histogram!("dgm_grading_seconds", "homework" => name).record(began.elapsed());
            Ok(Checked {
                file,
                sha256,
                report,
                release,
                is_settled: judging.given.len() == 1,
                said,
            })
        })
        .await?
    }

    /// The file, if there is room for it; storing it asks again, with its report.
    async fn fitting<F: Bytes>(&self, app: &App, file: F) -> Result<F, ServiceError> {
        let (user, homework) = (self.user.id, self.homework.name());
        let used = self.stored_bytes;
        let most = self.homework.storage_bytes();
        if used + file.as_ref().len() as u64 <= most {
            return Ok(file);
        }
        // What was sent before is stored already.
        let digest = move || (hex::encode(Sha256::digest(file.as_ref())), file);
        let (sha256, file) = app.compute(digest).await?;
        if app.store.was_submitted(user, homework, &sha256).await? {
            return Ok(file);
        }
        Err(ServiceError::Quota { used, most })
    }

    /// The submission as it is once the dates in force have decided, should they have changed while it was stored.
    async fn settled(
        &self,
        app: &App,
        stored: Submission,
        under: (Option<VersionId>, Option<Timestamp>),
    ) -> Result<Submission, ServiceError> {
        // Whoever changes dates after that waits for it, and reckons it anew.
        if under == (Some(self.active.version), self.own_deadline) {
            return Ok(stored);
        }
        let by = ReckonedBy {
            user: self.user.id,
            homework: self.homework.name(),
            version: self.active.version,
            own_deadline: self.own_deadline,
        };
        if !settle(app, by).await? {
            return Ok(stored);
        }
        let settled = app.store.submission(stored.id).await?;
        Ok(settled.unwrap_or(stored))
    }

    async fn store<F: Bytes>(
        &self,
        app: &App,
        checked: &Checked<F>,
        from: SentFrom,
    ) -> Result<Receipt, ServiceError> {
        let homework = self.homework.name();
        let late_factor = self.schedule.late_factor(self.arrived);
        let new = NewSubmission {
            user: self.user.id,
            homework,
            received_at: self.arrived,
            file: checked.file.as_ref(),
            sha256: &checked.sha256,
            course: self.active.version,
            inputs_release: Some(checked.release),
            report: &checked.report,
            points: late_factor.of(checked.report.points),
            late_factor,
        };
        let most = self.homework.storage_bytes();
        let allowed = Allowance {
            attempts: self.homework.attempts,
            bytes: most,
        };
        let stored = app.store.submit_under(new, allowed, from).await?;
        let under = (stored.version, stored.own_deadline);
        let attempt = stored.attempt();
        let (submission, again) = match stored.accepted {
            Accepted::Stored(submission) => (self.settled(app, submission, under).await?, false),
            Accepted::Again(submission) => (submission, true),
            Accepted::NoAttemptsLeft => return Err(ServiceError::NoAttemptsLeft),
            Accepted::OverQuota { used } => return Err(ServiceError::Quota { used, most }),
        };
        tracing::info!(
            submission = submission.id.number(),
            homework,
            again,
            "submission stored"
        );
        metrics::counter!("dgm_submissions_total", "homework" => homework.to_owned()).increment(1);
        let attempt = match attempt {
            Some(attempt) => attempt,
            None => app.store.attempt_of(&submission).await?,
        };
        Ok(Receipt {
            submission,
            again,
            attempt,
        })
    }
}
