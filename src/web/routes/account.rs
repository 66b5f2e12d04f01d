//! How do I sign in, from a notebook too; in which language and time zone; what is stored about me?

use super::account_letters::{self, LettersView};
use super::account_sessions::{self, SessionView};
use super::account_storage::{StorageView, storage};
use crate::course::{Course, Homework, zone_meant, zone_name};
use crate::ids::TokenId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::MOST_TOKENS;
use crate::web::cookies::{MADE, kept, sent};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Person;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use l10n::{Lang, date, message};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_sessions::cookie::time::Duration;

/// A token made just now waits so long for the page that shows it.
const SHOWN_WITHIN: Duration = Duration::minutes(1);
/// The longest name of a token, in characters.
const TOKEN_NAME: usize = 60;

#[derive(Serialize)]
struct View {
    login: String,
    name: String,
    role: &'static str,
    time_zone: String,
    course_zone: String,
    zones: Vec<String>,
    letters: LettersView,
    sessions: Vec<SessionView>,
    tokens: Vec<TokenView>,
    most_tokens: i64,
    /// Whether another token may be made.
    token_left: bool,
    /// The text of a token made just now: shown once.
    made: Option<String>,
    /// A homework to send to: one that takes answers now, where there is one.
    example: String,
    base_url: String,
    /// How much is stored about the person, by table.
    stored: Vec<StoredView>,
    /// How much room the person's files take.
    storage: Vec<StorageView>,
}

#[derive(Serialize)]
struct StoredView {
    table: &'static str,
    rows: i64,
}

#[derive(Serialize)]
struct TokenView {
    id: TokenId,
    name: String,
    created: String,
    used: Option<String>,
}

/// `GET /account`. A token that was made just now came along in a cookie; it is shown, and the cookie is taken away.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let app = &server.app;
    let Some(text) = sent(&server, &headers, MADE) else {
        return Ok(page(&server, &person, None).await?.into_response());
    };
    // A cookie may have come from elsewhere: what is shown as a token of this person is one.
    let held = app.store.holds_token(person.user.id, &text).await?;
    let html = page(&server, &person, held.then_some(text)).await?;
    let gone = kept(&server, MADE, "", Duration::ZERO);
    Ok(([(header::SET_COOKIE, gone)], html).into_response())
}

/// The name of the homework that a command is shown for.
fn example(course: &Course, now: Timestamp) -> String {
    let accepts = |homework: &&Homework| homework.schedule(None).accepts(now);
    let open = course.homeworks.iter().find(accepts);
    let any = open.or_else(|| course.homeworks.first());
    any.map(|homework| homework.name().to_owned())
        .unwrap_or_default()
}

async fn page(
    server: &ServerState,
    person: &Person,
    made: Option<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (zone, now, lang) = (person.zone(&active.course), app.now(), person.lang());
    let tokens = app.store.tokens(person.user.id).await?;
    let held = i64::try_from(tokens.len()).unwrap_or(i64::MAX);
    let sessions = account_sessions::shown(app, person, (&zone, now, lang)).await?;
    let token = |t: crate::store::Token| TokenView {
        id: t.id,
        name: t.name,
        created: date::instant(t.created_at, &zone, now, lang),
        used: t.last_used_at.map(|at| date::instant(at, &zone, now, lang)),
    };
    let view = View {
        login: person.user.login.clone(),
        name: person.user.name.clone(),
        role: person.user.role.name(),
        time_zone: person.user.time_zone.clone().unwrap_or_default(),
        course_zone: zone_name(&active.course.time_zone).to_owned(),
        zones: jiff::tz::db()
            .available()
            .map(|name| name.to_string())
            .filter(|name| name.contains('/') || name == "UTC")
            .collect(),
        letters: account_letters::shown(app, person).await?,
        sessions,
        most_tokens: MOST_TOKENS,
        token_left: held < MOST_TOKENS,
        tokens: tokens.into_iter().map(token).collect(),
        made,
        example: example(&active.course, now),
        base_url: server.settings.base_url.clone(),
        stored: app
            .store
            .stored_about(person.user.id)
            .await?
            .into_iter()
            .map(|s| StoredView {
                table: s.table,
                rows: s.rows,
            })
            .collect(),
        storage: storage(app, person, &active.course).await?,
    };
    server.page("account.html", &person.visitor, &view)
}

/// The form of language and time zone.
#[derive(Deserialize)]
pub struct Preferences {
    lang: String,
    time_zone: String,
}

/// `POST /account/preferences`.
pub async fn set_preferences(
    State(app): State<Arc<App>>,
    person: Person,
    Form(form): Form<Preferences>,
) -> Result<Redirect, AppError> {
    let lang = Lang::ALL
        .into_iter()
        .find(|l| l.code() == form.lang)
        .ok_or(ServiceError::Form(message!("form-language")))?;
    let zone = match form.time_zone.trim() {
        "" => None,
        name => {
            let meant = zone_meant(name).ok_or(ServiceError::Form(message!("form-time-zone")));
            Some(meant?)
        }
    };
    app.store
        .set_preferences(person.user.id, Some(lang), zone.as_deref())
        .await?;
    Ok(Redirect::to("/account"))
}

/// The form that makes a token.
#[derive(Deserialize)]
pub struct NewToken {
    name: String,
}

/// `POST /account/tokens`: makes a token, and leads to the page that shows it this once. Loading that page again makes no second one.
pub async fn make_token(
    State(server): State<ServerState>,
    person: Person,
    Form(form): Form<NewToken>,
) -> Result<impl IntoResponse, AppError> {
    let app = &server.app;
    let name: String = form
        .name
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    if name.is_empty() {
        return Err(ServiceError::Form(message!("form-token-name")).into());
    }
    if name.chars().count() > TOKEN_NAME {
        let long = message!("form-token-long", most = TOKEN_NAME);
        return Err(ServiceError::Invalid(long).into());
    }
    let text = app
        .store
        .new_token(person.user.id, &name, &person.user.login, app.now())
        .await?
        .ok_or(AppError::ManyTokens)?;
    let cookie = kept(&server, MADE, &text, SHOWN_WITHIN);
    let to = Redirect::to("/account#tokens");
    Ok(([(header::SET_COOKIE, cookie)], to))
}

/// `POST /account/tokens/{id}/revoke`.
pub async fn revoke_token(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<TokenId>,
) -> Result<Redirect, AppError> {
    let revoked = app
        .store
        .revoke_token(person.user.id, id, &person.user.login, app.now())
        .await?;
    if revoked {
        Ok(Redirect::to("/account#tokens"))
    } else {
        Err(ServiceError::NotFound.into())
    }
}
