//! A file that is sent: stored with its report, durably.

use super::admission::Admission;
use super::check::{Bytes, Checked, Look};
use crate::ids::VersionId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::lateness::{ReckonedBy, reckon_anew, settle};
use crate::service::regrade::follow;
use crate::store::{Accepted, Allowance, Attempt, NewSubmission, SentFrom, Submission};
use jiff::Timestamp;
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
        app: &Arc<App>,
        file: impl Bytes,
        beside: Beside,
    ) -> Result<Receipt, ServiceError> {
        self.send(app, file, beside, SentFrom::Elsewhere).await
    }

    pub(super) async fn send(
        &self,
        app: &Arc<App>,
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

    pub(super) async fn store<F: Bytes>(
        &self,
        app: &Arc<App>,
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
        let drawn_as = &self.user.drawn_as;
        let stored = app.store.submit_under(new, drawn_as, allowed, from).await?;
        let under = (stored.version, stored.own_deadline);
        let attempt = stored.attempt();
        let (submission, again) = match stored.accepted {
            Accepted::Stored(submission) => (self.settled(app, submission, under).await?, false),
            Accepted::Again(submission) => (self.settled_again(app, submission).await?, true),
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

    /// The submission as it is once what is in force has decided, should another version or another deadline have come while it was stored.
    async fn settled(
        &self,
        app: &Arc<App>,
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
        if under.0 != Some(self.active.version) {
            follow(app, self.homework.name()).await?;
        }
        self.as_it_is(app, stored).await
    }

    /// The same of one that was stored before: what was to follow may have been lost together with the answer.
    async fn settled_again(
        &self,
        app: &App,
        stored: Submission,
    ) -> Result<Submission, ServiceError> {
        if stored.late_factor == self.schedule.late_factor(stored.received_at) {
            return Ok(stored);
        }
        reckon_anew(app, self.user.id, self.homework.name()).await?;
        self.as_it_is(app, stored).await
    }

    async fn as_it_is(&self, app: &App, stored: Submission) -> Result<Submission, ServiceError> {
        let now = app.store.submission(stored.id).await?;
        Ok(now.unwrap_or(stored))
    }
}
