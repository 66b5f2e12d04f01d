//! A new version of the course, if the one that was edited is still in force.

use super::preview::answer;
use super::typed::{Typed, unix_lines};
use crate::service::error::ServiceError;
use crate::service::publish::{self as draft, Consent, Publication, read_note};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

/// `POST /course/publish`: a new version, if the one that was edited is still in force.
pub async fn publish(
    State(server): State<ServerState>,
    teacher: Teacher,
    Form(mut typed): Form<Typed>,
) -> Result<Response, AppError> {
    let app = &server.app;
    typed.toml = unix_lines(&typed.toml);
    let Ok(note) = read_note(&typed.note) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let read = draft::read(app, &typed.toml).await?;
        let notice = Some("course-note-needed");
        return answer(&server, &teacher, typed, read, notice, status).await;
    };
    let checked = match draft::read(app, &typed.toml).await? {
        Ok(checked) => checked,
        Err(found) => {
            return answer(&server, &teacher, typed, Err(found), None, StatusCode::OK).await;
        }
    };
    let newest = app.store.course().await?.ok_or(ServiceError::NoCourse)?;
    if newest.toml == typed.toml {
        return answer(&server, &teacher, typed, Ok(checked), None, StatusCode::OK).await;
    }
    let publication = Publication {
        course: &checked,
        note: &note,
        base: typed.base,
        regrade: typed.regrade.is_some(),
        consent: typed
            .take
            .as_deref()
            .map_or(Consent::Nothing, Consent::Seen),
        new_inputs: typed.new_inputs.is_some(),
        actor: &teacher.0.user.login,
    };
    match draft::publish(app, publication).await {
        Ok(published) => {
            let to = match published.job {
                Some(job) => format!("/jobs/{}", job.id),
                // Says which regrade is in the way, and what is left to grade under the new version.
                None if published.busy => "/regrade?dry_run=1".to_owned(),
                None => format!("/course/versions/{}", published.version),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(ServiceError::CourseMoved) => {
            let status = StatusCode::CONFLICT;
            let notice = Some("course-moved");
            answer(&server, &teacher, typed, Ok(checked), notice, status).await
        }
        Err(ServiceError::TakesPoints { .. }) => {
            let status = StatusCode::CONFLICT;
            let notice = Some("course-take-first");
            answer(&server, &teacher, typed, Ok(checked), notice, status).await
        }
        Err(error) => Err(error.into()),
    }
}
