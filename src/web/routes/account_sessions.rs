//! Where am I signed in, and how do I end that elsewhere?

use crate::ids::SessionId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::SignedIn;
use crate::web::error::AppError;
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::response::Redirect;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use l10n::{Lang, date};
use serde::Serialize;
use std::sync::Arc;

/// A session on the page.
#[derive(Serialize)]
pub struct SessionView {
    id: SessionId,
    /// Empty where the browser did not say.
    device: String,
    begun: String,
    used: String,
    /// Whether it is the one that looks.
    here: bool,
}

/// The person's sessions, as the page shows them.
///
/// # Errors
/// When the database fails.
pub async fn shown(
    app: &Arc<App>,
    person: &Person,
    (zone, now, lang): (&TimeZone, Timestamp, Lang),
) -> Result<Vec<SessionView>, AppError> {
    let view = |s: SignedIn| SessionView {
        here: person.visitor.session == Some(s.id),
        id: s.id,
        device: s.device,
        begun: date::instant(s.created_at, zone, now, lang),
        // Uses are noted once a day: the hour would say too much.
        used: date::day(s.used_at, zone, now, lang),
    };
    let all = app.store.sessions(person.user.id, now).await?;
    Ok(all.into_iter().map(view).collect())
}

/// `POST /account/sessions/{id}/revoke`: signs out there.
pub async fn revoke(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<SessionId>,
) -> Result<Redirect, AppError> {
    let ended = app.store.end_session(&person.user, id, app.now()).await?;
    if ended {
        Ok(Redirect::to("/account#sessions"))
    } else {
        Err(ServiceError::NotFound.into())
    }
}

/// `POST /account/sessions/revoke`: signs out everywhere but here.
pub async fn revoke_others(
    State(app): State<Arc<App>>,
    person: Person,
) -> Result<Redirect, AppError> {
    let here = person.visitor.session.ok_or(AppError::SignIn)?;
    app.store
        .end_other_sessions(&person.user, here, app.now())
        .await?;
    Ok(Redirect::to("/account#sessions"))
}
