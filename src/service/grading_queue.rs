//! The queue of answers that a person grades: which is next, and whose it is to grade.

use super::app::App;
use super::error::ServiceError;
use crate::course::{Homework, Manual};
use crate::ids::AnswerId;
use crate::store::{ManualAnswer, User};

/// Claims the next answer to an item that waits, if any does. `after` is the one that was skipped.
///
/// # Errors
/// When the database fails.
pub async fn claim_next(
    app: &App,
    grader: &User,
    (homework, item): (&Homework, &Manual),
    after: AnswerId,
) -> Result<Option<AnswerId>, ServiceError> {
    let (now, own) = (app.now(), grader.id);
    let mut queue = app.store.queue(homework, now).await?;
    queue.retain(|q| q.answer.item == item.name && q.waits() && q.answer.user != own);
    // What this grader holds comes first, unless it was skipped; then the longest waiting; what was skipped comes last.
    queue.sort_by_key(|q| {
        let id = q.answer.id;
        (id <= after, q.claimed_by != Some(own) || id == after, id)
    });
    let waiting: Vec<AnswerId> = queue.iter().map(|q| q.answer.id).collect();
    Ok(app.store.claim_first(&waiting, own, now).await?)
}

/// The answer, if it is one of this item's; nobody grades their own.
///
/// # Errors
/// When it is not this item's, it is the grader's own, or the database fails.
pub async fn answer_to_grade(
    app: &App,
    grader: &User,
    homework: &str,
    item: &str,
    id: AnswerId,
) -> Result<ManualAnswer, ServiceError> {
    let answer = app.store.manual_answer(id).await?;
    let answer = answer
        .filter(|a| a.homework == homework && a.item == item)
        .ok_or(ServiceError::NotFound)?;
    if answer.user == grader.id {
        return Err(ServiceError::Forbidden);
    }
    Ok(answer)
}
