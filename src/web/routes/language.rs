//! The language switch at the top of every page.

use crate::service::error::ServiceError;
use crate::service::sign_in::local;
use crate::web::cookies::{LANGUAGE, kept};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::Form;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use l10n::{Lang, message};
use serde::Deserialize;
use tower_sessions::cookie::time::Duration;

/// How long the browser remembers the language.
const REMEMBERED: Duration = Duration::days(365);

/// The form of the switch.
#[derive(Deserialize)]
pub struct Choice {
    lang: String,
    back: String,
}

/// `POST /language`: answers in this language from now on, and goes back. The browser remembers it, and the profile of whoever is signed in.
pub async fn set(
    State(server): State<ServerState>,
    visitor: Visitor,
    Form(choice): Form<Choice>,
) -> Result<impl IntoResponse, AppError> {
    let app = &server.app;
    let lang = Lang::ALL
        .into_iter()
        .find(|l| l.code() == choice.lang)
        .ok_or(ServiceError::Form(message!("form-language")))?;
    if let Some(user) = &visitor.user {
        app.store
            .set_preferences(user.id, Some(lang), user.time_zone.as_deref())
            .await?;
    }
    let cookie = kept(&server, LANGUAGE, lang.code(), REMEMBERED);
    Ok((
        [(header::SET_COOKIE, cookie)],
        Redirect::to(local(&choice.back)),
    ))
}
