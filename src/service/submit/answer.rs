//! Answers to items that a person grades.

use super::admission::Admission;
use crate::course::AnswerKind;
use crate::service::answer_file;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{ManualAnswer, NewAnswer, Sent};
use l10n::message;
use sha2::{Digest as _, Sha256};

impl Admission<'_> {
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
}
