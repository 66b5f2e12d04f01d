//! One answer to grade, by the same rubric as the last one.

use super::answer_page::{Said, grade_of, page};
use super::comments::comment;
use super::form::{Act, Typed};
use super::names::{Names, names_hidden};
use crate::ids::AnswerId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::grading_queue::{answer_to_grade, claim_next};
use crate::service::lateness::settle_grade;
use crate::store::{GradeSaved, ManualAnswer, NewGrade, UnwantedGrade};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Grader;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use l10n::{Message, message};
use serde::Deserialize;
use std::sync::Arc;
use tower_sessions::Session;

/// Which answer was skipped.
#[derive(Deserialize)]
pub struct Skipped {
    after: Option<AnswerId>,
}

/// `GET /queue/{homework}/{item}/next`: claims the next answer that waits, and leads to it.
pub async fn next(
    State(app): State<Arc<App>>,
    grader: Grader,
    Path((homework, item)): Path<(String, String)>,
    Query(skipped): Query<Skipped>,
) -> Result<Redirect, AppError> {
    let active = app.course().await?;
    let (homework, item) = active.item(&homework, &item)?;
    let place = format!("/queue/{}/{}", homework.name(), item.name);
    let after = skipped.after.unwrap_or_default();
    let claimed = claim_next(&app, &grader.0.user, (homework, item), after);
    Ok(match claimed.await? {
        Some(id) => Redirect::to(&format!("{place}/answers/{id}")),
        None => Redirect::to(&format!("{place}?done=yes")),
    })
}

/// What happened just before, and whether names are to be hidden.
#[derive(Deserialize)]
pub struct Asked {
    names: Option<String>,
    saved: Option<String>,
}

/// `GET /queue/{homework}/{item}/answers/{id}`.
pub async fn show(
    State(server): State<ServerState>,
    grader: Grader,
    session: Session,
    Path((homework, item, id)): Path<(String, String, AnswerId)>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let names = Names { names: asked.names };
    let hidden = names_hidden(&session, &names).await?;
    let notice = asked
        .saved
        .map(|_| message!("grade-saved").text(grader.0.lang()));
    let said = Said {
        notice,
        ..Said::default()
    };
    let answer = answer_to_grade(&server.app, &grader.0.user, &homework, &item, id).await?;
    page(&server, &grader, answer, hidden, said).await
}

