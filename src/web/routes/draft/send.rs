//! A file or typed numbers become the draft, and the draft that was shown is sent.

use crate::service::error::ServiceError;
use crate::service::submit::admit;
use crate::web::error::AppError;
use crate::web::incoming::Arrived;
use crate::web::refusal::oversize;
use crate::web::routes::homework::{self, Refused, Typed};
use crate::web::state::ServerState;
use crate::web::traffic::File;
use crate::web::upload::{self, Paced};
use crate::web::visitor::Person;
use axum::Form;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use judge::answers::{self, form};
use judge::arrays::Arrays;
use l10n::Explain as _;
use l10n::message;
use serde::Deserialize;

/// The field of the upload form that carries the file.
const FILE_FIELD: &str = "answers";
/// Fields of the typed form that are read: more than any homework has.
const MOST_FIELDS: usize = 1000;

/// `POST /homeworks/{homework}/draft`: a file from the upload form. It is looked at and waits.
pub async fn upload(
    State(server): State<ServerState>,
    person: Person,
    Path(homework): Path<String>,
    Arrived(arrived): Arrived,
    request: Request,
) -> Result<Response, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let admission = admit(app, &active, &person.user, &homework, arrived).await?;
    let oversize = oversize(&request);
    let kept = match file_of(&server, &person, request).await {
        Ok(file) => admission.preview(app, file).await.map_err(AppError::from),
        Err(error) => Err(error.sized(oversize)),
    };
    match kept {
        Ok(()) => Ok(Redirect::to(&format!("/homeworks/{homework}/draft")).into_response()),
        // What is wrong with a file is said where the next one is chosen.
        Err(
            error @ (AppError::Oversize(_)
            | AppError::AtOnce
            | AppError::Busy
            | AppError::Service(
                ServiceError::Answers(_)
                | ServiceError::Form(_)
                | ServiceError::TooMany { .. }
                | ServiceError::Quota { .. },
            )),
        ) => {
            let refused = Refused {
                file: Some(error.in_short(person.lang())),
                ..Refused::default()
            };
            let mut page = refuse(&server, &person, homework, &refused, error.status()).await?;
            if let Some(seconds) = error.retry_after() {
                page.headers_mut()
                    .insert(header::RETRY_AFTER, seconds.into());
            }
            Ok(page)
        }
        Err(error) => Err(error),
    }
}

async fn refuse(
    server: &ServerState,
    person: &Person,
    homework: String,
    refused: &Refused,
    status: StatusCode,
) -> Result<Response, AppError> {
    let page = homework::page(server, person, homework, (refused, "")).await?;
    Ok((status, page).into_response())
}

async fn file_of(
    server: &ServerState,
    person: &Person,
    request: Request,
) -> Result<File, AppError> {
    let app = &server.app;
    let most = app.limits.file;
    let held = upload::admit(
        server,
        person.user.id,
        request.headers(),
        most + upload::AROUND,
    )
    .await?;
    let file = upload::of_form(request, FILE_FIELD, most, held).await?;
    file.filter(|f| !f.is_empty())
        .ok_or(ServiceError::Form(message!("form-no-file")).into())
}

/// `POST /homeworks/{homework}/numbers`: single numbers typed into the page. They wait as the JSON file that says the same.
pub async fn typed(
    State(server): State<ServerState>,
    Paced(person): Paced,
    Path(homework): Path<String>,
    Arrived(arrived): Arrived,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let lang = person.lang();
    let mut arrays = Arrays::new();
    let mut refused = Refused::default();
    let mut wrong = false;
    for (key, text) in fields.into_iter().take(MOST_FIELDS) {
        if text.trim().is_empty() {
            continue;
        }
        let error = match form::parse_scalar(&text) {
            Ok(value) => {
                arrays.insert(key.clone(), value.to_array());
                None
            }
            Err(error) => Some(error.explain(lang)),
        };
        wrong |= error.is_some();
        refused.typed.insert(key, Typed { text, error });
    }
    if wrong {
        return refuse(
            &server,
            &person,
            homework,
            &refused,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    }
    if arrays.is_empty() {
        return Err(ServiceError::Form(message!("form-no-number")).into());
    }
    let file = answers::write_json(&arrays).into_bytes();
    let held = server.uploads.take(person.user.id, file.len()).await?;
    let active = app.course().await?;
    let admission = admit(app, &active, &person.user, &homework, arrived).await?;
    admission.preview(app, File::new(file, held)).await?;
    Ok(Redirect::to(&format!("/homeworks/{homework}/draft")).into_response())
}

/// The confirmation: which file was looked at.
#[derive(Deserialize)]
pub struct Confirmation {
    sha256: String,
}

/// `POST /homeworks/{homework}/submissions`: sends the draft that was looked at, and no other.
pub async fn send(
    State(server): State<ServerState>,
    Paced(person): Paced,
    Path(homework): Path<String>,
    Arrived(arrived): Arrived,
    Form(confirmation): Form<Confirmation>,
) -> Result<Redirect, AppError> {
    let app = &server.app;
    let draft = app
        .store
        .draft(person.user.id, &homework, app.now())
        .await?;
    let Some(draft) = draft.filter(|draft| draft.sha256 == confirmation.sha256) else {
        // Sent already, from another window: that is where its button leads.
        let sent = app.store.submissions(person.user.id, &homework).await?;
        let same = sent.iter().find(|s| s.sha256 == confirmation.sha256);
        let same = same.ok_or(ServiceError::DraftGone)?;
        return Ok(Redirect::to(&format!(
            "/submissions/{}?sent=again",
            same.id
        )));
    };
    let active = app.course().await?;
    let admission = admit(app, &active, &person.user, &homework, arrived).await?;
    let held = server.uploads.take(person.user.id, draft.size).await?;
    let file = app
        .store
        .draft_file(person.user.id, &homework, &draft.sha256)
        .await?;
    let file = File::new(file.ok_or(ServiceError::DraftGone)?, held);
    let receipt = admission.submit_draft(app, draft, file).await?;
    let sent = if receipt.again { "again" } else { "new" };
    Ok(Redirect::to(&format!(
        "/submissions/{}?sent={sent}",
        receipt.submission.id
    )))
}
