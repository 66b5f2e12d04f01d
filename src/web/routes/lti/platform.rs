//! What is agreed on with a learning platform?

use crate::ids::PlatformId;
use crate::service::error::ServiceError;
use crate::service::lti::platforms::{self, Typed};
use crate::store::{MatchBy, Platform, PlatformSettings, PlatformState};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Form, Path, State};
use axum::response::{Html, Redirect};
use l10n::message;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct View {
    id: PlatformId,
    state: &'static str,
    settings: PlatformSettings,
    audience: String,
    deployments: String,
    match_by: &'static str,
    ways: [&'static str; 2],
}

/// `GET /lti/platforms/{id}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<PlatformId>,
) -> Result<Html<String>, AppError> {
    let Platform { id, settings } = platforms::platform(&server.app, id).await?;
    let view = View {
        id,
        state: settings.state.name(),
        deployments: settings.deployments.join("\n"),
        match_by: settings.match_by.name(),
        ways: MatchBy::ALL.map(MatchBy::name),
        audience: settings.audience.clone(),
        settings,
    };
    server.page("lti_platform.html", &teacher.0.visitor, &view)
}

/// `POST /lti/platforms`: registers a platform. It counts at once: its owner typed what it is.
pub async fn add(
    State(server): State<ServerState>,
    teacher: Teacher,
    Form(typed): Form<Typed>,
) -> Result<Redirect, AppError> {
    let settings = typed.checked(PlatformState::On)?;
    let made = platforms::add(&server.app, &teacher.0.user, &settings).await?;
    Ok(Redirect::to(&format!("/lti/platforms/{}", made.id)))
}

/// `POST /lti/platforms/{id}`: changes what is agreed on, and nothing of whether it counts.
pub async fn change(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<PlatformId>,
    Form(typed): Form<Typed>,
) -> Result<Redirect, AppError> {
    let platform = platforms::platform(&server.app, id).await?;
    let settings = typed.checked(platform.settings.state)?;
    platforms::change(&server.app, &teacher.0.user, &platform, &settings).await?;
    Ok(Redirect::to(&format!("/lti/platforms/{id}")))
}

/// Whether a platform is to count.
#[derive(Deserialize)]
pub struct Wanted {
    state: String,
}

/// `POST /lti/platforms/{id}/state`: has a platform count, or not.
pub async fn switch(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<PlatformId>,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, AppError> {
    let platform = platforms::platform(&server.app, id).await?;
    let state = match wanted.state.as_str() {
        "on" => PlatformState::On,
        "off" => PlatformState::Off,
        _ => return Err(ServiceError::Form(message!("form-unreadable")).into()),
    };
    let settings = PlatformSettings {
        state,
        ..platform.settings.clone()
    };
    platforms::change(&server.app, &teacher.0.user, &platform, &settings).await?;
    Ok(Redirect::to(&format!("/lti/platforms/{id}")))
}
