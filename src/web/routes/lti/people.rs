//! As whom do learning platforms know a person?

use crate::ids::PlatformId;
use crate::service::error::ServiceError;
use crate::service::people::changeable;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Form, Path, State};
use axum::response::Redirect;
use l10n::message;
use serde::Deserialize;

/// By which id of which platform.
#[derive(Deserialize)]
pub struct Known {
    platform: PlatformId,
    subject: String,
}

/// `POST /roster/{login}/unlink`: a platform's id is not this person's any more.
pub async fn unlink(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(known): Form<Known>,
) -> Result<Redirect, AppError> {
    let (app, actor) = (&server.app, &teacher.0.user);
    let user = changeable(app, actor, &login).await?;
    let key = (known.platform, known.subject.as_str());
    let gone = app
        .store
        .unlink_platform_person(key, &user, &actor.login, app.now())
        .await?;
    if !gone {
        return Err(ServiceError::Form(message!("lti-not-linked")).into());
    }
    Ok(Redirect::to(&format!("/roster/{}", user.login)))
}
