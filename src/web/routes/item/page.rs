//! An item graded by a person, the student's side: what is asked, my answer, and what the teacher said.

use super::view::{ItemView, Shown, views};
use crate::course::AnswerKind;
use crate::service::answer_file;
use crate::service::app::App;
use crate::service::document;
use crate::service::error::ServiceError;
use crate::service::homework::open_to;
use crate::service::submit::admit;
use crate::service::writing::{ANSWER, non_empty_text};
use crate::store::User;
use crate::web::error::AppError;
use crate::web::incoming::Arrived;
use crate::web::markdown;
use crate::web::state::ServerState;
use crate::web::upload::{self, Paced};
use crate::web::visitor::Person;
use axum::Form;
use axum::extract::{Path, Query, Request, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use l10n::{Lang, message, size};
use serde::{Deserialize, Serialize};

/// The field of the upload form that carries the file.
const FILE_FIELD: &str = "document";

#[derive(Serialize)]
struct View {
    homework: String,
    title: String,
    sent: Option<&'static str>,
    item: ItemView,
}

/// What happened just before.
#[derive(Deserialize)]
pub struct Arrival {
    sent: Option<String>,
}

/// `GET /homeworks/{homework}/items/{item}`.
pub async fn show(
    State(server): State<ServerState>,
    person: Person,
    Path((homework, item)): Path<(String, String)>,
    Query(arrival): Query<Arrival>,
) -> Result<Html<String>, AppError> {
    let sent = match arrival.sent.as_deref() {
        Some("new") => Some("new"),
        Some("again") => Some("again"),
        _ => None,
    };
    page(&server, &person, &homework, &item, |view| view.sent = sent).await
}

async fn page(
    server: &ServerState,
    person: &Person,
    homework: &str,
    item: &str,
    change: impl FnOnce(&mut View),
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (configured, _) = open_to(app, &active, &person.user, homework).await?;
    let back = format!("/homeworks/{homework}/items/{item}");
    let shown = Shown {
        student: person.user.id,
        person,
        back: &back,
    };
    let items = views(app, configured, shown).await?;
    let mut view = View {
        homework: configured.name().to_owned(),
        title: configured.title.get(person.lang()).to_owned(),
        sent: None,
        item: items
            .into_iter()
            .find(|i| i.name == item)
            .ok_or(ServiceError::NotFound)?,
    };
    change(&mut view);
    server.page("item.html", &person.visitor, &view)
}

/// The form of a text: what was written, and whether it is only to be looked at.
#[derive(Deserialize)]
pub struct Written {
    text: String,
    #[serde(rename = "do", default)]
    act: String,
}

/// `POST /homeworks/{homework}/items/{item}/text`: shows the text as it will be read, or sends it.
pub async fn write(
    State(server): State<ServerState>,
    Paced(person): Paced,
    Path((homework, item)): Path<(String, String)>,
    Arrived(arrived): Arrived,
    Form(written): Form<Written>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let text = match non_empty_text(&written.text, ANSWER) {
        Ok(text) => text,
        Err(refusal) => {
            let (error, draft) = (refusal.text(person.lang()), written.text);
            let shown = page(&server, &person, &homework, &item, |view| {
                view.item.error = Some(error);
                view.item.draft = draft;
            });
            return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, shown.await?).into_response());
        }
    };
    if written.act == "preview" {
        let html = markdown::of_person(app, &text).await?;
        let shown = page(&server, &person, &homework, &item, |view| {
            view.item.preview = Some(html);
            view.item.draft = text;
        });
        return Ok(shown.await?.into_response());
    }
    let answer = (AnswerKind::Text, text.as_bytes());
    let sent = send(app, &person.user, (&homework, &item), answer, arrived);
    Ok(sent.await?.into_response())
}

/// `POST /homeworks/{homework}/items/{item}/file`: a file of a kind that the item takes.
pub async fn upload(
    State(server): State<ServerState>,
    person: Person,
    Path((homework, item)): Path<(String, String)>,
    Arrived(arrived): Arrived,
    request: Request,
) -> Result<Response, AppError> {
    let taken = take(&server, &person, (&homework, &item), arrived, request).await;
    let error = match taken {
        Ok(place) => return Ok(place.into_response()),
        Err(error) => error,
    };
    let Some(told) = told_at_field(&error, person.lang()) else {
        return Err(error);
    };
    let page = page(&server, &person, &homework, &item, |view| {
        view.item.file_error = Some(told);
    });
    let mut page = (error.status(), page.await?).into_response();
    if let Some(seconds) = error.retry_after() {
        let headers = page.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(page)
}

/// What is wrong with a file, where that is said beside the field in which the next one is chosen.
fn told_at_field(error: &AppError, lang: Lang) -> Option<String> {
    match error {
        AppError::TooLarge => {
            let told = message!("document-too-large", most = size(document::LARGEST));
            Some(told.text(lang))
        }
        AppError::AtOnce
        | AppError::Busy
        | AppError::Service(
            ServiceError::Form(_) | ServiceError::TooMany { .. } | ServiceError::Quota { .. },
        ) => Some(error.in_short(lang)),
        _ => None,
    }
}

async fn take(
    server: &ServerState,
    person: &Person,
    (homework, item): (&str, &str),
    arrived: Timestamp,
    request: Request,
) -> Result<Redirect, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (_, known) = active.item(homework, item)?;
    // Whether anything is taken now is told before the file is read, as for a file that the program grades.
    let admission = admit(app, &active, &person.user, homework, arrived).await?;
    let most = document::LARGEST;
    let held = upload::admit(
        server,
        person.user.id,
        request.headers(),
        most + upload::AROUND,
    )
    .await?;
    let file = upload::of_form(request, FILE_FIELD, most, held).await?;
    let file = file.ok_or(ServiceError::Form(message!("form-no-file")))?;
    let (taken, limits) = (known.accept.clone(), app.limits.clone());
    let (kind, file) = app
        .compute(move || {
            let kind = answer_file::kind(&file[..], &taken, &limits);
            (kind, file)
        })
        .await?;
    let answer = (kind.map_err(ServiceError::Form)?, &file[..]);
    let again = admission.submit_answer(app, item, answer).await?;
    Ok(sent(homework, item, again))
}

async fn send(
    app: &App,
    user: &User,
    (homework, item): (&str, &str),
    answer: (AnswerKind, &[u8]),
    arrived: Timestamp,
) -> Result<Redirect, AppError> {
    let active = app.course().await?;
    let admission = admit(app, &active, user, homework, arrived).await?;
    let again = admission.submit_answer(app, item, answer).await?;
    Ok(sent(homework, item, again))
}

/// Where whoever sent an answer is led.
fn sent(homework: &str, item: &str, again: bool) -> Redirect {
    let sent = if again { "again" } else { "new" };
    Redirect::to(&format!("/homeworks/{homework}/items/{item}?sent={sent}"))
}
