//! One person's role, and the right to sign in.

use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::people::{changeable, may_give};
use crate::service::sign_in::local;
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use l10n::message;
use serde::Deserialize;
use std::sync::Arc;

/// A role, and whether the person may sign in.
#[derive(Deserialize)]
pub struct Standing {
    role: Option<String>,
    /// `yes` or `no`.
    active: Option<String>,
    /// Where the form stood.
    #[serde(default)]
    back: String,
}

/// `POST /roster/{login}`: gives a role, or takes away or gives back the right to sign in.
pub async fn change(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(form): Form<Standing>,
) -> Result<Redirect, AppError> {
    let user = changeable(&app, &teacher.0.user, &login).await?;
    let role = match &form.role {
        Some(text) => text
            .parse()
            .map_err(|_: String| ServiceError::Form(message!("roster-role-unknown")))?,
        None => user.role,
    };
    if role != user.role && !may_give(&teacher.0.user, role) {
        return Err(ServiceError::Forbidden.into());
    }
    let active = match form.active.as_deref() {
        None => user.active,
        Some("yes") => true,
        Some("no") => false,
        Some(_) => return Err(ServiceError::Form(message!("roster-active-unknown")).into()),
    };
    if (role, active) != (user.role, user.active) {
        app.store
            .set_person(&user.login, role, active, &teacher.0.user.login, app.now())
            .await?;
    }
    let back = local(&form.back);
    Ok(Redirect::to(if back.starts_with("/roster") {
        back
    } else {
        "/roster"
    }))
}
