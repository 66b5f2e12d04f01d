//! An item graded by a person, the student's side: what is asked, my answer, and what the teacher said.

mod view;

pub use view::{ItemView, Shown, text_of, views, waiting};

use crate::course::State as HomeworkState;
use crate::l10n::say;
use crate::service::app::App;
use crate::service::document;
use crate::service::error::ServiceError;
use crate::service::writing::{ANSWER, said};
use crate::store::{AnswerKind, ManualAnswer, NewAnswer, Role, Sent};
use crate::web::download;
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
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

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
    let configured = active
        .course
        .homework(homework)
        .ok_or(ServiceError::NotFound)?;
    let schedule = configured.schedule(app.store.extension(person.user.id, homework).await?);
    if schedule.state(app.now()) == HomeworkState::NotOpen && person.user.role < Role::Teacher {
        return Err(ServiceError::NotOpen.into());
    }
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
    let text = match said(&written.text, ANSWER) {
        Ok(text) => text,
        Err(refusal) => {
            let (error, draft) = (say(person.lang(), refusal), written.text);
            let shown = page(&server, &person, &homework, &item, |view| {
                view.item.error = Some(error);
                view.item.draft = draft;
            });
            return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, shown.await?).into_response());
        }
    };
    if written.act == "preview" {
        let shown = page(&server, &person, &homework, &item, |view| {
            view.item.preview = Some(markdown::to_html(&text));
            view.item.draft = text;
        });
        return Ok(shown.await?.into_response());
    }
    let sent = send(
        app,
        &person,
        &homework,
        &item,
        (AnswerKind::Text, text.as_bytes()),
        arrived,
    )
    .await?;
    Ok(sent.into_response())
}

/// `POST /homeworks/{homework}/items/{item}/file`: a PDF, PNG or JPEG.
pub async fn upload(
    State(server): State<ServerState>,
    person: Person,
    Path((homework, item)): Path<(String, String)>,
    Arrived(arrived): Arrived,
    request: Request,
) -> Result<Redirect, AppError> {
    let app = &server.app;
    let most = document::LARGEST;
    let held = upload::admit(
        &server,
        person.user.id,
        request.headers(),
        most + upload::AROUND,
    )
    .await?;
    let file = upload::of_form(request, FILE_FIELD, most, held).await?;
    let file = file.ok_or(ServiceError::Form("form-no-file"))?;
    let kind = document::kind(&file).map_err(ServiceError::Form)?;
    send(app, &person, &homework, &item, (kind, &file), arrived).await
}

async fn send(
    app: &Arc<App>,
    person: &Person,
    homework: &str,
    item: &str,
    (kind, body): (AnswerKind, &[u8]),
    now: Timestamp,
) -> Result<Redirect, AppError> {
    let user = person.user.id;
    let active = app.course().await?;
    let configured = active
        .course
        .homework(homework)
        .ok_or(ServiceError::NotFound)?;
    let known = configured.manual.iter().find(|m| m.name == item);
    let known = known.ok_or(ServiceError::NotFound)?;
    let schedule = configured.schedule(app.store.extension(user, homework).await?);
    if schedule.state(now) == HomeworkState::NotOpen {
        return Err(ServiceError::NotOpen.into());
    }
    if !schedule.accepts(now) {
        return Err(ServiceError::Closed.into());
    }
    let earlier = app.store.answers_of(user, homework).await?;
    let in_time = |a: &ManualAnswer| a.item == known.name && schedule.kept(a.sent_at) >= 1000;
    if schedule.kept(now) < 1000 && earlier.iter().any(in_time) {
        return Err(ServiceError::Form("item-in-vain").into());
    }
    let new = NewAnswer {
        user,
        homework: configured.name(),
        item: &known.name,
        sent_at: now,
        kind,
        body,
        sha256: &hex::encode(Sha256::digest(body)),
    };
    let most = configured.storage_bytes();
    let sent = app.store.send_answer(new, most).await?;
    let what = match sent {
        Sent::Stored(answer) => {
            tracing::info!(answer, homework, item, "answer stored");
            "new"
        }
        Sent::Again(_) => "again",
        Sent::TooMany => return Err(ServiceError::Form("item-too-many").into()),
        Sent::OverQuota { used } => return Err(ServiceError::Quota { used, most }.into()),
    };
    Ok(Redirect::to(&format!(
        "/homeworks/{homework}/items/{item}?sent={what}"
    )))
}

/// `GET /answers/{id}/file`: the exact bytes sent, never shown as a page of ours.
pub async fn file(
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let answer = app
        .store
        .manual_answer(id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    if !person.may_see(answer.user) {
        return Err(ServiceError::NotFound.into());
    }
    let size = app
        .store
        .answer_size(id)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let name = answer.file_name();
    let headers = [
        (header::CONTENT_TYPE, answer.kind.content_type().to_owned()),
        // An image is still shown where a page of ours asks for it.
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    let stored = app.store.answer_body(id);
    download::file(&server, person.user.id, size, stored, headers).await
}
