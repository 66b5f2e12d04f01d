//! An answers file is read and graded; nothing is stored.

use super::admission::Admission;
use crate::grading::{Judged, Report, WhichInputs};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::inputs::{Owner, judging};
use judge::answers;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// The bytes of an answers file, held in whatever way accounts for them.
pub trait Bytes: AsRef<[u8]> + Send + 'static {}

impl<T: AsRef<[u8]> + Send + 'static> Bytes for T {}

/// A file with its digest and its report.
pub(super) struct Checked<F> {
    pub(super) file: F,
    pub(super) sha256: String,
    pub(super) report: Report,
    /// The release of the inputs that it was judged by.
    pub(super) release: i64,
    /// Whether there were no others to judge it by.
    pub(super) is_settled: bool,
    /// What the file itself says of its inputs.
    pub(super) said: WhichInputs,
}

/// What a file is looked at for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// What is in it.
    Form,
    /// It is sent.
    Sent,
}

impl Admission<'_> {
    /// The report on a file against this student's own inputs, without storing anything.
    pub(super) async fn check<F: Bytes>(
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
}
