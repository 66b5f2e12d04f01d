//! The files of answers: to be kept, and to be looked at in a page of ours.

use crate::course::AnswerKind;
use crate::ids::AnswerId;
use crate::service::error::ServiceError;
use crate::service::notebook;
use crate::store::ManualAnswer;
use crate::web::download;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

/// What a file that somebody sent may do where a browser shows it: nothing, and only within a page of ours.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'self'";

async fn answer(
    server: &ServerState,
    person: &Person,
    id: AnswerId,
) -> Result<(ManualAnswer, usize), AppError> {
    let store = &server.app.store;
    let answer = store.manual_answer(id).await?;
    let answer = answer.filter(|answer| person.may_see(answer.user));
    let answer = answer.ok_or(ServiceError::NotFound)?;
    let size = store.answer_size(id).await?;
    Ok((answer, size.ok_or(ServiceError::NotFound)?))
}

/// `GET /answers/{id}/file`: the exact bytes sent, never shown as a page of ours.
pub async fn file(
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<AnswerId>,
) -> Result<Response, AppError> {
    let (answer, size) = answer(&server, &person, id).await?;
    // An image is still shown where a page of ours asks for it.
    let headers = download::attached(&answer.file_name(), answer.kind.content_type());
    let stored = server.app.store.answer_body(id);
    download::file(&server, person.user.id, size, stored, |_| headers).await
}

/// `GET /answers/{id}/view`: a PDF or a picture, shown by the browser in a frame of our page.
pub async fn view(
    State(server): State<ServerState>,
    person: Person,
    Path(id): Path<AnswerId>,
) -> Result<Response, AppError> {
    let (answer, size) = answer(&server, &person, id).await?;
    if !answer.kind.is_shown() {
        return Err(ServiceError::NotFound.into());
    }
    let headers = [
        (header::CONTENT_TYPE, answer.kind.content_type().to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{}\"", answer.file_name()),
        ),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
    ];
    let stored = server.app.store.answer_body(id);
    download::file(&server, person.user.id, size, stored, |_| headers).await
}

/// `GET /answers/{id}/pictures/{number}`: a picture out of a notebook.
pub async fn picture(
    State(server): State<ServerState>,
    person: Person,
    Path((id, number)): Path<(AnswerId, usize)>,
) -> Result<Response, AppError> {
    let (answer, size) = answer(&server, &person, id).await?;
    if answer.kind != AnswerKind::Notebook {
        return Err(ServiceError::NotFound.into());
    }
    // The notebook is in memory while the picture is taken out of it.
    let held = server.downloads.take(person.user.id, size).await?;
    let app = &server.app;
    let body = app.store.answer_body(id).await?;
    let body = body.ok_or(ServiceError::NotFound)?;
    let picture = app.compute(move || {
        let pictures = notebook::read(&body).ok()?.pictures;
        pictures.into_iter().nth(number)
    });
    let picture = picture.await?.ok_or(ServiceError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, picture.kind.content_type()),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    let body = download::Guarded::new(picture.bytes.into(), held);
    Ok((headers, axum::body::Body::new(body)).into_response())
}
