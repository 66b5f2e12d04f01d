//! Which program asks to be let in as me, and shall it?
//!
//! The program shows a short code; whoever is signed in sees here what asks, and lets it in with one button.

use crate::service::error::ServiceError;
use crate::store::{AskingDevice, user_code};
use crate::web::client::Client;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Person;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use l10n::{date, message};
use serde::{Deserialize, Serialize};

/// What is looked at.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    code: String,
    #[serde(default)]
    done: String,
}

#[derive(Serialize)]
struct View {
    /// What was typed.
    code: String,
    /// Whether nothing waits under this code.
    is_unknown: bool,
    asking: Option<Asking>,
    /// `allowed` or `denied`, where that was done just now.
    done: Option<&'static str>,
    name: String,
    login: String,
}

#[derive(Serialize)]
struct Asking {
    code: String,
    name: String,
    address: String,
    since: String,
}

/// A code as it is shown again.
fn shortened(code: &str) -> String {
    code.trim().chars().take(20).collect()
}

/// The program that waits under a code. Codes that are nobody's are counted by the address they come from.
async fn asking(
    server: &ServerState,
    typed: &str,
    client: Client,
) -> Result<Option<AskingDevice>, AppError> {
    let app = &server.app;
    let found = match user_code(typed) {
        Some(code) => app.store.asking_device(&code, app.now()).await?,
        None => None,
    };
    if found.is_none() {
        server.throttle.wrong_key(client.0)?;
    }
    Ok(found)
}

/// `GET /device?code=WDJB-MJHT`: what asks. Without a code it can be typed.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    client: Client,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let code = shortened(&wanted.code);
    let found = match code.as_str() {
        "" => None,
        code => asking(&server, code, client).await?,
    };
    let done = ["allowed", "denied"];
    let done = done.into_iter().find(|d| *d == wanted.done);
    page(&server, &person, (code, found), done).await
}

/// The page, with what was typed and what waits under it.
async fn page(
    server: &ServerState,
    person: &Person,
    (code, found): (String, Option<AskingDevice>),
    done: Option<&'static str>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (zone, lang) = (person.zone(&active.course), person.lang());
    let view = View {
        is_unknown: !code.is_empty() && found.is_none(),
        code,
        asking: found.map(|found| Asking {
            since: date::instant(found.created_at, &zone, app.now(), lang),
            code: found.user_code,
            name: found.name,
            address: found.address,
        }),
        done,
        name: person.user.name.clone(),
        login: person.user.login.clone(),
    };
    server.page("device.html", &person.visitor, &view)
}

/// What was decided.
#[derive(Deserialize)]
pub struct Decision {
    code: String,
    #[serde(rename = "do")]
    decision: String,
}

/// `POST /device`: lets the program in, or not. Where nothing waits under the code any more, the page says so.
pub async fn decide(
    State(server): State<ServerState>,
    person: Person,
    client: Client,
    Form(form): Form<Decision>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let allowed = match form.decision.as_str() {
        "allow" => true,
        "deny" => false,
        _ => return Err(ServiceError::Form(message!("form-unreadable")).into()),
    };
    let found = asking(&server, &form.code, client).await?;
    let Some(found) = found else {
        return gone(&server, &person, &form.code).await;
    };
    // Better told here than to the program, which cannot do anything about it.
    if allowed && !app.store.may_have_token(&person.user).await? {
        return Err(AppError::ManyTokens);
    }
    let (code, user) = (found.user_code, person.user.id);
    let decided = app.store.decide_device(&code, user, allowed, app.now());
    if !decided.await? {
        return gone(&server, &person, &form.code).await;
    }
    let done = if allowed { "allowed" } else { "denied" };
    Ok(Redirect::to(&format!("/device?done={done}")).into_response())
}

async fn gone(server: &ServerState, person: &Person, code: &str) -> Result<Response, AppError> {
    let page = page(server, person, (shortened(code), None), None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}
