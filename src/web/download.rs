//! Bodies that people fetch: in memory until they are sent, and accounted for as long.

use super::error::AppError;
use super::state::ServerState;
use crate::ids::UserId;
use crate::service::error::ServiceError;
use crate::store::StoreError;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use judge::answers::{self, Arrays};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// How much of a file is handed on at once: nobody else waits while it is compressed.
const PIECE: usize = 64 * 1024;

/// The headers of a file that is kept under this name and not shown.
pub fn attached(name: &str, kind: &str) -> [(HeaderName, String); 2] {
    [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ]
}

/// Arrays as an `.npz` that is kept under this name.
pub fn npz(name: &str, arrays: &Arrays) -> Response {
    let headers = attached(&format!("{name}.npz"), "application/octet-stream");
    (headers, answers::write_npz(arrays)).into_response()
}

/// The same arrays as JSON.
pub fn json(name: &str, arrays: &Arrays) -> Response {
    let headers = attached(&format!("{name}.json"), "application/json");
    (headers, answers::write_json(arrays)).into_response()
}

/// A stored file of this size, for this person. What it is kept under may follow from its content.
///
/// # Errors
/// When it is not there, or too much is on its way already.
pub async fn file<const N: usize>(
    server: &ServerState,
    person: UserId,
    size: usize,
    stored: impl Future<Output = Result<Option<Vec<u8>>, StoreError>>,
    headers: impl FnOnce(&[u8]) -> [(HeaderName, String); N],
) -> Result<Response, AppError> {
    let held = server.downloads.take(person, size).await?;
    let bytes = Bytes::from(stored.await?.ok_or(ServiceError::NotFound)?);
    let headers = headers(&bytes);
    let length = [(header::CONTENT_LENGTH, bytes.len().to_string())];
    let body = Guarded::new(Body::from_stream(tokio_stream::iter(pieces(bytes))), held);
    Ok((length, headers, Body::new(body)).into_response())
}

fn pieces(mut bytes: Bytes) -> impl Iterator<Item = Result<Bytes, Infallible>> {
    std::iter::from_fn(move || {
        let piece = bytes.split_to(PIECE.min(bytes.len()));
        (!piece.is_empty()).then_some(Ok(piece))
    })
}

/// A body with something that is to last until it was sent, or cannot be.
pub struct Guarded<G> {
    body: Body,
    _guard: G,
}

impl<G> Guarded<G> {
    /// This body with this guard.
    pub const fn new(body: Body, guard: G) -> Self {
        Self {
            body,
            _guard: guard,
        }
    }
}

impl<G: Unpin> HttpBody for Guarded<G> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
