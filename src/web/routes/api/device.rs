//! `POST /api/v1/device` and `POST /api/v1/device/token`: how a program is let in without anything typed into it (RFC 8628).

use crate::service::error::ServiceError;
use crate::store::{DEVICE_CODE_LASTS, DeviceAnswer};
use crate::web::client::Client;
use crate::web::error::AppError;
use crate::web::problem::Problem;
use crate::web::state::ServerState;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::{Form, Json};
use l10n::message;
use serde::{Deserialize, Serialize};

/// What a program is called that gives no name.
const NAMELESS: &str = "dgm";
/// The longest name, in characters: that of a token.
const LONGEST_NAME: usize = 60;
/// What the second step is called in RFC 8628.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// What asks.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct DeviceAsk {
    /// What the person who decides sees, and what the token is called then.
    #[serde(default)]
    client_id: String,
}

/// The codes, and where the short one is to be looked at.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeviceAsked {
    /// The program's own; whoever has it gets the token.
    device_code: String,
    /// For the person.
    user_code: String,
    /// Where the person types it.
    verification_uri: String,
    /// The same with the code in it.
    verification_uri_complete: String,
    /// Seconds that the codes work.
    expires_in: i64,
    /// Seconds between two questions.
    interval: i64,
}

/// A question whether the program is let in.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct DeviceQuestion {
    /// `urn:ietf:params:oauth:grant-type:device_code`.
    grant_type: String,
    /// The program's code.
    device_code: String,
}

/// The token.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeviceToken {
    /// For `Authorization: Bearer TOKEN`.
    access_token: String,
    /// `Bearer`.
    token_type: &'static str,
}

/// Why there is no token, yet or ever.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeviceRefusal {
    /// `authorization_pending`, `slow_down`, `access_denied`, `expired_token` or `unsupported_grant_type`.
    error: &'static str,
    /// Seconds between two questions from now on, where they came too soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<i64>,
}

/// Begins to sign a program in: it shows the address and the short code, and asks with the long one until somebody has decided.
#[utoipa::path(post, path = "/device", operation_id = "begin_device", tag = "anybody",
    request_body(content = DeviceAsk, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "The codes.", body = DeviceAsked)))]
pub async fn begin(
    State(server): State<ServerState>,
    client: Client,
    form: Result<Form<DeviceAsk>, FormRejection>,
) -> Result<Json<DeviceAsked>, AppError> {
    let Form(ask) = form.map_err(|_| ServiceError::Form(message!("form-unreadable")))?;
    server.throttle.device(client.0)?;
    let name = ask.client_id.trim().chars().filter(|c| !c.is_control());
    let name: String = name.take(LONGEST_NAME).collect();
    let name = if name.is_empty() { NAMELESS } else { &name };
    let (app, address) = (&server.app, client.0.to_string());
    let codes = app.store.new_device(name, &address, app.now()).await?;
    let codes = codes.ok_or(AppError::Busy)?;
    let page = format!("{}/device", server.settings.base_url);
    Ok(Json(DeviceAsked {
        verification_uri_complete: format!("{page}?code={}", codes.user),
        verification_uri: page,
        device_code: codes.device,
        user_code: codes.user,
        expires_in: DEVICE_CODE_LASTS.as_secs(),
        interval: codes.pause,
    }))
}

/// Asks whether the program is let in. The token comes once.
#[utoipa::path(post, path = "/device/token", operation_id = "ask_device_token", tag = "anybody",
    request_body(content = DeviceQuestion, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "It is: the token.", body = DeviceToken),
        (status = 400, description = "It is not, or not yet.",
            content((DeviceRefusal = "application/json"), (Problem = "application/problem+json")))))]
pub async fn token(
    State(server): State<ServerState>,
    client: Client,
    form: Result<Form<DeviceQuestion>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(question) = form.map_err(|_| ServiceError::Form(message!("form-unreadable")))?;
    if question.grant_type != GRANT {
        return Ok(refused("unsupported_grant_type", None));
    }
    let app = &server.app;
    let answer = app.store.ask_as_device(&question.device_code, app.now());
    let (error, interval) = match answer.await? {
        DeviceAnswer::Token(access_token) => {
            let token_type = "Bearer";
            let token = DeviceToken {
                access_token,
                token_type,
            };
            return Ok(Json(token).into_response());
        }
        DeviceAnswer::Pending => ("authorization_pending", None),
        DeviceAnswer::SlowDown(pause) => ("slow_down", Some(pause)),
        DeviceAnswer::Denied => ("access_denied", None),
        DeviceAnswer::Expired => {
            server.throttle.wrong_key(client.0)?;
            ("expired_token", None)
        }
    };
    Ok(refused(error, interval))
}

fn refused(error: &'static str, interval: Option<i64>) -> Response {
    let refusal = Json(DeviceRefusal { error, interval });
    (StatusCode::BAD_REQUEST, refusal).into_response()
}
