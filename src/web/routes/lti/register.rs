//! Dynamic registration: the page that a platform opens, with one button.

use crate::service::lti::registration;
use crate::service::lti::targets::origin;
use crate::web::client::Client;
use crate::web::error::AppError;
use crate::web::layers::Elsewhere;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};

/// What the platform says.
#[derive(Deserialize)]
pub struct Told {
    #[serde(default)]
    openid_configuration: String,
    #[serde(default)]
    registration_token: String,
}

#[derive(Serialize)]
struct View {
    ticket: String,
    platform: String,
    openid_configuration: String,
    registration_token: String,
    /// What the platform is called, once it is registered.
    done: Option<String>,
}

fn shown(
    server: &ServerState,
    visitor: &Visitor,
    (ticket, told): (String, Told),
    done: Option<String>,
) -> Result<Response, AppError> {
    let platform = origin(&told.openid_configuration);
    let view = View {
        ticket,
        platform: platform.clone().unwrap_or_default(),
        openid_configuration: told.openid_configuration,
        registration_token: told.registration_token,
        done,
    };
    let page = server.page("lti_register.html", visitor, &view)?;
    let elsewhere = Elsewhere {
        framed_by: platform,
        sends_to: None,
    };
    Ok((Extension(elsewhere), page).into_response())
}

/// `GET /lti/register/{ticket}`: nothing is asked of anybody yet.
pub async fn ask(
    State(server): State<ServerState>,
    visitor: Visitor,
    client: Client,
    Path(ticket): Path<String>,
    Query(told): Query<Told>,
) -> Result<Response, AppError> {
    if let Err(fault) = registration::of_ticket(&server.app, &ticket) {
        server.throttle.wrong_key(client.0)?;
        return Err(fault.into());
    }
    shown(&server, &visitor, (ticket, told), None)
}

/// `POST /lti/register/{ticket}`: registers here and there. It counts once an owner confirms it.
pub async fn register(
    State(server): State<ServerState>,
    visitor: Visitor,
    Path(ticket): Path<String>,
    Form(told): Form<Told>,
) -> Result<Response, AppError> {
    let words = (
        told.openid_configuration.as_str(),
        told.registration_token.as_str(),
    );
    let base_url = &server.settings.base_url;
    let made = registration::register(&server.app, base_url, &ticket, words).await?;
    shown(&server, &visitor, (ticket, told), Some(made.settings.name))
}
