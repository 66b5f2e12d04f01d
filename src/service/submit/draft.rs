//! A file that is looked at before it is sent.

use super::admission::Admission;
use super::check::{Bytes, Checked, Look};
use super::send::{Beside, Receipt};
use crate::grading::settled;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Draft, NewDraft, SentFrom};
use std::sync::Arc;

impl Admission<'_> {
    /// Looks into an answers file and keeps it as the person's draft; what is in it is shown before anything is sent.
    ///
    /// # Errors
    /// When the file cannot be used, nothing more is taken of this person, or a fault of ours kept it from being stored.
    pub async fn preview(&self, app: &Arc<App>, file: impl Bytes) -> Result<(), ServiceError> {
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
        app: &Arc<App>,
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
}
