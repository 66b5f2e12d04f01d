//! Bodies that people send. One is let in before the first byte of it is asked for, and read no further than its limit.

use super::error::AppError;
use super::intake::Room;
use super::state::ServerState;
use super::traffic::File;
use super::visitor::Person;
use crate::ids::UserId;
use crate::service::error::ServiceError;
use axum::body::Body;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest as _, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use l10n::message;
use tokio_stream::StreamExt as _;

/// What a form may carry around its file.
pub const AROUND: usize = 64 * 1024;

/// Somebody who may send something now: signed in, and not more often than anybody needs to. It is asked before the body is read.
pub struct Paced(pub Person);

impl FromRequestParts<ServerState> for Paced {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, server: &ServerState) -> Result<Self, AppError> {
        let person = Person::from_request_parts(parts, server).await?;
        server.app.admit_submission(person.user.id).await?;
        Ok(Self(person))
    }
}

/// Lets a body in: its size, this person's pace and the room there is are looked at. Where it does not say how long it is, it
/// counts as the longest.
///
/// # Errors
/// When it is too large, comes too soon, or there is no room for it.
pub async fn admit(
    server: &ServerState,
    user: UserId,
    headers: &HeaderMap,
    most: usize,
) -> Result<Room, AppError> {
    let announced = announced(headers);
    if announced.is_some_and(|bytes| bytes > most as u64) {
        return Err(AppError::TooLarge);
    }
    server.app.admit_submission(user).await?;
    let bytes = announced.and_then(|bytes| usize::try_from(bytes).ok());
    server.uploads.promise(user, bytes.unwrap_or(most)).await
}

/// The length that a request says its body has.
pub fn announced(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// A whole body as a file.
///
/// # Errors
/// When it has more than `most` bytes, breaks off, or came so slowly that there is no room for it any more.
pub async fn whole(request: Request, most: usize, room: Room) -> Result<File, AppError> {
    let announced = announced(request.headers()).and_then(|n| usize::try_from(n).ok());
    let mut file = Vec::with_capacity(announced.unwrap_or(0).min(most));
    let body: Body = request.into_body();
    let mut chunks = body.into_data_stream();
    let reading = async {
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| AppError::BrokenBody)?;
            append(&mut file, &chunk, most, &room).await?;
        }
        Ok::<_, AppError>(())
    };
    watched(&room, reading).await?;
    Ok(File::new(file, room.held()))
}

/// Reads while it is looked how fast what is read comes.
async fn watched<T>(
    room: &Room,
    reading: impl Future<Output = Result<T, AppError>>,
) -> Result<T, AppError> {
    tokio::select! {
        read = reading => read,
        never = room.watch() => match never {},
    }
}

/// The file in `field` of a form, as [`file()`] finds it.
///
/// # Errors
/// When the file has more than `most` bytes, the upload broke off, or it came so slowly that there is no room for it any more.
pub async fn of_form(
    request: Request,
    field: &str,
    most: usize,
    room: Room,
) -> Result<Option<File>, AppError> {
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| ServiceError::Form(message!("form-unreadable")))?;
    let bytes = watched(&room, file(&mut parts, field, most, &room)).await?;
    Ok(bytes.map(|bytes| File::new(bytes, room.held())))
}

/// The first file in `field` that is not empty; an empty one where only such came, and `None` where the field is missing.
///
/// # Errors
/// When the file has more than `most` bytes, the upload broke off, or it came so slowly that there is no room for it any more.
pub async fn file(
    parts: &mut Multipart,
    field: &str,
    most: usize,
    room: &Room,
) -> Result<Option<Vec<u8>>, AppError> {
    let mut empty = None;
    while let Some(mut part) = parts.next_field().await.map_err(refused)? {
        if part.name() != Some(field) {
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(refused)? {
            append(&mut bytes, &chunk, most, room).await?;
        }
        if !bytes.is_empty() {
            return Ok(Some(bytes));
        }
        empty = Some(bytes);
    }
    Ok(empty)
}

/// Never takes more memory than was accounted for: a vector left to itself doubles.
async fn append(
    file: &mut Vec<u8>,
    chunk: &[u8],
    most: usize,
    room: &Room,
) -> Result<(), AppError> {
    let length = file.len() + chunk.len();
    if length > most {
        return Err(AppError::TooLarge);
    }
    room.cover(length).await?;
    if length > file.capacity() {
        let capacity = (file.capacity() * 2).clamp(length, most.max(length));
        file.reserve_exact(capacity - file.len());
    }
    file.extend_from_slice(chunk);
    Ok(())
}

fn refused(error: MultipartError) -> AppError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        AppError::TooLarge
    } else {
        ServiceError::Form(message!("form-file-broken")).into()
    }
}
