//! The choice between light and dark at the foot of every page.

use crate::service::error::ServiceError;
use crate::service::sign_in::local;
use crate::web::cookies::{THEME, kept};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::theme::Theme;
use axum::Form;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use l10n::message;
use serde::Deserialize;
use tower_sessions::cookie::time::Duration;

/// How long the browser remembers it.
const REMEMBERED: Duration = Duration::days(365);

/// The form.
#[derive(Deserialize)]
pub struct Choice {
    theme: String,
    back: String,
}

/// `POST /theme`: colours the pages so from now on, and goes back.
pub async fn set(
    State(server): State<ServerState>,
    Form(choice): Form<Choice>,
) -> Result<impl IntoResponse, AppError> {
    let theme = Theme::named(&choice.theme);
    let theme = theme.ok_or(ServiceError::Form(message!("form-theme")))?;
    // What holds without a cookie needs none.
    let lasts = if theme == Theme::default() {
        Duration::ZERO
    } else {
        REMEMBERED
    };
    let cookie = kept(&server, THEME, theme.name(), lasts);
    Ok((
        [(header::SET_COOKIE, cookie)],
        Redirect::to(local(&choice.back)),
    ))
}
