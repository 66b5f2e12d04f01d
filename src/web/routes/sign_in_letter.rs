//! A link that signs in, by letter: whoever asks is told the same, whether the address is anybody's or not.

use crate::service::error::ServiceError;
use crate::service::mail::sign_in;
use crate::web::client::Client;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Redirect};
use serde::Deserialize;

/// The form of an address.
#[derive(Deserialize)]
pub struct Asked {
    email: String,
}

/// `POST /sign-in/letter`: a letter with a link is on its way, if the address is somebody's.
pub async fn ask(
    State(server): State<ServerState>,
    visitor: Visitor,
    client: Client,
    Form(asked): Form<Asked>,
) -> Result<Redirect, AppError> {
    server.throttle.letter(client.0)?;
    sign_in::ask(&server.app, &asked.email, visitor.lang).await?;
    Ok(Redirect::to("/sign-in/letter"))
}

/// `GET /sign-in/letter`: what to do now.
pub async fn asked(
    State(server): State<ServerState>,
    visitor: Visitor,
) -> Result<Html<String>, AppError> {
    if server.app.mail.is_none() {
        return Err(ServiceError::NotFound.into());
    }
    server.page("sign_in_letter.html", &visitor, &())
}