/// `POST /queue/{homework}/{item}/answers/{id}`: saves, takes away, skips, leaves, or helps with the comment, as the button
/// says.
pub async fn act(
    State(server): State<ServerState>,
    grader: Grader,
    session: Session,
    Path((homework, item, id)): Path<(String, String, AnswerId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let answer = answer_to_grade(app, &grader.0.user, &homework, &item, id).await?;
    let hidden = names_hidden(&session, &Names { names: None }).await?;
    let mut typed = Typed::read(fields);
    let place = format!("/queue/{homework}/{item}");
    match typed.act {
        Act::Skip => {
            app.store.release_claim(id, grader.0.user.id).await?;
            Ok(Redirect::to(&format!("{place}/next?after={id}")).into_response())
        }
        Act::Leave => {
            app.store.release_claim(id, grader.0.user.id).await?;
            Ok(Redirect::to(&place).into_response())
        }
        Act::Insert | Act::Keep | Act::Forget => {
            let active = app.course().await?;
            let of = active.item(&homework, &item)?;
            let mut said = Said::default();
            said.notice = comment(app, &grader, of, &mut typed, &mut said.wrong).await?;
            said.typed = Some(typed);
            let shown = page(&server, &grader, answer, hidden, said).await?;
            Ok(shown.into_response())
        }
        Act::Take => take(&server, &grader, answer, hidden, typed).await,
        Act::Save | Act::SaveAndNext => save(&server, &grader, answer, hidden, typed).await,
    }
}

async fn save(
    server: &ServerState,
    grader: &Grader,
    answer: ManualAnswer,
    hidden: bool,
    typed: Typed,
) -> Result<Response, AppError> {
    let (app, lang) = (&server.app, grader.0.lang());
    let active = app.course().await?;
    let (homework, item) = active.item(&answer.homework, &answer.item)?;
    let place = format!("/queue/{}/{}", homework.name(), item.name);
    let mut said = Said::default();
    if typed.is_of_another_rubric(item) {
        said.error = Some(message!("grade-rubric-changed").text(lang));
        said.typed = Some(typed);
        let shown = page(server, grader, answer, hidden, said).await?;
        return Ok((StatusCode::CONFLICT, shown).into_response());
    }
    let (parts, comment) = match typed.checked(item) {
        Ok(checked) => checked,
        Err(wrong) => {
            said.error = Some(message!("grade-not-saved").text(lang));
            said.wrong = wrong;
            said.typed = Some(typed);
            let shown = page(server, grader, answer, hidden, said).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
    };
    let login = login_of(app, &answer).await?;
    let new = NewGrade {
        answer: &answer,
        homework,
        login: &login,
        parts: &parts,
        comment: &comment,
        seen: typed.seen,
    };
    let saved = app.store.grade_answer(new, &grader.0.user, app.now());
    let saved = saved.await?;
    if saved == GradeSaved::Saved {
        settle_grade(app, &active, &answer).await?;
    }
    let changed = message!("grade-changed");
    if let Some(refusal) = refusal(saved, changed) {
        said.error = Some(refusal.text(lang));
        said.typed = Some(typed);
        let shown = page(server, grader, answer, hidden, said).await?;
        return Ok((StatusCode::CONFLICT, shown).into_response());
    }
    let to = match typed.act {
        Act::Save => format!("{place}/answers/{}?saved=yes", answer.id),
        _ => format!("{place}/next"),
    };
    Ok(Redirect::to(&to).into_response())
}

/// Takes the grade away. What it was stands in the form, so that saving gives it again.
async fn take(
    server: &ServerState,
    grader: &Grader,
    answer: ManualAnswer,
    hidden: bool,
    typed: Typed,
) -> Result<Response, AppError> {
    let (app, lang) = (&server.app, grader.0.lang());
    let active = app.course().await?;
    let (homework, _) = active.item(&answer.homework, &answer.item)?;
    let grade = grade_of(app, &answer).await?;
    let login = login_of(app, &answer).await?;
    let unwanted = UnwantedGrade {
        answer: &answer,
        homework,
        login: &login,
        seen: typed.seen,
    };
    let taken = app
        .store
        .take_grade_away(unwanted, &grader.0.user, app.now())
        .await?;
    let mut said = Said::default();
    let changed = message!("grade-changed-not-taken");
    let status = if let Some(refusal) = refusal(taken, changed) {
        said.error = Some(refusal.text(lang));
        said.typed = Some(typed);
        StatusCode::CONFLICT
    } else {
        said.notice = Some(message!("grade-taken-away").text(lang));
        said.typed = grade.map(|grade| Typed::again(&grade, lang));
        StatusCode::OK
    };
    let shown = page(server, grader, answer, hidden, said).await?;
    Ok((status, shown).into_response())
}

async fn login_of(app: &App, answer: &ManualAnswer) -> Result<String, AppError> {
    let student = app.store.user_by_id(answer.user).await?;
    Ok(student.ok_or(ServiceError::NotFound)?.login)
}

/// Why nothing was saved, if it was not; `changed` where somebody else changed the grade.
fn refusal(saved: GradeSaved, changed: Message) -> Option<Message> {
    match saved {
        GradeSaved::Saved => None,
        GradeSaved::Taken(name) => Some(message!("grade-taken", name = name)),
        GradeSaved::Newer(_) => Some(message!("grade-newer")),
        GradeSaved::Changed => Some(changed),
    }
}
