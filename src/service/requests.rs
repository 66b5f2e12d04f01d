//! Requests to look again: a student asks about a task, a teacher answers in the same thread and closes it.

use super::app::App;
use super::error::ServiceError;
use super::writing::{MESSAGE, non_empty_text, tidy};
use crate::course::Course;
use crate::ids::RequestId;
use crate::store::{Asked, Request, Role, User};
use l10n::message;

/// A student's message about a task, an item, or with no name of one about the points that a person has set for the homework; into the
/// open thread or a new one. The number of the thread.
///
/// # Errors
/// When there is nothing to ask about, the text cannot be taken, or nothing more is taken of this person.
pub async fn ask(
    app: &App,
    user: &User,
    homework: &str,
    task: &str,
    text: &str,
) -> Result<RequestId, ServiceError> {
    let active = app.course().await?;
    let configured = active.course.homework(homework);
    let configured = configured.ok_or(ServiceError::NotFound)?;
    let known = configured.task(task).is_some() || configured.manual.iter().any(|m| m.name == task);
    let mut standings = app.store.standings_of(user.id, &active.course).await?;
    let standing = standings.remove(homework).unwrap_or_default();
    let about_points = task.is_empty() && standing.is_by_hand();
    if !known && !about_points {
        return Err(ServiceError::NotFound);
    }
    // Somebody who has sent nothing has nothing to be looked at again.
    let submissions = app.store.submissions(user.id, homework).await?;
    let answers = app.store.answers_of(user.id, homework).await?;
    if !about_points && submissions.is_empty() && answers.is_empty() {
        return Err(ServiceError::Form(message!("request-nothing-sent")));
    }
    let text = non_empty_text(text, MESSAGE).map_err(ServiceError::Form)?;
    app.admit_submission(user.id).await?;
    let asked = app.store.ask(user.id, homework, task, &text, app.now());
    match asked.await? {
        Asked::Sent(id) => Ok(id),
        Asked::TooMany | Asked::Closed => Err(ServiceError::Form(message!("request-too-many"))),
    }
}

/// The homeworks and items about which somebody answers requests; nothing where they answer all of them.
pub fn answered_by<'a>(course: &'a Course, person: &User) -> Option<Vec<(&'a str, &'a str)>> {
    if person.role >= Role::Teacher {
        return None;
    }
    let items = course.homeworks.iter().flat_map(|homework| {
        let items = homework.manual.iter();
        items.map(|item| (homework.name(), item.name.as_str()))
    });
    Some(items.collect())
}

/// Whether somebody answers a request: teachers all of them, graders those about an item that a person grades.
pub fn may_answer(course: &Course, person: &User, request: &Request) -> bool {
    let graded = course.homework(&request.homework);
    let graded = graded.is_some_and(|homework| homework.has_item(&request.task));
    person.role >= Role::Teacher || (person.role == Role::Grader && graded)
}

/// An answer of who teaches or grades; it may close the thread, and then without a word, as the answer stands above.
///
/// # Errors
/// When there is no such thread, it is closed, or the text cannot be taken.
pub async fn reply(
    app: &App,
    author: &User,
    id: RequestId,
    text: &str,
    close: bool,
) -> Result<(), ServiceError> {
    let text = if close {
        tidy(text, MESSAGE)
    } else {
        non_empty_text(text, MESSAGE)
    };
    let text = text.map_err(ServiceError::Form)?;
    let request = app.store.request(id).await?.ok_or(ServiceError::NotFound)?;
    if !may_answer(&app.course().await?.course, author, &request) {
        return Err(ServiceError::NotFound);
    }
    let replied = app.store.reply(id, author, text.trim(), close, app.now());
    match replied.await? {
        Asked::Sent(_) => Ok(()),
        Asked::Closed => Err(ServiceError::Form(message!("request-closed"))),
        Asked::TooMany => Err(ServiceError::Form(message!("request-too-many"))),
    }
}
